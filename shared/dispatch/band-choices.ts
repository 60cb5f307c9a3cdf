import { type SharedCurve, concaveHull, sharedCurve } from './band-sharing.ts';
import type { FlowBand } from './unit-bands.ts';

/** Up to this many choices of a band for every unit are all looked at. */
const MOST_CHOICES = 243;

/** Marginal powers tried where the choices are too many to look at all. */
const MARGINAL_STEPS = 12;

/**
 * The curves worth looking at for units that all run: one per choice of a band for each unit.
 * Alike units are interchangeable, so only choices with rising bands among them are kept. Where
 * even those are too many, the choices that units make one by one at a common marginal power, and
 * those one band beside them: what equal marginal power leaves out is only what lies between two
 * neighbours of these.
 * @param bandsOfUnits bands of each running unit, none empty
 * @param alike for each unit the index of the unit before it that is alike, −1: none
 * @param flowM3s where given, only curves that reach this flow or, if there are none, come nearest to it
 */
export function curvesOfChoices(
  bandsOfUnits: readonly (readonly FlowBand[])[],
  alike: readonly number[],
  flowM3s = NaN,
): SharedCurve[] {
  const hulls = bandsOfUnits.map((bands) => bands.map(hullOf));
  const choices = allChoices(hulls, alike) ?? marginalChoices(hulls);
  const ofUnits = choices.map((choice) => choice.map((band, u) => hulls[u]![band]!));
  if (Number.isNaN(flowM3s)) return ofUnits.map(sharedCurve);
  const missed = ofUnits.map((bands) => missedBy(bands, flowM3s));
  const least = missed.reduce((a, b) => Math.min(a, b), Infinity);
  return ofUnits.filter((_, i) => missed[i]! <= least + NEAR_RANGE_M3S).map(sharedCurve);
}

/** Flows nearer to a range than this are in it, m³/s. */
const NEAR_RANGE_M3S = 1e-6;

/** By how much the bands together miss a flow, m³/s; 0 where they reach it. */
function missedBy(bands: readonly FlowBand[], flowM3s: number): number {
  let low = 0;
  let high = 0;
  for (const band of bands) {
    low += band.flowM3s[0]!;
    high += band.flowM3s[band.flowM3s.length - 1]!;
  }
  return Math.max(0, low - flowM3s, flowM3s - high);
}

const hullsOfBands = new WeakMap<FlowBand, FlowBand>();

/** A band's concave hull, reckoned once: the same bands come with every set that their unit is in. */
function hullOf(band: FlowBand): FlowBand {
  const hull = hullsOfBands.get(band) ?? concaveHull(band);
  hullsOfBands.set(band, hull);
  return hull;
}

/** Every choice with rising bands among alike units; null where they are too many. */
function allChoices(
  hulls: readonly (readonly FlowBand[])[],
  alike: readonly number[],
): number[][] | null {
  let choices: number[][] = [[]];
  for (let u = 0; u < hulls.length; u++) {
    const next: number[][] = [];
    for (const choice of choices) {
      const least = alike[u]! < 0 ? 0 : choice[alike[u]!]!;
      for (let band = least; band < hulls[u]!.length; band++) next.push([...choice, band]);
    }
    if (next.length > MOST_CHOICES) return null;
    choices = next;
  }
  return choices;
}

function marginalChoices(hulls: readonly (readonly FlowBand[])[]): number[][] {
  const steepest = Math.max(...hulls.flat().map((h) => steepness(h)));
  const found = new Map<string, number[]>();
  const add = (choice: number[]): void => {
    found.set(choice.join(), choice);
  };
  add(hulls.map(() => 0));
  add(hulls.map((bands) => bands.length - 1));
  for (let i = 0; i <= MARGINAL_STEPS; i++) {
    const marginal = (steepest * i) / MARGINAL_STEPS;
    const choice = hulls.map((bands) => bestBandAt(bands, marginal));
    add(choice);
    hulls.forEach((bands, u) => {
      for (const beside of [choice[u]! - 1, choice[u]! + 1]) {
        if (beside >= 0 && beside < bands.length) {
          add(choice.map((band, v) => (v === u ? beside : band)));
        }
      }
    });
  }
  return [...found.values()];
}

/** Largest power per flow anywhere on a band, MW per m³/s. */
function steepness(band: FlowBand): number {
  return Math.max(...band.flowM3s.map((flow, i) => band.powerMw[i]! / flow));
}

function bestBandAt(bands: readonly FlowBand[], marginal: number): number {
  let best = 0;
  let most = -Infinity;
  bands.forEach((band, b) => {
    band.flowM3s.forEach((flow, i) => {
      const net = band.powerMw[i]! - marginal * flow;
      if (net > most) [most, best] = [net, b];
    });
  });
  return best;
}
