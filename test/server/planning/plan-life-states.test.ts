import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adopting,
  amending,
  birthMove,
  effectiveFromMs,
  offering,
  ordering,
  stepped,
  timely,
  type LifeChange,
} from '#server/planning/plan-steps.ts';
import { versionFor } from '#server/planning/ordered-slots.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import {
  PLAN_STATES,
  PLAN_STEPS,
  refusalOf,
  type PlanStep,
  type Who,
} from '#shared/wire/plan-life.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { planVersion } from '../../fixtures/plan-version.ts';

const wang: Who = { id: 'a1', name: 'Wang' };
const li: Who = { id: 'a2', name: 'Li' };
const server: Who = { id: 'server', name: 'Forebay' };
const QUARTER_MS = 15 * MS_PER_MINUTE;

describe('a step', () => {
  const steps = Object.keys(PLAN_STEPS) as PlanStep[];

  test('is taken from the states of the table alone, whatever else holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PLAN_STATES),
        fc.constantFrom(...steps),
        fc.boolean(),
        (state, step, secondPerson) => {
          const refusal = refusalOf({ state, moves: [] }, step, wang, 'because', secondPerson);
          if (!PLAN_STEPS[step].from.includes(state)) expect(refusal).toBe('wrong-state');
          else expect(refusal).not.toBe('wrong-state');
        },
      ),
    );
  });

  test('leads nowhere from an end', () => {
    for (const step of steps) {
      for (const end of ['rejected', 'superseded', 'closed'] as const)
        expect(PLAN_STEPS[step].from).not.toContain(end);
    }
  });

  const offered = planVersion();
  const taken = (by: Who) => ({ by, at: 1 });

  test('that rejects wants a reason of more than blanks', () => {
    expect(refusalOf(offered, 'reject', wang, '  ', false)).toBe('reason-missing');
    expect(refusalOf(offered, 'reject', wang, 'gate work', false)).toBeNull();
  });

  test('that orders waits for a second person where the station wants one', () => {
    const accepted = stepped(offered, 'accept', taken(wang));
    expect(refusalOf(accepted, 'order', wang, null, false)).toBeNull();
    expect(refusalOf(accepted, 'order', wang, null, true)).toBe('not-confirmed');
    expect(refusalOf(accepted, 'confirm', wang, null, true)).toBe('same-person');
    const confirmed = stepped(accepted, 'confirm', taken(li));
    expect(confirmed).toMatchObject({ state: 'accepted', revision: 3 });
    expect(refusalOf(confirmed, 'confirm', li, null, true)).toBe('confirmed-already');
    expect(refusalOf(confirmed, 'order', wang, null, true)).toBeNull();
  });
});

/** Plans of eight quarter-hours made and decided on at random times; what each does is one of these. */
type Deed = 'offer' | 'adopt' | 'accept' | 'amend' | 'reject' | 'order' | 'close' | 'wait';

interface Turn {
  readonly deed: Deed;
  readonly minutes: number;
  readonly which: number;
}

const turns = fc.array(
  fc.record({
    deed: fc.constantFrom<Deed>(
      'offer',
      'adopt',
      'accept',
      'amend',
      'reject',
      'order',
      'close',
      'wait',
    ),
    minutes: fc.integer({ min: 0, max: 40 }),
    which: fc.nat(),
  }),
  { maxLength: 40 },
);

function applied(versions: readonly PlanVersion[], change: LifeChange): PlanVersion[] {
  const after = new Map(change.changed.map((version) => [version.id, version]));
  const all = versions.map((version) => after.get(version.id) ?? version);
  return change.fresh ? [...all, change.fresh.version] : all;
}

function fresh(id: string, at: number, step: 'offer' | 'amend'): PlanVersion {
  const move = birthMove(step, { by: server, at });
  const startsAt = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  const state = move.state;
  return planVersion({
    id,
    startsAt,
    madeAt: at,
    stepMinutes: 15,
    steps: 8,
    state,
    moves: [move],
    inForceFrom: null,
  });
}

/** What a turn does to the versions; null: nothing that may be done. */
function changeOf(
  versions: readonly PlanVersion[],
  { deed, which }: Turn,
  at: number,
): LifeChange | null {
  const id = `p${versions.length}`;
  if (deed === 'offer') return offering(versions, fresh(id, at, 'offer'), null, { by: server, at });
  if (deed === 'adopt') return adopting(versions, fresh(id, at, 'offer'), null, { by: server, at });
  if (deed === 'wait' || versions.length === 0) return null;
  const version = versions[which % versions.length]!;
  if (deed === 'amend') {
    const open = ['offered', 'accepted', 'amended', 'ordered', 'in-force'];
    if (!open.includes(version.state)) return null;
    return amending(version, fresh(id, at, 'amend'), null, { by: wang, at });
  }
  if (refusalOf(version, deed, wang, 'because', false)) return null;
  const inForce = versions.find(({ state }) => state === 'in-force') ?? null;
  const taken = { by: wang, at, reason: 'because' };
  if (deed === 'order')
    return ordering(versions, version, effectiveFromMs(version, inForce, at), taken);
  return { fresh: null, changed: [stepped(version, deed, taken)] };
}

