import { describe, expect, it } from 'vitest';
import { verifyAudit } from '#server/access/audit.ts';
import { ALL_A_MINUTE, createRefusals, EACH, WINDOW_MS } from '#server/access/refusals.ts';
import type { Actor } from '#server/access/actor.ts';
import { createLog } from '#server/log.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { openHouse, START } from './house.ts';

const viewer = (id: string): Actor => ({
  kind: 'account',
  id,
  name: id,
  roles: ['viewer'],
  station: null,
  from: '192.0.2.1',
});

async function openRefusals() {
  const { stores } = await openHouse();
  let now = START;
  const refusals = createRefusals(stores.audit, createLog('silent'), () => now);
  return {
    refusals,
    later: (ms: number) => (now += ms),
    ask: (id: string) =>
      refusals.note(viewer(id), { action: 'access.refused', subject: 'plan.accept' }),
    entries: async () => {
      expect(await verifyAudit(stores.audit)).toMatchObject({ sound: true });
      return stores.audit.following(0, 1000);
    },
  };
}

describe('what was refused', () => {
  it('stands in the audit with who, what and where from', async () => {
    const { ask, entries } = await openRefusals();
    await ask('li');
    expect(await entries()).toMatchObject([
      { actorId: 'li', from: '192.0.2.1', action: 'access.refused', subject: 'plan.accept' },
    ]);
  });

  it('again and again by one caller is written down as a number', async () => {
    const { refusals, ask, later, entries } = await openRefusals();
    for (let i = 0; i < 1000; i += 1) await ask('li');
    expect(await entries()).toHaveLength(EACH);
    later(WINDOW_MS);
    await refusals.sweep();
    const all = await entries();
    expect(all).toHaveLength(EACH + 1);
    expect(all.at(-1)).toMatchObject({ actorId: 'li', after: { more: 1000 - EACH } });
    await ask('li');
    expect(await entries()).toHaveLength(EACH + 2);
  });

  it('by ever new callers fills the audit by no more than the minute’s share, and how many is told', async () => {
    const { refusals, ask, later, entries } = await openRefusals();
    for (let i = 0; i < 300; i += 1) await ask(`guest-${i}`);
    expect(await entries()).toHaveLength(ALL_A_MINUTE);
    later(MS_PER_MINUTE);
    await refusals.sweep();
    expect((await entries()).at(-1)).toMatchObject({
      actorKind: 'server',
      action: 'access.flooded',
      after: { more: 300 - ALL_A_MINUTE },
    });
  });

  it('is not lost where the server stops before its time is over', async () => {
    const { refusals, ask, entries } = await openRefusals();
    for (let i = 0; i < EACH + 2; i += 1) await ask('li');
    await refusals.sweep(true);
    expect((await entries()).at(-1)).toMatchObject({ after: { more: 2 } });
  });
});
