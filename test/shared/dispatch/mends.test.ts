import { describe, expect, test } from 'vitest';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Mend } from '#shared/station/plan-schema.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { impossibleDays } from './impossible-days.ts';
import type { Case } from './small-cases.ts';

const still = { budgetMs: 10_000, gap: 0.001, clock: () => 0 };

/** The case with what a mend says, and a thousandth of the limit's unit for rounding. */
function mended({ system, day }: Case, mend: Mend): Case {
  const [station] = system.stations;
  const own = day.stations['s1']!;
  const by = (t: number): number => mend.amounts?.[t - mend.fromStep] ?? 0;
  const lower = (series: readonly number[]): number[] => series.map((value, t) => value - by(t));
  const widened = (reservoir: Partial<Station['reservoir']>): Case => ({
    system: {
      ...system,
      stations: [{ ...station!, reservoir: { ...station!.reservoir, ...reservoir } }],
    },
    day,
  });
  const dayWith = (over: Partial<typeof own>, whole: Partial<Day> = {}): Case => ({
    system,
    day: { ...day, ...whole, stations: { s1: { ...own, ...over } } },
  });
  const { reservoir } = station!;
  const { outflowRampM3sPerStep: outflow } = reservoir;
  const amount = mend.amount + 1e-3;
  switch (mend.change) {
    case 'load':
      return dayWith({}, { loadMw: lower(day.loadMw!) });
    case 'inflow':
      return dayWith({ inflowM3s: own.inflowM3s.map((inflow, t) => inflow + by(t)) });
    case 'outage':
      return dayWith({
        outOfService: own.outOfService.map((outage) =>
          outage.unit === mend.generatingUnit ? { ...outage, toStep: mend.fromStep } : outage,
        ),
      });
    case 'end-level':
      return dayWith({ end: { ...own.end, levelM: own.end!.levelM! - amount } });
    case 'level-min': {
      const levelMinM = own.levelMinM?.map((m) => m - amount);
      return dayWith({ ...(levelMinM ? { levelMinM } : {}) });
    }
    case 'level-max': {
      const levelMaxM = own.levelMaxM?.map((m) => m + amount);
      const higher = widened({ levelMaxM: reservoir.levelMaxM + amount });
      return { ...higher, day: dayWith(levelMaxM ? { levelMaxM } : {}).day };
    }
    case 'outflow-min':
      return widened({ outflowMinM3s: reservoir.outflowMinM3s! - amount });
    case 'outflow-rise':
      return widened({ outflowRampM3sPerStep: { ...outflow, up: outflow!.up! + amount } });
    default:
      throw new Error(`a mend of ${mend.change} is new here`);
  }
}

/** Of each kind of mend one day at least; every one of them plans the day anew for each of its mends. */
const days = impossibleDays.filter(({ name }) =>
  [
    'a unit out of service at the peak of a load',
    'an end level out of reach because of an outflow floor',
    'an outflow ramp too slow for the floor',
    'a flood that units and gates cannot pass',
    'a load that draws the level below its lower limit',
  ].includes(name),
);

describe('what would mend a relaxed day', () => {
  test.each(days)(
    'makes it whole: $name',
    ({ of }) => {
      const { relaxations } = planDay(of.system, of.day, still);
      const [first] = relaxations;
      expect(first!.mends!.length).toBeGreaterThan(0);
      for (const mend of first!.mends!) {
        const { system, day } = mended(of, mend);
        const plan = planDay(system, day, still);
        expect(checkPlan(system, day, plan), mend.change).toEqual([]);
        expect(plan.relaxations, mend.change).toEqual([]);
      }
    },
    120_000,
  );
});
