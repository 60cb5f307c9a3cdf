/**
 * Where an alarm stands (ISA-18.2, 5.2; IEC 62682, 5.3). `returned`: it is over, and nobody has acknowledged
 * it. `latched`: it is over and acknowledged, and stays until somebody resets it.
 */
export const ALARM_STATES = [
  'normal',
  'unacknowledged',
  'acknowledged',
  'returned',
  'latched-unacknowledged',
  'latched',
  'shelved',
  'suppressed',
  'out-of-service',
] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** States in which an alarm is kept from ringing; what it would be stands beneath. */
export const COVERS = ['shelved', 'suppressed', 'out-of-service'] as const;
export type Cover = (typeof COVERS)[number];
export type BaseState = Exclude<AlarmState, Cover>;

/** Facts: what is watched says so, or the clock. Whatever the state, they may come. */
export const FACTS = ['came', 'cleared', 'suppress', 'release', 'shelf-ended'] as const;
/** Deeds: somebody does so. From where the table has no line they are refused. */
export const DEEDS = [
  'acknowledge',
  'reset',
  'shelve',
  'unshelve',
  'take-out',
  'put-back',
] as const;
export type AlarmFact = (typeof FACTS)[number];
export type AlarmDeed = (typeof DEEDS)[number];
export type AlarmEvent = AlarmFact | AlarmDeed;

/**
 * Where a line of the table leads. `beneath`: to what stands beneath the cover, as it is. `anew`: the same,
 * rung anew if it is active. By either, what came and went under the cover owes nothing, since it never rang.
 */
export type Target = BaseState | Cover | 'beneath' | 'anew';

/** One line of the table. `latching`: only for alarms that latch (true), or that do not (false). */
export interface Transition {
  readonly from: readonly AlarmState[];
  readonly on: AlarmEvent;
  readonly to: Target;
  readonly latching?: boolean;
}

const BASE: readonly BaseState[] = [
  'normal',
  'unacknowledged',
  'acknowledged',
  'returned',
  'latched-unacknowledged',
  'latched',
];

/**
 * The whole life of an alarm; docs/alarms.md is this table. Under a cover `came` and `cleared` move what
 * stands beneath by the same lines, and `suppress` and `release` are remembered. Shelving and taking out of
 * service acknowledge what stands: somebody has seen it. Suppression by design does not: nobody has.
 */
export const TRANSITIONS: readonly Transition[] = [
  {
    from: ['normal', 'returned', 'latched-unacknowledged', 'latched'],
    on: 'came',
    to: 'unacknowledged',
  },
  { from: ['unacknowledged'], on: 'acknowledge', to: 'acknowledged' },
  { from: ['unacknowledged'], on: 'cleared', to: 'returned', latching: false },
  { from: ['unacknowledged'], on: 'cleared', to: 'latched-unacknowledged', latching: true },
  { from: ['acknowledged'], on: 'cleared', to: 'normal', latching: false },
  { from: ['acknowledged'], on: 'cleared', to: 'latched', latching: true },
  { from: ['returned'], on: 'acknowledge', to: 'normal' },
  { from: ['latched-unacknowledged'], on: 'acknowledge', to: 'latched' },
  { from: ['latched'], on: 'reset', to: 'normal' },
  { from: [...BASE, 'suppressed'], on: 'shelve', to: 'shelved' },
  { from: ['shelved'], on: 'unshelve', to: 'anew' },
  { from: ['shelved'], on: 'shelf-ended', to: 'anew' },
  { from: BASE, on: 'suppress', to: 'suppressed' },
  { from: ['suppressed'], on: 'release', to: 'beneath' },
  { from: [...BASE, 'shelved', 'suppressed'], on: 'take-out', to: 'out-of-service' },
  { from: ['out-of-service'], on: 'put-back', to: 'anew' },
];

/** Where an alarm stands, and what under a cover. Outside one, `beneath` is the state itself. */
export interface Standing {
  readonly state: AlarmState;
  readonly beneath: BaseState;
  /** The design suppresses it, also while it is shelved or out of service. */
  readonly isSuppressed: boolean;
  /** It rang before it was suppressed, and nobody had acknowledged it: somebody still has to. */
  readonly owes: boolean;
}

export const NORMAL: Standing = {
  state: 'normal',
  beneath: 'normal',
  isSuppressed: false,
  owes: false,
};

export const isCover = (state: AlarmState): state is Cover =>
  (COVERS as readonly string[]).includes(state);

/** Whether it stands on the list of alarms: it rings, or waits for somebody. */
export const isShown = (state: AlarmState): boolean => state !== 'normal' && !isCover(state);

/** Whether the condition of a base state is there now. */
export const isActiveState = (state: BaseState): boolean =>
  state === 'unacknowledged' || state === 'acknowledged';

/** Whether somebody still has to acknowledge it. */
export const isOwed = (state: AlarmState): boolean =>
  state === 'unacknowledged' || state === 'returned' || state === 'latched-unacknowledged';

/** Whether its condition is there now, seen or under a cover. */
export const isActive = ({ beneath }: Standing): boolean => isActiveState(beneath);

function lineFor(from: AlarmState, on: AlarmEvent, latches: boolean): Transition | undefined {
  return TRANSITIONS.find(
    (line) =>
      line.on === on &&
      line.from.includes(from) &&
      (line.latching === undefined || line.latching === latches),
  );
}

/** A base state moved by a line between base states; without one it stays. */
function moved(from: BaseState, on: AlarmEvent, latches: boolean): BaseState {
  const to = lineFor(from, on, latches)?.to;
  return to === undefined || to === 'beneath' || to === 'anew' || isCover(to) ? from : to;
}

/** What a cover gives free. */
function uncovered({ beneath, owes }: Standing, isAnew: boolean): BaseState {
  if (isActiveState(beneath)) return isAnew ? 'unacknowledged' : beneath;
  return beneath === 'returned' && !owes ? 'normal' : beneath;
}

const visible = (state: BaseState): Standing => ({ ...NORMAL, state, beneath: state });

const suppressed = (beneath: BaseState, owes: boolean): Standing => ({
  state: 'suppressed',
  beneath,
  isSuppressed: true,
  owes,
});

/** Suppression that begins or ends; while shelved or out of service it is remembered. */
function suppression(before: Standing, begins: boolean): Standing | null {
  const { state, beneath, isSuppressed } = before;
  if (begins === isSuppressed) return null;
  if (state === 'shelved' || state === 'out-of-service') return { ...before, isSuppressed: begins };
  return begins ? suppressed(beneath, isOwed(state)) : visible(uncovered(before, false));
}

/**
 * Where an event leads.
 * @param latches whether an alarm of this kind stays until it is reset
 * @returns null where nothing comes of it: a deed that is not possible here, a fact that says nothing new
 */
export function step(before: Standing, on: AlarmEvent, latches: boolean): Standing | null {
  const { state, beneath, isSuppressed } = before;
  if (on === 'suppress' || on === 'release') return suppression(before, on === 'suppress');
  if (isCover(state) && (on === 'came' || on === 'cleared')) {
    const next = moved(beneath, on, latches);
    return next === beneath ? null : { ...before, beneath: next };
  }
  const line = lineFor(state, on, latches);
  if (!line || line.to === 'beneath') return null;
  if (line.to === 'anew') {
    const next = uncovered(before, true);
    return isSuppressed ? suppressed(next, false) : visible(next);
  }
  if (!isCover(line.to)) return visible(line.to);
  const seen = moved(beneath, 'acknowledge', latches);
  return { state: line.to, beneath: seen, isSuppressed, owes: false };
}
