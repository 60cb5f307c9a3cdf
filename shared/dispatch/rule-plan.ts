import { type Intentions } from './carry-out-day.ts';

/**
 * The plan by rule, for when nothing better is found: turbines run at the inflow, so that the level
 * holds, with the units that make most of it; limits move the flow where they must.
 */
export const runAtInflow: Intentions = (_s, _t, _track, inflowM3s) => ({
  running: null,
  target: { turbineFlowM3s: inflowM3s },
  ceilingMm3: Infinity,
});

/** Nothing runs but what must: what is left where no other plan keeps the limits of the machines. */
export const runNothing: Intentions = (s, t, track, inflowM3s) => ({
  ...runAtInflow(s, t, track, inflowM3s),
  running: new Uint8Array(track.station.units.length),
  target: { turbineFlowM3s: 0 },
});
