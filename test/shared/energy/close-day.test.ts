import { describe, expect, it } from 'vitest';
import { expectedKwh } from '#shared/energy/model/baseline.ts';
import { closeDay, type CloseDayInput, type PastDay } from '#shared/energy/review/close-day.ts';
import { dayRow, hourRows, hourSpans } from '#shared/energy/review/day-facts.ts';
import { restatements } from '#shared/energy/review/restate.ts';
import { fixedNoise, madeBaseline, madeRow, madeYear, trueKwh } from './made-days.ts';
import { madeFacts, meteredEvenly, withGap } from './made-facts.ts';

const DATE = '2025-03-12';
const baseline = madeBaseline(40);
const row = madeRow(DATE, fixedNoise(99));
const facts = madeFacts(DATE, row);
const usual = expectedKwh(baseline, row);
const year = madeYear(40);
const past: PastDay[] = year.dates.slice(-60).map((date, i) => ({
  date,
  row: year.rows.at(-60 + i)!,
  actualKwh: year.kwh.at(-60 + i)!,
  residualKwh: 0,
  excluded: false,
}));

const input = (changes: Partial<CloseDayInput> = {}): CloseDayInput => ({
  consumer: 'cooling',
  facts,
  meter: meteredEvenly(usual),
  baselines: { daily: baseline, hourly: null },
  targetKwh: usual,
  plan: row,
  plannedServiceKwh: null,
  event: null,
  past,
  ...changes,
});

describe('a day’s drivers', () => {
  it('are the sums and hourly temperatures of its quarter-hours', () => {
    const own = dayRow(facts)!;
    expect(own.generationMwh).toBeCloseTo(row.generationMwh, 9);
    expect(own.unitHours).toBeCloseTo(row.unitHours, 9);
    expect(own.starts).toBe(row.starts);
    expect(own.headM).toBeCloseTo(row.headM, 9);
    row.temperaturesC.forEach((value, h) => expect(own.temperaturesC[h]).toBeCloseTo(value, 9));
  });

  it('are brought up to the whole day where up to a tenth is not known, and none beyond', () => {
    const without = (slots: number) => ({
      ...facts,
      generationMwh: facts.generationMwh.map((value, t) => (t < slots ? null : value)),
    });
    expect(dayRow(without(9))!.generationMwh).toBeCloseTo(row.generationMwh, 9);
    expect(dayRow(without(10))).toBeNull();
  });

  it('know 23 and 25 hours where the clock is changed', () => {
    const spring = Array.from({ length: 92 }, (_, t) => Math.floor(t / 4) + (t >= 8 ? 1 : 0));
    expect(hourSpans({ hours: spring })).toHaveLength(23);
    // 2 o'clock comes twice.
    const autumn = Array.from({ length: 100 }, (_, t) => Math.floor(t / 4) - (t >= 12 ? 1 : 0));
    expect(hourSpans({ hours: autumn })).toHaveLength(25);
    expect(hourRows({ ...facts })).toHaveLength(24);
  });
});

