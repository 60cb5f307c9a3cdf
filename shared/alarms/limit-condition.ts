/** When a condition is there: a value beyond a limit, with deadband and delays so that it does not chatter. */
export interface LimitRule {
  readonly side: 'above' | 'below';
  readonly limit: number;
  /** How far back inside the limit the value must come before the condition may clear. */
  readonly deadband: number;
  /** The value must stay beyond the limit this long before it counts, ms. */
  readonly onDelayMs: number;
  /** The value must stay back inside this long before it clears, ms. */
  readonly offDelayMs: number;
}

/** Where a condition stands. `turningSince`: since when the value has spoken for the other state. */
export interface LimitState {
  readonly active: boolean;
  /** Since when it has been active or clear, ms. */
  readonly since: number;
  readonly turningSince: number | null;
}

export const RESTING: LimitState = { active: false, since: 0, turningSince: null };

function speaksForOther(state: LimitState, rule: LimitRule, value: number): boolean {
  const beyond = rule.side === 'above' ? value - rule.limit : rule.limit - value;
  return state.active ? beyond < -rule.deadband : beyond > 0;
}

/** The state after a value. A value that is not known (null) leaves everything as it stands. */
export function nextLimitState(
  state: LimitState,
  rule: LimitRule,
  value: number | null,
  at: number,
): LimitState {
  if (value === null) return state;
  if (!speaksForOther(state, rule, value)) {
    return state.turningSince === null ? state : { ...state, turningSince: null };
  }
  const turningSince = state.turningSince ?? at;
  const delayMs = state.active ? rule.offDelayMs : rule.onDelayMs;
  if (at - turningSince < delayMs) return { ...state, turningSince };
  return { active: !state.active, since: at, turningSince: null };
}
