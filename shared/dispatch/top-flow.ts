import type { Plant, PlantUnit } from '#shared/hydraulics/plant.ts';
import { largestFlowM3s, unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import { firstAlike } from './alike-units.ts';
import { rootBetween } from './root-between.ts';
import { HEAD_MARGIN_M, unitAllows } from './unit-bands.ts';
import { lossS2PerM5Of } from './waterway-loss.ts';

/** Where a unit's output ends its flow, it ends it above this share of what the range of flow allows. */
const LEAST_SHARE = 0.5;

/**
 * The largest flow that a unit may hold under a gross head, m³/s: where its range of flow or its largest output
 * ends it. NaN where something else does (a zone, a head range): its bands tell (unit-bands.ts).
 * @param lossS2PerM5 head loss over q², as of `unitBands`
 */
export function topFlowM3s(unit: PlantUnit, grossHeadM: number, lossS2PerM5: number): number {
  const headM = (flow: number): number => grossHeadM - lossS2PerM5 * flow * flow;
  const powerMw = (flow: number): number => unitPowerMw(unit, headM(flow), flow);
  const beyond = (flow: number): number => flow - largestFlowM3s(unit, headM(flow));
  const widest = widestM3s(unit);
  const byRange = beyond(widest) <= 0 ? widest : rootBetween(beyond, 0, widest);
  const over = (flow: number): number => powerMw(flow) - unit.mwMax;
  const least = LEAST_SHARE * byRange;
  if (over(byRange) > 0 && over(least) >= 0) return NaN;
  const flow = over(byRange) > 0 ? rootBetween(over, least, byRange) : byRange;
  const head = headM(flow);
  const isInside = head > unit.headMinM + HEAD_MARGIN_M && head < unit.headMaxM - HEAD_MARGIN_M;
  return isInside && unitAllows(unit, head, flow, powerMw(flow)) ? flow : NaN;
}

/** A flow below this share of what the units' ranges allow is hardly more than they can take. */
const FULL_SHARE = 0.6;

/**
 * The largest flow of each unit, m³/s, where these together are no more than is asked for: what comes nearest to
 * it. null where they are more, or not known: bands of flow then tell.
 * @param running indices into `Plant.units`
 * @param shares for each of them its conduit's flow over its own
 */
export function fullFlows(
  plant: Plant,
  running: readonly number[],
  grossHeadM: number,
  shares: readonly number[],
  wantedM3s: number,
): number[] | null {
  const widest = running.reduce((sum, u) => sum + widestM3s(plant.units[u]!), 0);
  if (wantedM3s < FULL_SHARE * widest) return null;
  const first = firstAlike(plant);
  const known = new Map<string, number>();
  let together = 0;
  const flows: number[] = [];
  for (const [i, u] of running.entries()) {
    const loss = lossS2PerM5Of(plant, u, shares[i]!);
    const key = `${first[u]!} ${loss}`;
    const flow = known.get(key) ?? topFlowM3s(plant.units[u]!, grossHeadM, loss);
    if (Number.isNaN(flow)) return null;
    known.set(key, flow);
    flows.push(flow);
    together += flow;
  }
  return together <= wantedM3s ? flows : null;
}

const widestM3s = ({ flowMax }: PlantUnit): number => flowMax.y.reduce((a, b) => Math.max(a, b), 0);
