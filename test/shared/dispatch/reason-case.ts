import { problemOf } from '#shared/dispatch/problem.ts';
import { reasonsOf } from '#shared/dispatch/reasons.ts';
import type { Schedule } from '#shared/dispatch/schedule.ts';
import { simulate } from '#shared/dispatch/simulate.ts';
import type { Day, StationDay } from '#shared/station/day-schema.ts';
import type { Reason } from '#shared/station/plan-schema.ts';
import type { Station, System, Unit } from '#shared/station/system-schema.ts';
import { plainDay, plainUnit, systemWith } from '../../fixtures/plain-system.ts';
import { scheduleOf } from '../../fixtures/simulated-plan.ts';

/** What its 40 m³/s make of the plain unit; a full 90 would pass 40 MW, so flows go to about 88. */
export interface ReasonCase {
  /** Flows by unit, m³/s; units are as the plain one. */
  readonly flows: Record<string, readonly number[]>;
  readonly prices?: readonly number[];
  readonly spill?: readonly number[];
  readonly unit?: Partial<Unit>;
  readonly station?: Partial<Omit<Station, 'reservoir'>>;
  readonly reservoir?: Partial<Station['reservoir']>;
  readonly stationDay?: Partial<StationDay>;
  readonly day?: Partial<Day>;
}

/**
 * A unit of 90 % in all, so that one m³/s at 50 m of head makes 0.4415 MW at every flow, and a Mm³
 * 122.6 MWh: at 300 per MWh it earns 36 788.
 */
export const evenUnit: Unit = {
  ...plainUnit,
  lossS2PerM5: 0,
  hill: { headsM: [50], flowsM3s: [50], efficiency: [[0.9]] },
  flowRange: [[50, 20, 90]],
  generator: [[10, 1]],
  mwMin: 0,
  mwMax: 60,
  startCost: 0,
  auxiliaryMw: 0,
};

/** A lake so wide, 1000 Mm³ per metre, that its level hardly moves, 50 m above a still tailwater. */
const wideLake: Partial<Station['reservoir']> = {
  storage: [
    [90, 10_000],
    [120, 40_000],
  ],
  levelMinM: 95,
  levelMaxM: 118,
};

/** The system and day of a case: hourly steps from 100 m, 50 m above the tailwater. */
export function caseOf(it: ReasonCase): { system: System; day: Day; schedule: Schedule } {
  const units = Object.keys(it.flows).map((id) => ({ ...evenUnit, ...it.unit, id }));
  const steps = Object.values(it.flows)[0]!.length;
  const system = systemWith({
    units,
    tailwater: [[0, 50]],
    service: { fixedMw: 0 },
    ...it.station,
    reservoir: { ...wideLake, ...it.reservoir },
  });
  const on = (id: string): boolean => it.flows[id]![0]! > 0;
  const day = plainDay(
    steps,
    {
      levelM: 100,
      units: Object.fromEntries(units.map(({ id }) => [id, { on: on(id), forMinutes: 600 }])),
      ...it.stationDay,
    },
    { ...(it.prices ? { pricePerMwh: [...it.prices] } : {}), ...it.day },
  );
  return { system, day, schedule: scheduleOf(it.flows, it.spill) };
}

/** The reasons of the case's schedule, taken as a plan. */
export function reasonsIn(it: ReasonCase): Reason[] {
  const { system, day, schedule } = caseOf(it);
  const problem = problemOf(system, day);
  return reasonsOf(problem, simulate(problem, schedule).stations);
}

/** What limits each step, as codes without `step.`. */
export function limitedBy(reasons: readonly Reason[]): string[] {
  return reasons
    .filter(({ code }) => code.startsWith('step.'))
    .flatMap(({ code, data }) => {
      const steps = (data['toStep'] as number) - (data['fromStep'] as number);
      return new Array<string>(steps).fill(code.slice('step.'.length));
    });
}

/** What the water is worth in each step, money per Mm³. */
export const worthIn = (reasons: readonly Reason[]): number[] =>
  reasons.find(({ code }) => code === 'water.worth')!.data['perMm3'] as number[];

/** Changes of units as `step unit code`. */
export const changesIn = (reasons: readonly Reason[]): string[] =>
  reasons
    .filter(({ unit }) => unit !== '')
    .map(({ step, unit, code }) => `${step} ${unit} ${code}`);
