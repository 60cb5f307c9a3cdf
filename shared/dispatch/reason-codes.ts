/**
 * Why a unit starts, stops or moves its set point. Each code's data carries what a sentence about it
 * needs: `price` (per MWh), `levelM` at the step's start, `mw` after and `byMw` the change.
 */
export const reasonCodes = [
  'start.fixed',
  'start.load',
  'start.outflow-floor',
  'start.level-high',
  'start.spill-avoided',
  'start.ramp',
  'start.price-rise',
  'start.price-high',
  'start.best-efficiency',
  'stop.fixed',
  'stop.outage',
  'stop.load',
  'stop.level-low',
  'stop.ramp',
  'stop.price-fall',
  'stop.price-low',
  'stop.best-efficiency',
  'set.fixed',
  'set.load',
  'set.outflow-floor',
  'set.level-high',
  'set.level-low',
  'set.spill-avoided',
  'set.ramp',
  'set.price-rise',
  'set.price-fall',
  'set.best-efficiency',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];