describe('a closed day', () => {
  it('keeps five lines apart', () => {
    const { lines } = closeDay(
      input({ targetKwh: 1000, plan: { ...row, starts: row.starts + 1 } }),
    );
    const perStart = baseline.coefficients.find((one) => one.driver === 'starts')!.value;
    expect(lines.baselineKwh).toBeCloseTo(usual, 6);
    expect(lines.actualKwh).toBeCloseTo(usual, 6);
    expect(lines.targetKwh).toBe(1000);
    expect(lines.planKwh).toBeCloseTo(usual + perStart, 6);
    // Like days used what the made-up plant uses on such days.
    expect(Math.abs(lines.typicalKwh! - trueKwh(row))).toBeLessThan(0.4 * trueKwh(row));
  });

  it('equal to its baseline has no variance but that of its target, and green lights', () => {
    const day = closeDay(input());
    expect(day.residualKwh).toBeCloseTo(0, 6);
    expect(day.variance!.totalKwh).toBeCloseTo(0, 6);
    expect(day.variance!.kwh.unexplained).toBeCloseTo(0, 6);
    expect(day.lights.map((light) => light.colour)).toEqual(['green', 'green', 'green']);
  });

  it('says red where far more was used than anything explains, each light with its figures', () => {
    const day = closeDay(input({ meter: meteredEvenly(usual + 6 * baseline.sigmaKwh) }));
    const [target, unexplained, cusum] = day.lights;
    expect(unexplained).toMatchObject({ colour: 'red', code: 'unexplained-more' });
    expect(unexplained!.data['kwh']).toBeCloseTo(6 * baseline.sigmaKwh, 4);
    expect(target!.code).toBe('target-used');
    // One day of 6σ less the slack of 0.5σ: 5.5σ, beyond h = 5σ.
    expect(cusum).toMatchObject({ colour: 'red', code: 'cusum-rising' });
  });

  it('fills what no reading tells of with what is expected, and shows it', () => {
    const day = closeDay(input({ meter: withGap(meteredEvenly(usual), 40, 44) }));
    expect(day.slots).toEqual({ metered: 92, corrected: 0, spread: 0, missing: 4 });
    expect(day.lines.actualKwh).toBeCloseTo(usual, 6);
    expect(day.hours[10]!.actualKwh).toBeNull();
  });

  it('has no light where more than a tenth is missing, where an event leaves it out, or without a sound baseline', () => {
    const codes = (changes: Partial<CloseDayInput>) =>
      closeDay(input(changes)).lights.map((light) => `${light.code} ${light.colour}`);
    const gap = withGap(meteredEvenly(usual), 0, 10);
    expect(codes({ meter: gap })).toEqual(Array(3).fill('incomplete null'));
    expect(closeDay(input({ meter: gap })).lines.actualKwh).toBeNull();
    expect(codes({ event: 'repair' })).toEqual(Array(3).fill('excluded null'));
    const invalid = {
      ...baseline,
      isValid: false,
      tests: baseline.tests.map((test) =>
        test.code === 'r-squared' ? { ...test, figure: 0.3, passed: false } : test,
      ),
    };
    const day = closeDay(input({ baselines: { daily: invalid, hourly: null } }));
    expect(day.lights[1]).toEqual({
      of: 'unexplained',
      colour: null,
      code: 'baseline-invalid',
      data: { test: 'r-squared', figure: 0.3, bound: 0.5 },
    });
    expect(day.variance).toBeNull();
    expect(codes({ baselines: { daily: null, hourly: null } }).slice(1)).toEqual(
      Array(2).fill('no-baseline null'),
    );
  });

  it('has no light by a driver that the baseline has not seen, but still tells the parts', () => {
    const flood = madeFacts(DATE, { ...row, generationMwh: 9000 });
    const day = closeDay(input({ facts: flood }));
    expect(day.doubt).toMatchObject({ code: 'out-of-range', driver: 'generation' });
    expect(day.lights[1]!.colour).toBeNull();
    expect(day.variance).not.toBeNull();
    expect(day.residualKwh).toBeNull();
  });

  it('prices energy when it was used', () => {
    // A third of the slots at 220, two thirds at 620: 486.67 a MWh where all use alike.
    expect(closeDay(input()).pricePerUnit).toBeCloseTo((220 + 2 * 620) / 3 / 1000, 12);
    const night = meteredEvenly(usual);
    const atNight = { ...night, kwh: night.kwh.map((kwh, t) => (t < 32 ? kwh! * 3 : 0)) };
    expect(closeDay(input({ meter: atNight })).pricePerUnit).toBeCloseTo(0.22, 12);
  });

  it('prices another medium by its own unit, and has no money where nobody has said what it costs', () => {
    const water = closeDay(input({ mediumPrice: 3.4 }));
    expect(water.money).toBeCloseTo(3.4 * usual, 6);
    const parts = Object.values(water.variance!.money!).reduce((sum, one) => sum + one, 0);
    expect(parts).toBeCloseTo(3.4 * water.variance!.totalKwh, 6);
    const unpriced = closeDay(input({ mediumPrice: null }));
    expect(unpriced.money).toBeNull();
    expect(unpriced.variance!.money).toBeNull();
    expect(unpriced.variance!.kwh).toEqual(water.variance!.kwh);
  });
});

describe('a restatement', () => {
  const statement = (changes: Partial<CloseDayInput> = {}, baselineId = 'b1') => {
    const all = input(changes);
    return { day: closeDay(all), meter: all.meter, baselineId };
  };

  it('is none where both say the same', () => {
    expect(restatements(statement(), statement())).toEqual([]);
  });

  it('tells late, corrected and withdrawn slots apart, each with what it changed', () => {
    const then = withGap(meteredEvenly(960), 40, 44);
    const corrected = meteredEvenly(960).kwh.map((kwh, t) => (t === 3 ? kwh! + 7 : kwh));
    const now = withGap({ kwh: corrected, states: meteredEvenly(960).states }, 90, 91);
    // 960 kWh over 96 slots: 10 each; four came late, one was corrected by 7, one is gone.
    expect(restatements(statement({ meter: then }), statement({ meter: now }))).toEqual([
      { cause: 'corrected', slots: 1, byKwh: 7 },
      { cause: 'late', slots: 4, byKwh: 40 },
      { cause: 'withdrawn', slots: 1, byKwh: -10 },
    ]);
  });

  it('names another baseline, other drivers, another target, a plan and an event', () => {
    const now = statement({ targetKwh: usual + 5, event: 'repair' }, 'b2');
    expect(restatements(statement(), now).map((one) => one.cause)).toEqual([
      'baseline',
      'target',
      'event',
    ]);
    const busier = madeFacts(DATE, { ...row, generationMwh: row.generationMwh + 10 });
    expect(restatements(statement(), statement({ facts: busier }))).toMatchObject([
      { cause: 'drivers' },
    ]);
  });
});
