import {
  largestFlowM3s,
  runsAtHead,
  smallestFlowM3s,
  unitPowerMw,
  zoneAround,
} from '#shared/hydraulics/unit-power.ts';
import { type StationFacts, moneyPerMw } from './reason-facts.ts';
import { conduitFlowM3s, lossM } from './water-worth-slopes.ts';

/**
 * What a resting unit would add to step t with this flow, MW per m³/s: its own power less its
 * auxiliaries and less what the others lose by the lower head. NaN where it cannot run so.
 */
export function addedPerFlow(facts: StationFacts, t: number, u: number, flow: number): number {
  const { plan, station, units } = facts;
  const slopes = facts.slopes[t]!;
  const unit = station.plant.units[u]!;
  const together = conduitFlowM3s(station.plant, units, t, unit.conduit);
  const drop = slopes.headPerFlow * flow;
  const gross = (plan.levelM[t]! + plan.levelM[t + 1]!) / 2 - plan.tailwaterM[t]! + drop;
  const head = gross - lossM(station.plant, unit, flow, together + flow);
  if (!runsAtHead(unit, head)) return NaN;
  const rounding = 1e-6 * flow;
  if (flow < smallestFlowM3s(unit, head) - rounding) return NaN;
  if (flow > largestFlowM3s(unit, head) + rounding) return NaN;
  const power = unitPowerMw(unit, head, flow);
  if (power < unit.mwMin || power > unit.mwMax || zoneAround(unit, head, power)) return NaN;
  const others = slopes.powerPerHead * drop + neighbours(facts, t, u, together, together + flow);
  return (power - unit.auxiliaryMw + others) / flow;
}

/** What step t would lose without a running unit, MW per m³/s of its flow. */
export function lostPerFlow(facts: StationFacts, t: number, u: number): number {
  const { station, units } = facts;
  const slopes = facts.slopes[t]!;
  const unit = station.plant.units[u]!;
  const flow = units[u]!.flowM3s[t]!;
  const together = conduitFlowM3s(station.plant, units, t, unit.conduit);
  const gained =
    (slopes.powerPerHead - slopes.unitPowerPerHead[u]!) * -slopes.headPerFlow * flow +
    neighbours(facts, t, u, together, together - flow);
  return (units[u]!.mw[t]! - unit.auxiliaryMw - gained) / flow;
}

/** What the others in the unit's conduit gain where its flow goes from one to another, MW. */
function neighbours(
  { station, units, slopes }: StationFacts,
  t: number,
  u: number,
  from: number,
  to: number,
): number {
  const { conduit } = station.plant.units[u]!;
  if (conduit < 0) return 0;
  const gainM = station.plant.conduitLoss[conduit]! * (from ** 2 - to ** 2);
  let sum = 0;
  for (let v = 0; v < units.length; v++) {
    if (v === u || station.plant.units[v]!.conduit !== conduit) continue;
    sum += slopes[t]!.unitPowerPerHead[v]! * gainM;
  }
  return sum;
}

/** Most that a resting unit could add to step t at any of its chart's flows, MW per m³/s, and that flow. */
export function bestStart(
  facts: StationFacts,
  t: number,
  u: number,
): { readonly perFlow: number; readonly flowM3s: number } {
  const unit = facts.station.plant.units[u]!;
  let best = { perFlow: -Infinity, flowM3s: NaN };
  const head = (facts.plan.levelM[t]! + facts.plan.levelM[t + 1]!) / 2 - facts.plan.tailwaterM[t]!;
  const ends = [smallestFlowM3s(unit, head), largestFlowM3s(unit, head) * 0.98];
  for (const flowM3s of [...unit.hill.flowsM3s, ...ends]) {
    if (!(flowM3s > 0)) continue;
    const perFlow = addedPerFlow(facts, t, u, flowM3s);
    if (perFlow > best.perFlow) best = { perFlow, flowM3s };
  }
  return best;
}

/**
 * What a Mm³ of outflow earns in step t, money, where a m³/s of turbine flow makes `perFlow` MW:
 * here, and at the stations below.
 * @param below money per Mm³ that arrives below
 */
export const earned = (facts: StationFacts, t: number, perFlow: number, below: number): number =>
  (moneyPerMw(facts, t) * perFlow) / (facts.perFlow * facts.slopes[t]!.outflowPerFlow) + below;
