import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { replayPlan } from '#server/planning/replay-plan.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { WireSchedule } from '#shared/wire/what-if.ts';
import { anHour, lastingSolver } from '../planning/planning-house.ts';
import { deskApp, type DeskApp, type Seat } from './desk-app.ts';
import { next } from './running-app.ts';

/** 10:02 in Shanghai on a day like any other. */
const NOW = Date.parse('2026-06-01T10:02:00+08:00');
const TEN = Date.parse('2026-06-01T10:00:00+08:00');
const QUARTER_MS = 15 * MS_PER_MINUTE;

const solver = lastingSolver();
afterAll(() => solver.end());

let at: DeskApp;
afterEach(() => at.stop());

async function open(planning: Parameters<typeof deskApp>[0]['planning'] = {}): Promise<void> {
  at = await deskApp({ nowMs: NOW, solver, planning });
}

const seen = ({ id, revision }: PlanVersion): { id: string; revision: number } => ({
  id,
  revision,
});

const view = () => at.house.planning.view('s1');

/** An offer taken through to force by one dispatcher. */
async function putInForce(seat: Seat, offer: PlanVersion): Promise<PlanVersion> {
  const accepted = await seat.done('accept-plan', seen(offer));
  return seat.done('order-plan', seen(accepted));
}

/** A version's schedule with the flow of one unit changed in some steps. */
function withFlow(
  { plan }: PlanVersion,
  unit: string,
  from: number,
  flowM3s: number,
): WireSchedule {
  const { spillM3s, units } = plan.stations['s1']!;
  const flows = Object.fromEntries(
    Object.entries(units).map(([id, { flowM3s: old }]) => [
      id,
      { flowM3s: id === unit ? old.map((one, step) => (step < from ? one : flowM3s)) : old },
    ]),
  );
  return { stations: { s1: { spillM3s, units: flows } } };
}

