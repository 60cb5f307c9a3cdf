import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  ALARM_STATES,
  DEEDS,
  FACTS,
  isActive,
  isCover,
  isOwed,
  NORMAL,
  step,
  TRANSITIONS,
  type AlarmEvent,
  type AlarmState,
  type Standing,
} from '#shared/alarms/states.ts';
import { read } from '../../repository/tracked-files.ts';

/** Where events lead an alarm that starts normal; one that leads nowhere is passed over. */
const after = (events: readonly AlarmEvent[], latches = false): Standing =>
  events.reduce<Standing>((standing, event) => step(standing, event, latches) ?? standing, NORMAL);
const stateAfter = (...events: AlarmEvent[]): AlarmState => after(events).state;
const latched = (...events: AlarmEvent[]): AlarmState => after(events, true).state;

describe('an alarm', () => {
  it('is new when it comes, acknowledged when somebody has seen it, normal when it is over', () => {
    expect(stateAfter('came')).toBe('unacknowledged');
    expect(stateAfter('came', 'acknowledge')).toBe('acknowledged');
    expect(stateAfter('came', 'acknowledge', 'cleared')).toBe('normal');
  });

  it('that is over before anybody has seen it waits to be acknowledged', () => {
    expect(stateAfter('came', 'cleared')).toBe('returned');
    expect(stateAfter('came', 'cleared', 'acknowledge')).toBe('normal');
    expect(stateAfter('came', 'cleared', 'came')).toBe('unacknowledged');
  });

  it('that latches stays until it is reset, and cannot be reset before it is acknowledged', () => {
    expect(latched('came', 'cleared')).toBe('latched-unacknowledged');
    expect(step(after(['came', 'cleared'], true), 'reset', true)).toBeNull();
    expect(latched('came', 'cleared', 'acknowledge')).toBe('latched');
    expect(latched('came', 'acknowledge', 'cleared')).toBe('latched');
    expect(latched('came', 'acknowledge', 'cleared', 'reset')).toBe('normal');
    expect(latched('came', 'acknowledge', 'cleared', 'came')).toBe('unacknowledged');
  });

  it('that is shelved rings anew when the shelf ends and it is still there', () => {
    expect(stateAfter('came', 'acknowledge', 'shelve')).toBe('shelved');
    expect(stateAfter('came', 'acknowledge', 'shelve', 'shelf-ended')).toBe('unacknowledged');
    expect(stateAfter('came', 'shelve', 'cleared', 'unshelve')).toBe('normal');
    expect(stateAfter('shelve', 'came', 'cleared', 'shelf-ended')).toBe('normal');
  });

  it('that is suppressed by design comes back as it was: acknowledged stays so, owed stays owed', () => {
    expect(stateAfter('came', 'acknowledge', 'suppress', 'release')).toBe('acknowledged');
    expect(stateAfter('came', 'suppress', 'cleared', 'release')).toBe('returned');
    // Come and gone under the cover, it never rang: nobody owes it anything.
    expect(stateAfter('suppress', 'came', 'cleared', 'release')).toBe('normal');
    // Come under the cover and still there, it rings now.
    expect(stateAfter('suppress', 'came', 'release')).toBe('unacknowledged');
  });

  it('that the design suppresses while it is shelved is suppressed when the shelf ends', () => {
    expect(stateAfter('came', 'shelve', 'suppress')).toBe('shelved');
    expect(stateAfter('came', 'shelve', 'suppress', 'shelf-ended')).toBe('suppressed');
    expect(stateAfter('came', 'shelve', 'suppress', 'shelf-ended', 'release')).toBe(
      'unacknowledged',
    );
  });

  it('out of service hears of nothing until it is put back', () => {
    expect(stateAfter('take-out', 'came', 'suppress')).toBe('out-of-service');
    expect(stateAfter('take-out', 'came', 'put-back')).toBe('unacknowledged');
    expect(stateAfter('shelve', 'take-out', 'shelf-ended')).toBe('out-of-service');
  });
});

const event = fc.constantFrom(...FACTS, ...DEEDS);

test('a condition is known to be there through any events, whoever covers it', () => {
  fc.assert(
    fc.property(fc.array(event), fc.boolean(), (events, latches) => {
      let standing = NORMAL;
      let active = false;
      for (const one of events) {
        standing = step(standing, one, latches) ?? standing;
        if (one === 'came') active = true;
        if (one === 'cleared') active = false;
        expect(isActive(standing)).toBe(active);
      }
    }),
  );
});

test('no alarm is lost: one that is there is on the list, or under a cover that says why', () => {
  fc.assert(
    fc.property(fc.array(event), fc.boolean(), (events, latches) => {
      const { state, beneath } = after(events, latches);
      if (isActive(after(events, latches))) expect(state).not.toBe('normal');
      expect(isCover(state) || beneath === state).toBe(true);
    }),
  );
});

test('what rang and nobody has seen never vanishes: only a person ends it, or the design covers it for a while', () => {
  fc.assert(
    fc.property(fc.array(event), fc.boolean(), (events, latches) => {
      let standing = NORMAL;
      let owed = false;
      for (const one of events) {
        const before = standing;
        standing = step(standing, one, latches) ?? standing;
        const isSeen = ['acknowledge', 'shelve', 'take-out'].includes(one) && standing !== before;
        if (isSeen && before.state !== 'suppressed') owed = false;
        if (standing.state === 'unacknowledged') owed = true;
        if (standing.state === 'shelved' || standing.state === 'out-of-service') owed = false;
        const isHidden = standing.state === 'suppressed';
        if (owed) expect(isOwed(standing.state) || isHidden).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});

test('facts may come in any order and any number; a deed is possible from where the table says, and nowhere else', () => {
  fc.assert(
    fc.property(fc.array(event), fc.boolean(), (events, latches) => {
      const standing = after(events, latches);
      for (const deed of DEEDS) {
        const lines = TRANSITIONS.filter(
          ({ from, on, latching }) =>
            on === deed &&
            from.includes(standing.state) &&
            (latching === undefined || latching === latches),
        );
        expect(step(standing, deed, latches) !== null, `${deed} from ${standing.state}`).toBe(
          lines.length > 0,
        );
      }
    }),
  );
});

test('each line of the table is what happens', () => {
  const standingOf = (state: AlarmState): Standing => ({
    ...NORMAL,
    state,
    beneath: isCover(state) ? 'acknowledged' : state,
    isSuppressed: state === 'suppressed',
  });
  for (const { from, on, to, latching = false } of TRANSITIONS) {
    for (const state of from) {
      // Under a cover the condition is there and acknowledged: anew it rings, as it is it stays so.
      const wanted = { anew: 'unacknowledged', beneath: 'acknowledged' }[to as string] ?? to;
      expect(step(standingOf(state), on, latching)?.state, `${state} ${on}`).toBe(wanted);
    }
  }
});

test('the manual has the table, line by line', () => {
  // Tables are padded by the formatter: one blank counts as many.
  const page = read('docs/alarms.md').replace(/ +/g, ' ');
  const words = (latching?: boolean): string =>
    latching === undefined ? '' : latching ? ', if it latches' : ', if it does not latch';
  for (const { from, on, to, latching } of TRANSITIONS) {
    const states = from.map((state) => `\`${state}\``).join(' ');
    expect(page).toContain(`| ${states} | \`${on}\` | \`${to}\`${words(latching)} |`);
  }
  for (const state of ALARM_STATES) expect(page).toContain(`\`${state}\``);
});
