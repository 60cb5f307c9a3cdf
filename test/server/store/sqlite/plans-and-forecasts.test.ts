import { describe, expect, test } from 'vitest';
import type { PlanChange, PlanInputs, StoredMove } from '#server/store/plan-store.ts';
import { StoreConflictError } from '#server/store/store-error.ts';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';
import { moveOf, type PlanStep } from '#shared/wire/plan-life.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { planVersion } from '../../../fixtures/plan-version.ts';
import type { Forecast } from '#shared/wire/reading.ts';
import { HOUR, MIDNIGHT, openHalves } from './helpers.ts';

const forecast = (issuedAt: number, inflowM3s: number): Forecast => ({
  station: 's1',
  issuedAt,
  startsAt: issuedAt,
  stepMinutes: 60,
  inflowM3s: [inflowM3s],
  origin: 'forecast',
});

const plan = (id: string, startsAt: number, more: Partial<PlanVersion> = {}): PlanVersion =>
  planVersion({ id, startsAt, ...more });

const server = { id: 'server', name: 'Forebay' };

/** The next step of a stored version. */
const step = (version: PlanVersion, name: PlanStep, inForceFrom: number | null): StoredMove => {
  const of = { at: MIDNIGHT, by: server, reason: null, otherPlan: null };
  return { id: version.id, inForceFrom, move: moveOf(version, name, of) };
};

const added = (version: PlanVersion, moves: readonly StoredMove[] = []): PlanChange => ({
  add: { version, inputs: null },
  moves,
  audit: [],
});

const moved = (...moves: StoredMove[]): PlanChange => ({ add: null, moves, audit: [] });

describe('forecasts', () => {
  test('are kept issue by issue: what was known at an instant can be asked for', () => {
    const { writer, reader } = openHalves();
    writer.addForecast(forecast(MIDNIGHT, 100));
    writer.addForecast(forecast(MIDNIGHT + 6 * HOUR, 120));
    expect(reader.newestForecast('s1', MIDNIGHT - 1)).toBeNull();
    expect(reader.newestForecast('s1', MIDNIGHT + HOUR)).toEqual(forecast(MIDNIGHT, 100));
    expect(reader.newestForecast('s1', MIDNIGHT + 7 * HOUR)?.inflowM3s).toEqual([120]);
  });

  test('of the same station and issue are kept once: the first one stays', () => {
    const { writer, reader } = openHalves();
    expect(writer.addForecast(forecast(MIDNIGHT, 100))).toBe(true);
    expect(writer.addForecast(forecast(MIDNIGHT, 999))).toBe(false);
    expect(reader.newestForecast('s1', MIDNIGHT)?.inflowM3s).toEqual([100]);
  });
});

describe('plans', () => {
  test('keep every version, with where it stands and every step that led there', () => {
    const { writer, reader } = openHalves();
    const a = plan('a', MIDNIGHT);
    writer.recordPlans(added(a));
    writer.recordPlans(added(plan('b', MIDNIGHT + HOUR)));
    const accept = step(a, 'accept', null);
    writer.recordPlans(moved(accept));
    expect(reader.planById('a')).toEqual({
      ...a,
      state: 'accepted',
      revision: 2,
      moves: [...a.moves, accept.move],
    });
    expect(reader.newestPlan('offered')?.id).toBe('b');
    expect(reader.newestPlan('in-force')).toBeNull();
  });

  test('are found by the steps that overlap a span, oldest made first', () => {
    const { writer, reader } = openHalves();
    writer.recordPlans(added(plan('second', MIDNIGHT, { madeAt: MIDNIGHT + 1 })));
    writer.recordPlans(added(plan('first', MIDNIGHT)));
    writer.recordPlans(added(plan('next day', MIDNIGHT + 24 * HOUR)));
    const ids = (from: number, to: number) => reader.plansBetween(from, to).map((p) => p.id);
    expect(ids(MIDNIGHT + HOUR, MIDNIGHT + 24 * HOUR)).toEqual(['first', 'second']);
    expect(ids(MIDNIGHT + 24 * HOUR, MIDNIGHT + 25 * HOUR)).toEqual(['next day']);
    expect(reader.plansBetween(MIDNIGHT, MIDNIGHT + HOUR)[0]!.moves).toHaveLength(1);
  });

  test('do not take a step that was decided on an older revision, or at all where they are not there', () => {
    const { writer, reader } = openHalves();
    const a = plan('a', MIDNIGHT);
    writer.recordPlans(added(a));
    writer.recordPlans(moved(step(a, 'accept', null)));
    expect(() => writer.recordPlans(moved(step(a, 'reject', null)))).toThrow(StoreConflictError);
    expect(() => writer.recordPlans(moved(step(plan('x', 0), 'accept', null)))).toThrow('"x"');
    expect(reader.planById('a')?.state).toBe('accepted');
  });

  test('change all together or not at all', () => {
    const { writer, reader } = openHalves();
    const a = plan('a', MIDNIGHT);
    writer.recordPlans(added(a));
    const wrong = { ...step(a, 'supersede', null), id: 'nowhere' };
    expect(() =>
      writer.recordPlans(added(plan('b', MIDNIGHT), [step(a, 'accept', null), wrong])),
    ).toThrow(StoreConflictError);
    expect(reader.planById('a')?.state).toBe('offered');
    expect(reader.planById('b')).toBeNull();
  });

  test('are in force one at a time: whatever else is, known to the caller or not, makes room', () => {
    const { writer, reader } = openHalves();
    const begun = (id: string): PlanVersion => {
      const born = plan(id, MIDNIGHT);
      const { move } = step({ ...born, state: 'ordered' }, 'begin', MIDNIGHT);
      const moves = [...born.moves, move];
      return { ...born, state: 'in-force', revision: 2, moves, inForceFrom: MIDNIGHT };
    };
    writer.recordPlans(added(begun('of another system')));
    writer.recordPlans(added(begun('b')));
    expect(reader.planById('of another system')).toMatchObject({
      state: 'superseded',
      inForceFrom: MIDNIGHT,
    });
    expect(reader.newestPlan('in-force')?.id).toBe('b');
    const { connection } = writer.parts;
    expect(() => connection.run("update plan set state = 'in-force'")).toThrow('UNIQUE');
  });

  test('give back what they were computed from; a system is kept once for many', () => {
    const { writer, reader } = openHalves();
    const inputs: PlanInputs = {
      system: exampleSystem,
      day: exampleDay,
      search: { budgetMs: 2000, gap: 0.001, clock: [[0, 3]] },
      image: [{ tag: 's1/forebay/level', at: MIDNIGHT, value: 446, quality: 'good' }],
      forecastIssuedAt: { s1: null },
      loadCurves: [],
      build: 'test',
    };
    for (const id of ['a', 'b'])
      writer.recordPlans({ add: { version: plan(id, MIDNIGHT), inputs }, moves: [], audit: [] });
    expect(reader.planInputs('b')).toEqual(inputs);
    expect(reader.planInputs('nowhere')).toBeNull();
    const { connection } = writer.parts;
    expect(connection.all('select hash from plan_system')).toHaveLength(1);
  });
});