describe('a plan waits for its dispatcher', () => {
  test('accepted and ordered it is in force at once, and everybody in the room is told', async () => {
    await open();
    const [wang, wall] = [await at.seat('dispatcher'), await at.seat('viewer')];
    const offered = next(wall.screen, 'plan.offered');
    const offer = await at.offer();
    expect(await offered).toMatchObject({ id: offer.id, causes: ['period'] });
    expect(view()).toMatchObject({ inForce: null, ordered: [] });
    const decided = next(wall.screen, 'plan.decided');
    const accepted = await wang.done('accept-plan', seen(offer));
    expect(accepted).toMatchObject({ state: 'accepted', revision: 2, inForceFrom: null });
    expect((await decided).move).toMatchObject({ step: 'accept', by: { id: wang.id } });
    const changed = next(wall.screen, 'plan.changed');
    const ordered = await wang.done('order-plan', seen(accepted));
    expect(ordered).toMatchObject({ state: 'in-force', inForceFrom: NOW });
    expect((await changed).inForce?.id).toBe(offer.id);
    expect(ordered.moves.map(({ step }) => step)).toEqual(['offer', 'accept', 'order', 'begin']);
    expect(await at.house.store.plans.get(offer.id)).toEqual(ordered);
  });

  test('of two dispatchers the later one is told who was quicker, and nothing is written over', async () => {
    await open();
    const [wang, li] = [await at.seat('dispatcher'), await at.seat('dispatcher')];
    const offer = await at.offer();
    const answers = await Promise.all([
      wang.ask('accept-plan', seen(offer)),
      li.ask('reject-plan', { ...seen(offer), reason: 'the gate is worked at' }),
    ]);
    const [won, lost] = answers[0].ok ? [wang, answers[1]] : [li, answers[0]];
    expect(lost.ok).toBe(false);
    if (lost.ok) return;
    expect(lost.error).toMatchObject({
      code: 'conflict',
      conflict: { revision: 2, move: { by: { id: won.id } } },
    });
    expect((await at.house.store.plans.get(offer.id))?.moves).toHaveLength(2);
  });

  test('where the station asks for it, another person confirms before it can be ordered', async () => {
    await open({ secondPerson: true });
    const [wang, li] = [await at.seat('dispatcher'), await at.seat('engineer')];
    const accepted = await wang.done('accept-plan', seen(await at.offer()));
    const tooSoon = await wang.ask('order-plan', seen(accepted));
    expect(tooSoon).toMatchObject({ ok: false, error: { code: 'not-confirmed' } });
    const self = await wang.ask('confirm-plan', seen(accepted));
    expect(self).toMatchObject({ ok: false, error: { code: 'same-person' } });
    const confirmed = await li.done('confirm-plan', seen(accepted));
    const ordered = await wang.done('order-plan', seen(confirmed));
    expect(ordered.state).toBe('in-force');
  });

  test('rejected with its reason it is never in force; without a reason it is not rejected', async () => {
    await open();
    const wang = await at.seat('dispatcher');
    const offer = await at.offer();
    const bare = await wang.ask('reject-plan', { ...seen(offer), reason: ' ' });
    expect(bare).toMatchObject({ ok: false, error: { code: 'reason-missing' } });
    await wang.done('reject-plan', { ...seen(offer), reason: 'the grid wants more' });
    expect(view()).toMatchObject({ offered: null, inForce: null });
    const stored = await at.house.store.plans.get(offer.id);
    expect(stored?.moves.at(-1)).toMatchObject({ step: 'reject', reason: 'the grid wants more' });
  });

  test('changed by hand it is a version of its own, with reason, simulated and checked', async () => {
    await open();
    const wang = await at.seat('dispatcher');
    const offer = await at.offer();
    // u2 rests from 12:00 on.
    const schedule = withFlow(offer, 'u2', 8, 0);
    const amended = await wang.done('amend-plan', {
      ...seen(offer),
      reason: 'brush work',
      schedule,
    });
    expect(amended).toMatchObject({ state: 'amended', amends: offer.id, causes: ['amended'] });
    expect(amended.plan.stations['s1']!.units['u2']!.mw.slice(8)).toEqual(
      Array.from({ length: offer.steps - 8 }, () => 0),
    );
    expect((await at.house.store.plans.get(offer.id))?.state).toBe('superseded');
    // What was advised still stands beside what was made of it.
    expect(view()).toMatchObject({ offered: { id: offer.id }, decided: { id: amended.id } });
    await wang.done('order-plan', seen(amended));
    expect(view().inForce?.id).toBe(amended.id);
  });

  test('what no machine can do is not taken', async () => {
    await open();
    const wang = await at.seat('dispatcher');
    const offer = await at.offer();
    const schedule = withFlow(offer, 'u2', 8, 500);
    const answer = await wang.ask('amend-plan', { ...seen(offer), reason: 'more', schedule });
    expect(answer).toMatchObject({ ok: false, error: { code: 'broken-limits' } });
    const short = { stations: { s1: { spillM3s: [0], units: schedule.stations['s1']!.units } } };
    const unfit = await wang.ask('amend-plan', { ...seen(offer), reason: 'x', schedule: short });
    expect(unfit).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect((await at.house.store.plans.get(offer.id))?.state).toBe('offered');
  });

  test('a change of the quarter-hour that has begun comes with the next one: no instant has two orders', async () => {
    await open();
    const wang = await at.seat('dispatcher');
    const first = await putInForce(wang, await at.offer());
    const schedule = withFlow(first, 'u2', 0, 0);
    const amended = await wang.done('amend-plan', { ...seen(first), reason: 'stop', schedule });
    const ordered = await wang.done('order-plan', seen(amended));
    expect(ordered).toMatchObject({ state: 'ordered', inForceFrom: TEN + QUARTER_MS });
    expect(view()).toMatchObject({ inForce: { id: first.id }, decided: { id: ordered.id } });
    at.house.nowMs = TEN + QUARTER_MS;
    await at.house.planning.life.keepTime();
    expect(view().inForce?.id).toBe(ordered.id);
    expect(at.house.planning.orderedAt(TEN)?.planId).toBe(first.id);
    expect(at.house.planning.orderedAt(TEN + QUARTER_MS)?.planId).toBe(ordered.id);
  });

  test('who may not decide is told so, and each decision stands in the audit', async () => {
    await open();
    const [wang, guest] = [await at.seat('dispatcher'), await at.seat('viewer')];
    const offer = await at.offer();
    const answer = await guest.ask('accept-plan', seen(offer));
    expect(answer).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    await putInForce(wang, offer);
    const entries = await at.house.store.audit.page({
      before: null,
      limit: 10,
      actor: null,
      action: 'plan.',
    });
    expect(entries.map(({ action, actorId, subject }) => [action, actorId, subject])).toEqual([
      ['plan.order', wang.id, offer.id],
      ['plan.accept', wang.id, offer.id],
    ]);
  });

  test('what was refused for want of a role stands in the audit, asked on a socket or a door', async () => {
    await open();
    const guest = await at.seat('viewer');
    await guest.ask('accept-plan', seen(await at.offer()));
    const door = '/api/v1/accounts';
    expect((await at.app.get(door, { cookie: guest.cookie })).status).toBe(403);
    expect((await at.app.get(door, { authorization: 'Bearer guessed' })).status).toBe(401);
    const refused = { before: null, limit: 10, actor: null, action: 'access.' };
    await expect
      .poll(async () => (await at.house.store.audit.page(refused)).toReversed())
      .toMatchObject([
        { actorId: guest.id, subject: 'plan.accept', after: { why: 'not-this-role' } },
        { actorId: guest.id, subject: 'accounts.manage', after: { why: 'not-this-role' } },
        { actorKind: 'open', subject: 'accounts.manage', after: { why: 'wrong-token' } },
      ]);
  });

  test('what is asked in no form, or of nothing that is there, is answered so', async () => {
    await open();
    const wang = await at.seat('dispatcher');
    const formless = await wang.ask('accept-plan', { id: 7 } as never);
    expect(formless).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    const nowhere = await wang.ask('accept-plan', { id: 'nowhere', revision: 1 });
    expect(nowhere).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});

describe('an old plan', () => {
  test('is computed again to the same numbers, searched or made by hand', async () => {
    await open();
    const wang = await at.seat('dispatcher');
    const offer = await at.offer();
    const schedule = withFlow(offer, 'u2', 8, 0);
    const amended = await wang.done('amend-plan', { ...seen(offer), reason: 'rest', schedule });
    expect(await at.house.planning.replay(offer.id)).toMatchObject({
      how: 'search',
      differences: [],
    });
    expect(await at.house.planning.replay(amended.id)).toMatchObject({
      how: 'schedule',
      isSame: true,
      differences: [],
    });
  });

  test('by another build says so, and names both', async () => {
    await open();
    const offer = await at.offer();
    const inputs = (await at.house.planning.inputs(offer.id))!;
    const replayed = await replayPlan(solver, offer, { ...inputs, build: 'older' }, 'newer');
    const builds = { build: 'older', replayedBy: 'newer', isSameBuild: false };
    expect(replayed).toMatchObject({ isSame: true, ...builds });
  });

  test('names what it was computed with in place of measurements', async () => {
    await open();
    const readings = anHour(NOW).map((one) =>
      one.tag === 's1/inflow/observed' && one.at >= NOW - 20 * MS_PER_MINUTE
        ? { ...one, quality: 'substituted' as const }
        : one,
    );
    await at.house.readings.accept(readings);
    await at.house.planning.replan(['period']);
    // Quarter-hours from 9:30 and 9:45 hold the substituted values; no forecast was sent.
    expect(view().offered?.substituted).toEqual([
      { tag: 's1/inflow/observed', how: 'quality', count: 2 },
      { tag: 's1/inflow/observed', how: 'recession', count: 152 },
    ]);
  });
});

describe('trials', () => {
  const body = {
    basePlanId: null,
    startsAt: TEN,
    stepMinutes: 15,
    steps: 2,
    setMw: {},
    schedule: null,
  };
  const trial = { id: null, revision: null, station: 's1', name: 'less at noon', colour: 1, body };

  test('are in the store and seen by the whole shift; a draft is its owner’s alone', async () => {
    await open();
    const [wang, li] = [await at.seat('dispatcher'), await at.seat('dispatcher')];
    const told = next(li.screen, 'what-if.saved');
    const saved = await wang.done('save-what-if', { ...trial, kind: 'what-if' });
    expect(await told).toEqual(saved);
    expect(await at.house.store.whatIfs.get(saved.id)).toEqual(saved);
    const draft = await wang.done('save-what-if', { ...trial, kind: 'draft' });
    const again = await wang.done('save-what-if', { ...trial, kind: 'draft', name: 'draft' });
    expect(again).toMatchObject({ id: draft.id, revision: 2 });
    const names = async (seat: Seat) =>
      // Kept at the same instant of a clock that stands: in no order of time.
      (await seat.done('list-what-ifs', { station: 's1' })).map(({ name }) => name).toSorted();
    expect(await names(wang)).toEqual(['draft', 'less at noon']);
    expect(await names(li)).toEqual(['less at noon']);
  });

  test('changed by two, the later one is told', async () => {
    await open();
    const [wang, li] = [await at.seat('dispatcher'), await at.seat('dispatcher')];
    const { id } = await wang.done('save-what-if', { ...trial, kind: 'what-if' });
    const change = { ...trial, kind: 'what-if' as const, id, revision: 1 };
    await li.done('save-what-if', { ...change, name: 'by Li' });
    const late = await wang.ask('save-what-if', { ...change, name: 'by Wang' });
    expect(late).toMatchObject({
      ok: false,
      error: { code: 'conflict', conflict: { revision: 2 } },
    });
    const gone = next(wang.screen, 'what-if.removed');
    await li.done('remove-what-if', { id, revision: 2 });
    expect(await gone).toEqual({ id, station: 's1' });
  });

  test('changed by two at one instant, one is kept whole and the other is told; nothing is mixed', async () => {
    await open();
    const [wang, li] = [await at.seat('dispatcher'), await at.seat('dispatcher')];
    const { id } = await wang.done('save-what-if', { ...trial, kind: 'what-if' });
    const [steps, other] = [trial.body.steps, 30];
    const edit = (name: string, mw: number) => ({
      ...{ ...trial, kind: 'what-if' as const, id, revision: 1, name },
      body: { ...trial.body, setMw: { s1: { u1: Array.from({ length: steps }, () => mw) } } },
    });
    const answers = await Promise.all([
      wang.ask('save-what-if', edit('by Wang', 10)),
      li.ask('save-what-if', edit('by Li', other)),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const won = answers[0].ok ? edit('by Wang', 10) : edit('by Li', other);
    const lost = answers.find(({ ok }) => !ok);
    expect(lost).toMatchObject({ error: { code: 'conflict' } });
    const kept = await at.house.store.whatIfs.get(id);
    expect(kept).toMatchObject({ revision: 2, name: won.name, body: won.body });
    // Whose it was stays: a change by another makes nobody its owner.
    expect(kept?.owner.id).toBe(wang.id);
  });

  test('of the shift before the last are not listed any more', async () => {
    await open();
    const wang = await at.seat('dispatcher');
    await wang.done('save-what-if', { ...trial, kind: 'what-if' });
    // The shift from 8:00 to 16:00 is the one before at 20:00, and past at midnight.
    at.house.nowMs = NOW + 10 * MS_PER_HOUR;
    expect(await wang.done('list-what-ifs', { station: 's1' })).toHaveLength(1);
    at.house.nowMs = NOW + 14 * MS_PER_HOUR;
    expect(await wang.done('list-what-ifs', { station: 's1' })).toEqual([]);
  });

  test('whose series do not fit their steps are not taken', async () => {
    await open();
    const wang = await at.seat('dispatcher');
    const setMw = { s1: { u1: [10] } };
    const answer = await wang.ask('save-what-if', {
      ...trial,
      kind: 'what-if',
      body: { ...body, setMw },
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    if (!answer.ok)
      expect(answer.error.message).toContain('setMw.s1.u1: has 1 values, 2 are needed');
  });
});