/** Every state of the book that the turns lead through, and when each was reached. */
function* lived(all: readonly Turn[]): Generator<{ versions: PlanVersion[]; at: number }> {
  let versions: PlanVersion[] = [];
  let at = 1_000_000 * QUARTER_MS;
  for (const turn of all) {
    at += turn.minutes * MS_PER_MINUTE;
    for (let due = timely(versions, { by: server, at }); due;) {
      versions = applied(versions, due);
      due = timely(versions, { by: server, at });
    }
    const change = changeOf(versions, turn, at);
    if (change) versions = applied(versions, change);
    yield { versions, at };
  }
}

describe('whatever is made and decided, and in whatever order,', () => {
  const holds = (isSo: (versions: readonly PlanVersion[], at: number) => void): void =>
    fc.assert(
      fc.property(turns, (all) => {
        for (const { versions, at } of lived(all)) isSo(versions, at);
      }),
      { numRuns: 200 },
    );

  test('one plan at most is in force, and one ordered that waits', () => {
    holds((versions) => {
      expect(versions.filter(({ state }) => state === 'in-force').length).toBeLessThan(2);
      expect(versions.filter(({ state }) => state === 'ordered').length).toBeLessThan(2);
    });
  });

  test('a history has every step once, and its last one says where the plan stands', () => {
    holds((versions) => {
      for (const { moves, state, revision } of versions) {
        expect(moves.map((move) => move.revision)).toEqual(moves.map((_, i) => i + 1));
        expect(moves.at(-1)).toMatchObject({ state, revision });
        for (const [i, move] of moves.entries()) {
          if (i > 0) expect(PLAN_STEPS[move.step].from).toContain(moves[i - 1]!.state);
        }
      }
    });
  });

  test('what was in force keeps what it ordered, and what never was orders nothing', () => {
    holds((versions, at) => {
      for (const { moves, inForceFrom, state } of versions) {
        const began = moves.some(({ step }) => step === 'begin');
        expect(inForceFrom !== null).toBe(began || state === 'ordered');
      }
      const ordering = versionFor(versions, Math.floor(at / QUARTER_MS) * QUARTER_MS);
      const inForce = versions.find(({ state }) => state === 'in-force');
      if (inForce && ordering) expect(ordering.id).toBe(inForce.id);
    });
  });
});

test('what nobody has decided on until its last step is over is past, and what was in force is closed', () => {
  const DAY_MS = 24 * 60 * MS_PER_MINUTE;
  const states = ['offered', 'accepted', 'in-force', 'rejected'] as const;
  const versions = states.map((state) => planVersion({ id: state, state }));
  const by = server;
  expect(timely(versions, { by, at: DAY_MS - 1 })).toBeNull();
  const after = applied(versions, timely(versions, { by, at: DAY_MS })!);
  expect(after.map(({ state }) => state)).toEqual([
    'superseded',
    'superseded',
    'closed',
    'rejected',
  ]);
  expect(timely(after, { by, at: DAY_MS })).toBeNull();
});

describe('a plan that a person orders', () => {
  const at = 10 * QUARTER_MS + 5 * MS_PER_MINUTE;
  const withFlow = (id: string, flowM3s: number, more: Partial<PlanVersion> = {}): PlanVersion => {
    const base = planVersion({ id, startsAt: 8 * QUARTER_MS, stepMinutes: 15, steps: 8, ...more });
    const unit = {
      on: [],
      mw: [],
      netHeadM: [],
      flowM3s: Array.from({ length: 8 }, () => flowM3s),
    };
    const station = { units: { u1: unit } } as unknown as PlanVersion['plan']['stations'][string];
    return { ...base, plan: { ...base.plan, stations: { s1: station } } };
  };
  const inForce = withFlow('before', 40);

  test('begins with the next quarter-hour where it changes the one that has begun', () => {
    expect(effectiveFromMs(withFlow('p', 50), inForce, at)).toBe(11 * QUARTER_MS);
  });

  test('begins at once where it keeps it, where nothing is in force, and where a unit is out', () => {
    expect(effectiveFromMs(withFlow('p', 40), inForce, at)).toBe(at);
    expect(effectiveFromMs(withFlow('p', 50), null, at)).toBe(at);
    for (const cause of ['trip', 'outage'] as const)
      expect(effectiveFromMs(withFlow('p', 50, { causes: [cause] }), inForce, at)).toBe(at);
  });

  test('does not begin before its own first step', () => {
    const tomorrow = withFlow('p', 50, { startsAt: 96 * QUARTER_MS });
    expect(effectiveFromMs(tomorrow, inForce, at)).toBe(96 * QUARTER_MS);
  });
});
