import { describe, expect, it } from 'vitest';
import {
  nextLimitState,
  RESTING,
  type LimitRule,
  type LimitState,
} from '#shared/alarms/limit-condition.ts';

const rule: LimitRule = {
  side: 'above',
  limit: 100,
  deadband: 0.5,
  onDelayMs: 5000,
  offDelayMs: 10_000,
};

/** The states after values given as `[second, value]`. */
function after(values: readonly (readonly [second: number, value: number | null])[], of = rule) {
  return values.reduce<LimitState>(
    (state, [second, value]) => nextLimitState(state, of, value, second * 1000),
    RESTING,
  );
}

describe('a limit alarm', () => {
  it('rings when the value has stayed beyond the limit for the delay', () => {
    expect(
      after([
        [0, 100.1],
        [4.9, 100.1],
      ]).active,
    ).toBe(false);
    expect(
      after([
        [0, 100.1],
        [5, 100.1],
      ]),
    ).toMatchObject({ active: true, since: 5000 });
  });

  it('does not ring for a wave that comes and goes', () => {
    expect(
      after([
        [0, 101],
        [3, 99],
        [6, 101],
        [9, 99],
      ]).active,
    ).toBe(false);
  });

  it('clears only below the deadband, and after its own delay', () => {
    const ringing = [
      [0, 101],
      [5, 101],
    ] as const;
    expect(after([...ringing, [10, 99.6], [30, 99.6]]).active).toBe(true);
    expect(after([...ringing, [10, 99.4], [19, 99.4]]).active).toBe(true);
    expect(after([...ringing, [10, 99.4], [20, 99.4]])).toMatchObject({
      active: false,
      since: 20_000,
    });
  });

  it('stands as it stood while the value is not known', () => {
    const ringing = after([
      [0, 101],
      [5, 101],
    ]);
    expect(nextLimitState(ringing, rule, null, 99_000)).toBe(ringing);
  });

  it('rings below a lower limit too', () => {
    const low: LimitRule = { ...rule, side: 'below', onDelayMs: 0 };
    expect(after([[0, 99.9]], low).active).toBe(true);
  });
});
