import type { PlantUnit } from '#shared/hydraulics/plant.ts';
import {
  largestFlowM3s,
  runsAtHead,
  smallestFlowM3s,
  unitPowerMw,
  zoneAround,
} from '#shared/hydraulics/unit-power.ts';
import { rootBetween } from './root-between.ts';

/**
 * A run of flows that a unit may hold: inside its flow range and output limits, outside its
 * forbidden zones. `flowM3s` rises from the band's low end to its high end; `powerMw` is exact at
 * those points.
 */
export interface FlowBand {
  readonly flowM3s: readonly number[];
  readonly powerMw: readonly number[];
}

/** The smallest flow that counts as running, m³/s, for units whose range begins at nothing. */
const SMALLEST_RUNNING_FLOW_M3S = 1e-3;

/** Share of a limit by which rounding may overstep it; far below every checker's tolerance. */
const ROUNDING = 1e-9;

/**
 * Kept clear of the ends of a head range, m. Heads are settled to 10⁻⁹ m, and outside its range a unit
 * cannot run at all, so that no rounding may put it there.
 */
export const HEAD_MARGIN_M = 1e-6;

/** A band shorter than this share of the unit's largest flow is one point. */
const POINT_WIDTH = 1e-9;

/** Points a band keeps at least, so that its curve bends where the efficiency does. */
const LEAST_POINTS = 7;

/** What a unit's limits limit. `aboveLeast`, `aboveMost`: how far a flow is above the smallest and the largest that its head allows, m³/s. */
type Limited = 'headM' | 'powerMw' | 'aboveLeast' | 'aboveMost';

/** Limits of a unit: where what they limit is this much. */
interface Limits {
  readonly of: Limited;
  readonly at: readonly number[];
}

/** A unit under a gross head, its waterway's losses counted as `lossS2PerM5 · q²`. */
class UnitAtHead {
  private readonly unit: PlantUnit;
  private readonly grossHeadM: number;
  private readonly lossS2PerM5: number;

  constructor(unit: PlantUnit, grossHeadM: number, lossS2PerM5: number) {
    this.unit = unit;
    this.grossHeadM = grossHeadM;
    this.lossS2PerM5 = lossS2PerM5;
  }

  headM(flow: number): number {
    return this.grossHeadM - this.lossS2PerM5 * flow * flow;
  }

  powerMw(flow: number): number {
    return unitPowerMw(this.unit, this.headM(flow), flow);
  }

  aboveLeast(flow: number): number {
    return flow - smallestFlowM3s(this.unit, this.headM(flow));
  }

  aboveMost(flow: number): number {
    return flow - largestFlowM3s(this.unit, this.headM(flow));
  }

  allows(flow: number): boolean {
    return unitAllows(this.unit, this.headM(flow), flow, this.powerMw(flow));
  }
}

/** The places at which the unit's limits begin or end. */
function limitsOf(unit: PlantUnit): Limits[] {
  const powers = [unit.mwMin, unit.mwMax];
  const heads = [unit.headMinM + HEAD_MARGIN_M, unit.headMaxM - HEAD_MARGIN_M];
  for (const { mw, headM } of unit.forbidden) {
    powers.push(...mw);
    if (headM) heads.push(headM[0] - HEAD_MARGIN_M, headM[1] + HEAD_MARGIN_M);
  }
  return [
    { of: 'aboveLeast', at: [0] },
    { of: 'aboveMost', at: [0] },
    { of: 'powerMw', at: powers },
    { of: 'headM', at: heads },
  ];
}

/** Whether a unit may hold this flow at this net head and output (model.md, steps 5 and 6). */
export function unitAllows(
  unit: PlantUnit,
  netHeadM: number,
  flowM3s: number,
  powerMw: number,
): boolean {
  const flowSlack = ROUNDING * flowM3s;
  const powerSlack = ROUNDING * unit.mwMax;
  if (netHeadM <= 0 || !runsAtHead(unit, netHeadM)) return false;
  if (flowM3s < smallestFlowM3s(unit, netHeadM) - flowSlack) return false;
  if (flowM3s > largestFlowM3s(unit, netHeadM) + flowSlack) return false;
  if (powerMw < unit.mwMin - powerSlack || powerMw > unit.mwMax + powerSlack) return false;
  const zone = zoneAround(unit, netHeadM, powerMw);
  if (zone === null) return true;
  return powerMw - zone[0] < powerSlack || zone[1] - powerMw < powerSlack;
}

/** The hill chart's columns within the unit's flow range, each two with `parts` parts between them. */
function chartKnots(unit: PlantUnit, parts: number): number[] {
  const lowest = Math.max(Math.min(...unit.flowMin.y), SMALLEST_RUNNING_FLOW_M3S);
  const highest = Math.max(...unit.flowMax.y);
  const columns = [...unit.hill.flowsM3s].filter((q) => q > lowest && q < highest);
  const knots = highest > lowest ? [lowest, ...columns, highest] : [lowest];
  const between = knots
    .slice(1)
    .flatMap((q, i) =>
      Array.from({ length: parts - 1 }, (_, k) => knots[i]! + ((q - knots[i]!) * (k + 1)) / parts),
    );
  return [...knots, ...between].sort((a, b) => a - b);
}

/** What is asked of a unit at every head: its chart's knots and its limits. */
interface Machine {
  readonly knots: readonly number[];
  readonly limits: readonly Limits[];
  /** What is limited, at the knots under the head at hand: room that every head uses anew. */
  readonly values: Readonly<Record<Limited, Float64Array>>;
}

const machines = new WeakMap<PlantUnit, Map<number, Machine>>();

