import type { FlowBand } from './unit-bands.ts';

/** Up to this many ways to set the other units are all looked at for each one that is left free. */
const MOST_WAYS = 1024;
const HALVINGS = 48;
const ROUNDING_MW = 1e-9;
/** The line between two points of a band is this near to its power, share of the band. */
const NEAR_SHARE = 0.02;

/** Where a unit may stand: an end of one of its bands. */
interface End {
  readonly flowM3s: number;
  readonly powerMw: number;
}

/**
 * As much flow as the units take together while they make no more than `powerMw`: what a flood asks of them
 * where output is limited. Power over flow is concave, so that water goes through for least power where all
 * units but one stand at ends of their bands: those are tried, each unit in turn being the free one.
 * @param bandsOfUnits bands of each running unit, none empty
 * @param power exact power of flows, MW
 * @returns flows of the units; each at its least where even that makes more
 */
export function mostFlowsWithin(
  bandsOfUnits: readonly (readonly FlowBand[])[],
  powerMw: number,
  power: (flows: readonly number[]) => number,
): number[] {
  let best = bandsOfUnits.map((bands) => bands[0]!.flowM3s[0]!);
  let most = -Infinity;
  let free = 0;
  for (const [u, bands] of bandsOfUnits.entries()) {
    const others = bandsOfUnits.map((list, v) => (v === u ? [RESTING] : endsOf(list)));
    for (const ends of waysOf(others)) {
      const left = powerMw - ends.reduce((sum, end) => sum + end.powerMw, 0);
      const flow = bands.reduce((found, band) => Math.max(found, furthest(band, left)), -Infinity);
      const total = flow + ends.reduce((sum, end) => sum + end.flowM3s, 0);
      if (!(total > most)) continue;
      most = total;
      free = u;
      best = ends.map((end, v) => (v === u ? flow : end.flowM3s));
    }
  }
  return exactly(best, free, bandsOfUnits[free]!, powerMw, power);
}

const RESTING: End = { flowM3s: 0, powerMw: 0 };

/** Both ends of each band; of all bands together where they are many. */
function endsOf(bands: readonly FlowBand[]): End[] {
  return bands.flatMap(({ flowM3s, powerMw }) => {
    const last = flowM3s.length - 1;
    const low = { flowM3s: flowM3s[0]!, powerMw: powerMw[0]! };
    return last > 0 ? [low, { flowM3s: flowM3s[last]!, powerMw: powerMw[last]! }] : [low];
  });
}

/** One end of each unit, in every way; only the outermost ends where that were too many. */
function waysOf(ends: readonly (readonly End[])[]): End[][] {
  const product = ends.reduce((ways, list) => ways * list.length, 1);
  const kept = product > MOST_WAYS ? ends.map((list) => [list[0]!, list.at(-1)!]) : ends;
  return kept.reduce<End[][]>(
    (ways, list) => ways.flatMap((way) => list.map((end) => [...way, end])),
    [[]],
  );
}

/** The largest flow of a band that makes no more than `powerMw`; −Infinity where all of it makes more. */
function furthest({ flowM3s, powerMw }: FlowBand, most: number): number {
  for (let i = flowM3s.length - 1; i >= 0; i--) {
    if (powerMw[i]! > most + ROUNDING_MW) continue;
    if (i === flowM3s.length - 1) return flowM3s[i]!;
    const share = Math.max(0, most - powerMw[i]!) / (powerMw[i + 1]! - powerMw[i]!);
    return flowM3s[i]! + share * (flowM3s[i + 1]! - flowM3s[i]!);
  }
  return -Infinity;
}

/** The same with the free unit's flow moved within its band to where the exact power is what it may be. */
function exactly(
  flows: readonly number[],
  free: number,
  bands: readonly FlowBand[],
  powerMw: number,
  power: (flows: readonly number[]) => number,
): number[] {
  const at = (flow: number): number[] => flows.map((q, u) => (u === free ? flow : q));
  const makesMore = (flow: number): boolean => power(at(flow)) > powerMw + ROUNDING_MW;
  const flow = flows[free]!;
  const band = bands.find(({ flowM3s }) => flow >= flowM3s[0]! && flow <= flowM3s.at(-1)!);
  if (!band) return [...flows];
  const [least, most] = [band.flowM3s[0]!, band.flowM3s.at(-1)!];
  if (!makesMore(most)) return at(most);
  const reach = NEAR_SHARE * (most - least);
  let low = Math.max(least, flow - reach);
  let high = Math.min(most, flow + reach);
  if (makesMore(low)) low = least;
  if (!makesMore(high)) high = most;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (makesMore(middle)) high = middle;
    else low = middle;
  }
  return at(low);
}
