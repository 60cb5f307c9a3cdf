import fc from 'fast-check';
import { curveAt } from '#shared/hydraulics/curve.ts';
import { netHeadsInto } from '#shared/hydraulics/net-head.ts';
import type { Plant, PlantUnit } from '#shared/hydraulics/plant.ts';
import {
  largestFlowM3s,
  runsAtHead,
  smallestFlowM3s,
  unitPowerMw,
  zoneAround,
} from '#shared/hydraulics/unit-power.ts';
import type { Unit } from '#shared/station/system-schema.ts';
import { real } from '../../hydraulics/arbitraries.ts';
import { anyUnit, plantWith, share, waterway } from './machines.ts';

/** A plant whose units run together in a step, within their limits. */
export interface StationLoading {
  readonly plant: Plant;
  readonly meanLevelM: number;
  /** Per unit; 0: it rests. */
  readonly flowsM3s: readonly number[];
  readonly outflowM3s: number;
  readonly powerMw: number;
}

/** One or two kinds of machine, up to three of each, and what share of its range each one takes. */
const kinds = fc.array(
  fc.record({
    machine: fc
      .tuple(anyUnit, waterway)
      .map(([machine, conduit]): Unit => ({ ...machine, conduit })),
    parts: fc.array(fc.oneof(fc.constant(null), share), { minLength: 1, maxLength: 3 }),
    limits: fc.constantFrom('wide', 'at most these', 'a zone between'),
  }),
  { minLength: 1, maxLength: 2 },
);

/**
 * A loading is drawn first and the limits of output about it, so that most draws keep them; null
 * where they do not.
 */
export const stationLoading: fc.Arbitrary<StationLoading | null> = fc
  .record({
    kinds,
    levelM: real(90, 130),
    conduitLoss: fc.oneof(fc.constant(0), real(0, 0.0006)),
    tailwaterPer100: real(0, 4),
    besides: fc.oneof(fc.constant(0), real(0, 60)),
  })
  .map(({ kinds: drawn, levelM, conduitLoss, tailwaterPer100, besides }) => {
    const parts = drawn.flatMap((kind) => kind.parts);
    const make = (units: readonly Unit[]): Plant => {
      const plant = plantWith(units, conduitLoss);
      const tail = { x: Float64Array.of(0, 100, 300), y: Float64Array.of(50, 0, 0) };
      tail.y[1] = 50 + tailwaterPer100;
      tail.y[2] = 50 + 2 * tailwaterPer100;
      return { ...plant, tailwater: tail };
    };
    const wide = drawn.flatMap(({ machine, parts: each }) =>
      each.map(() => ({ ...machine, mwMin: 0, mwMax: 1000, forbidden: [] })),
    );
    const flows = parts.map((part, u) => (part === null ? 0 : flowOf(make(wide).units[u]!, part)));
    const powers = powersOf(make(wide), levelM, flows, besides);
    const limited = drawn.flatMap(({ machine, parts: each, limits }, kind) => {
      const first = drawn.slice(0, kind).reduce((sum, k) => sum + k.parts.length, 0);
      const made = powers.slice(first, first + each.length).filter((mw) => mw > 0);
      return each.map(() => ({ ...machine, ...limitsAbout(made, limits) }));
    });
    const loading = loadingOf(make(limited), levelM, flows, besides);
    return keepsLimits(loading) ? loading : null;
  });

function flowOf(unit: PlantUnit, part: number): number {
  const least = Math.max(...unit.flowMin.y);
  const most = Math.min(...unit.flowMax.y);
  return Math.max(1e-3, least < most ? least + part * (most - least) : most);
}

function limitsAbout(
  made: readonly number[],
  limits: string,
): Pick<Unit, 'mwMin' | 'mwMax' | 'forbidden'> {
  const wide = { mwMin: 0, mwMax: 1000, forbidden: [] };
  const most = Math.max(0, ...made);
  if (limits === 'wide' || most < 0.1) return wide;
  if (limits === 'at most these') return { ...wide, mwMax: most };
  const sorted = [0, ...made].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((mw, i) => [sorted[i]!, mw] as const);
  const [from, to] = gaps.reduce((a, b) => (b[1] - b[0] > a[1] - a[0] ? b : a));
  return { ...wide, forbidden: [{ mw: [from, to] }] };
}

function loadingOf(
  plant: Plant,
  meanLevelM: number,
  flowsM3s: readonly number[],
  besides: number,
): StationLoading {
  const powers = powersOf(plant, meanLevelM, flowsM3s, besides);
  return {
    plant,
    meanLevelM,
    flowsM3s,
    outflowM3s: flowsM3s.reduce((sum, flow) => sum + flow, besides),
    powerMw: powers.reduce((sum, mw) => sum + mw, 0),
  };
}

function netHeads(plant: Plant, levelM: number, flows: readonly number[], out: number): number[] {
  const heads = new Float64Array(flows.length);
  netHeadsInto(plant, levelM - curveAt(plant.tailwater, out), flows, heads);
  return [...heads];
}

function powersOf(
  plant: Plant,
  levelM: number,
  flows: readonly number[],
  besides: number,
): number[] {
  const out = flows.reduce((sum, flow) => sum + flow, besides);
  const heads = netHeads(plant, levelM, flows, out);
  return flows.map((flow, u) => (flow > 0 ? unitPowerMw(plant.units[u]!, heads[u]!, flow) : 0));
}

function keepsLimits({ plant, meanLevelM, flowsM3s, outflowM3s }: StationLoading): boolean {
  const heads = netHeads(plant, meanLevelM, flowsM3s, outflowM3s);
  return flowsM3s.every((flow, u) => {
    if (flow === 0) return true;
    const unit = plant.units[u]!;
    const head = heads[u]!;
    const power = unitPowerMw(unit, head, flow);
    if (!runsAtHead(unit, head) || power < unit.mwMin || power > unit.mwMax) return false;
    if (flow < smallestFlowM3s(unit, head) || flow > largestFlowM3s(unit, head)) return false;
    return zoneAround(unit, head, power) === null;
  });
}