function machineOf(unit: PlantUnit, parts: number): Machine {
  const ofUnit = machines.get(unit) ?? new Map<number, Machine>();
  machines.set(unit, ofUnit);
  const machine = ofUnit.get(parts) ?? newMachine(unit, parts);
  ofUnit.set(parts, machine);
  return machine;
}

function newMachine(unit: PlantUnit, parts: number): Machine {
  const knots = chartKnots(unit, parts);
  const room = (): Float64Array => new Float64Array(knots.length);
  const values = { headM: room(), powerMw: room(), aboveLeast: room(), aboveMost: room() };
  return { knots, limits: limitsOf(unit), values };
}

/** Flows, rising, what the unit makes of them, and whether a limit begins or ends at them. */
interface Points {
  readonly flowM3s: number[];
  readonly powerMw: number[];
  readonly isEdge: boolean[];
}

/** The chart's knots and every flow at which one of the unit's limits begins or ends. */
function knotsWithLimits({ knots, limits, values }: Machine, at: UnitAtHead): Points {
  for (let i = 0; i < knots.length; i++) {
    const flow = knots[i]!;
    values.headM[i] = at.headM(flow);
    values.powerMw[i] = at.powerMw(flow);
    values.aboveLeast[i] = at.aboveLeast(flow);
    values.aboveMost[i] = at.aboveMost(flow);
  }
  const edges: number[] = [];
  for (const { of, at: places } of limits) {
    const limited = values[of];
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0; i < limited.length; i++) {
      if (limited[i]! < least) least = limited[i]!;
      if (limited[i]! > most) most = limited[i]!;
    }
    for (const place of places) {
      if (place >= least && place <= most) findEdges(knots, limited, of, place, at, edges);
    }
  }
  return withEdges(knots, values.powerMw, edges, at);
}

function withEdges(
  knots: readonly number[],
  powers: Float64Array,
  edges: number[],
  at: UnitAtHead,
): Points {
  edges.sort((a, b) => a - b);
  const points: Points = { flowM3s: [], powerMw: [], isEdge: [] };
  const add = (flow: number, power: number, isEdge: boolean): void => {
    points.flowM3s.push(flow);
    points.powerMw.push(power);
    points.isEdge.push(isEdge);
  };
  let next = 0;
  for (let i = 0; i <= knots.length; i++) {
    let isEdge = false;
    for (; next < edges.length && !(edges[next]! > knots[i]!); next++) {
      if (edges[next] === knots[i]) isEdge = true;
      else add(edges[next]!, at.powerMw(edges[next]!), true);
    }
    if (i < knots.length) add(knots[i]!, powers[i]!, isEdge);
  }
  return points;
}

/** Finds the flows at which what is limited comes to a place. */
function findEdges(
  knots: readonly number[],
  values: Float64Array,
  of: Limited,
  place: number,
  at: UnitAtHead,
  edges: number[],
): void {
  for (let i = 1; i < knots.length; i++) {
    const before = values[i - 1]! - place;
    const after = values[i]! - place;
    if (i === 1 && before === 0) edges.push(knots[0]!);
    if (after === 0) edges.push(knots[i]!);
    else if (before < 0 !== after < 0 && before !== 0) {
      edges.push(rootBetween((q) => at[of](q) - place, knots[i - 1]!, knots[i]!));
    }
  }
}

/** A run of points, given by their places, with points halfway where they are too few. */
function bandOf({ flowM3s, powerMw }: Points, run: readonly number[], at: UnitAtHead): FlowBand {
  let flows = run.map((i) => flowM3s[i]!);
  if (flows.length === 1 || flows.length >= LEAST_POINTS) {
    return { flowM3s: flows, powerMw: run.map((i) => powerMw[i]!) };
  }
  while (flows.length < LEAST_POINTS) {
    const fewer = flows;
    flows = fewer.flatMap((q, i) => (i === 0 ? [q] : [(q + fewer[i - 1]!) / 2, q]));
  }
  return { flowM3s: flows, powerMw: flows.map((q) => at.powerMw(q)) };
}

/**
 * The bands of flow that a unit may hold under a gross head, lowest first; none where the head
 * lets it run nowhere.
 * @param lossS2PerM5 head loss over q²: the unit's own k_u, and of a shared conduit
 *   k_c · (Σ q_v / q_u)²
 * @param parts points between two columns of the chart, and one: the finer, the truer the curve
 */
export function unitBands(
  unit: PlantUnit,
  grossHeadM: number,
  lossS2PerM5: number,
  parts = 2,
): FlowBand[] {
  const at = new UnitAtHead(unit, grossHeadM, lossS2PerM5);
  const points = knotsWithLimits(machineOf(unit, parts), at);
  const { flowM3s, isEdge } = points;
  const width = POINT_WIDTH * flowM3s[flowM3s.length - 1]!;
  const bands: FlowBand[] = [];
  let run: number[] = [];
  let isAllowed: boolean | null = null;
  const close = (): void => {
    if (run.length > 0) bands.push(bandOf(points, run, at));
    run = [];
  };
  for (let i = 0; i < flowM3s.length; i++) {
    const here = flowM3s[i]!;
    const next = flowM3s[i + 1];
    // From one edge to the next all flows are allowed, or none.
    if (isEdge[i]) isAllowed = null;
    if (run.length === 0 && isAllowed !== false && at.allows(here)) run = [i];
    if (next === undefined) break;
    if (next - here <= width) continue;
    isAllowed ??= at.allows((here + next) / 2);
    if (!isAllowed) close();
    else if (run.length === 0) run = [i, i + 1];
    else run.push(i + 1);
  }
  close();
  return bands;
}
