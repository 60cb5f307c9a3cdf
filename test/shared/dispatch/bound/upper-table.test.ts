import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TableNodes, tableNodes } from '#shared/dispatch/bound/table-nodes.ts';
import { type UpperSet, UpperTable } from '#shared/dispatch/bound/upper-table.ts';
import { curveAt } from '#shared/hydraulics/curve.ts';
import { plantOf } from '#shared/hydraulics/plant.ts';
import { real } from '../../hydraulics/arbitraries.ts';
import { stationJson, systemOf, unitJson } from '../small-cases.ts';
import { stationLoading } from './station-loading.ts';

/** Place of a number among rising nodes: the node before it and the share of the way on. */
function placeAmong(nodes: Float64Array, at: number): readonly [number, number] {
  const after = nodes.findIndex((node, k) => k > 0 && node > at);
  const k = after < 0 ? nodes.length - 2 : after - 1;
  return [k, (at - nodes[k]!) / (nodes[k + 1]! - nodes[k]!)];
}

/** The box a flow lies in and its share of the way through it; the greater bound where two meet. */
function boxesAt({ flowM3s }: UpperSet, flow: number): (readonly [number, number])[] {
  const rounding = 1e-9 * flowM3s[flowM3s.length - 1]!;
  return [...flowM3s.slice(0, -1)].flatMap((from, m) => {
    const to = flowM3s[m + 1]!;
    if (flow < from - rounding || flow > to + rounding) return [];
    return [[m, to > from ? (flow - from) / (to - from) : 0] as const];
  });
}

const between = (a: number, b: number, part: number): number => (a === b ? a : a + part * (b - a));

/** What the table allows at a level and a turbine flow, MW. */
function mostAtLevel(table: UpperTable, set: UpperSet, levelM: number, flow: number): number {
  const [k, up] = placeAmong(table.levelsM, levelM);
  const boxes = set.flowM3s.length - 1;
  return boxesAt(set, flow).reduce((most, [m, along]) => {
    const at = (node: number): number =>
      between(set.atLower[node * boxes + m]!, set.atUpper[node * boxes + m]!, along);
    return Math.max(most, between(at(k), at(k + 1), up));
  }, -Infinity);
}

/** The same by gross head. */
function mostAtHead(table: UpperTable, set: UpperSet, headM: number, flow: number): number {
  const [j, up] = placeAmong(table.heads.headsM, headM);
  return boxesAt(set, flow).reduce((most, [m, along]) => {
    const at = (node: number): number =>
      between(set.byHead[node]!.lower[m]!, set.byHead[node]!.upper[m]!, along);
    return Math.max(most, between(at(j), at(j + 1), up));
  }, -Infinity);
}

test('no loading within the limits makes or takes more than the table has at its level and turbine flow', () => {
  let kept = 0;
  fc.assert(
    fc.property(
      stationLoading,
      real(0, 1),
      fc.oneof(real(0.001, 0.5), real(0.5, 15)),
      fc.oneof(real(0.0002, 0.003), real(0.003, 0.05)),
      fc.boolean(),
      (loading, below, levels, headShare, isShut) => {
        fc.pre(loading !== null);
        const { plant, flowsM3s, meanLevelM, outflowM3s, powerMw } = loading;
        const units = flowsM3s.flatMap((flow, u) => (flow > 0 ? [u] : []));
        fc.pre(units.length > 0);
        kept++;
        const lowest = meanLevelM - below * levels;
        const largest = plant.units.reduce((sum, { flowMax }) => sum + Math.max(...flowMax.y), 60);
        const range = [lowest, lowest + levels] as const;
        const flow = flowsM3s.reduce((sum, q) => sum + q, 0);
        const isShared = plant.conduitLoss.some((loss) => loss > 0);
        const usual = isShared || isShut ? Infinity : largest - 60;
        // With shut gates what goes past the turbines is known; else curves end at the units' largest outputs.
        const besides = isShut ? outflowM3s - flow : null;
        const sets = [{ counts: [], units }];
        const nodes = tableNodes(plant, {
          mostOutflowM3s: largest,
          usualOutflowM3s: usual,
          levels: range,
          headShare,
        });
        const table = new UpperTable(plant, sets, nodes, besides);
        const set = table.set(0);
        expect(mostAtLevel(table, set, meanLevelM, flow)).toBeGreaterThanOrEqual(powerMw - 1e-7);
        const [k, up] = placeAmong(table.levelsM, meanLevelM);
        const fullM3s = between(set.mostM3s[k]!, set.mostM3s[k + 1]!, up);
        expect(fullM3s).toBeGreaterThanOrEqual(flow * (1 - 1e-9));
        const head = meanLevelM - curveAt(plant.tailwater, outflowM3s);
        expect(mostAtHead(table, set, head, flow)).toBeGreaterThanOrEqual(powerMw - 1e-7);
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300), endOnFailure: true },
  );
  expect(kept).toBeGreaterThan(100);
}, 120_000);

test('nor do units of which others may rest, less what running takes', () => {
  fc.assert(
    fc.property(
      stationLoading,
      real(0.001, 15),
      real(0.0002, 0.05),
      fc.array(real(-5, 5), { minLength: 6, maxLength: 6 }),
      (loading, levels, headShare, taken) => {
        fc.pre(loading !== null);
        const { plant, flowsM3s, meanLevelM, powerMw } = loading;
        const units = plant.units.map((_, u) => u);
        const takenMw = units.map((u) => taken[u]!);
        const largest = plant.units.reduce((sum, { flowMax }) => sum + Math.max(...flowMax.y), 60);
        const range = [meanLevelM, meanLevelM + levels] as const;
        const nodes = tableNodes(plant, {
          mostOutflowM3s: largest,
          usualOutflowM3s: largest,
          levels: range,
          headShare,
        });
        const table = new UpperTable(plant, [{ units, takenMw }], nodes, 0);
        const flow = flowsM3s.reduce((sum, q) => sum + q, 0);
        const left = flowsM3s.reduce((mw, q, u) => mw - (q > 0 ? takenMw[u]! : 0), powerMw);
        const most = mostAtLevel(table, table.set(0), meanLevelM, flow);
        expect(most).toBeGreaterThanOrEqual(left - 1e-7);
      },
    ),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300), endOnFailure: true },
  );
}, 120_000);

test('power never falls with the level', () => {
  fc.assert(
    fc.property(stationLoading, real(0.1, 10), (loading, levels) => {
      fc.pre(loading !== null);
      const { plant, meanLevelM } = loading;
      const units = plant.units.map((_, u) => u);
      const range = [meanLevelM, meanLevelM + levels] as const;
      const nodes = tableNodes(plant, {
        mostOutflowM3s: 300,
        usualOutflowM3s: 300,
        levels: range,
        headShare: 0.01,
      });
      const table = new UpperTable(plant, [{ counts: [], units }], nodes, 0);
      const { atLower, atUpper, flowM3s } = table.set(0);
      const boxes = flowM3s.length - 1;
      fc.pre(boxes > 0);
      for (let at = boxes; at < atLower.length; at++) {
        expect(atLower[at]).toBeGreaterThanOrEqual(atLower[at - boxes]!);
        expect(atUpper[at]).toBeGreaterThanOrEqual(atUpper[at - boxes]!);
      }
    }),
    { numRuns: 50 },
  );
}, 60_000);

test('a span of levels a little higher or lower comes to the same nodes', () => {
  const plant = plantOf(systemOf([stationJson('s1', [unitJson('u1')])]).stations[0]!);
  const nodesOf = (lowestM: number, highestM: number): TableNodes =>
    tableNodes(plant, {
      mostOutflowM3s: 200,
      usualOutflowM3s: 200,
      levels: [lowestM, highestM],
      headShare: 0.004,
    });
  const { levelsM, name } = nodesOf(208, 210);
  const spacingM = levelsM[1]! - levelsM[0]!;
  // Spacings double in four steps: 4 · log₂ of one is a whole number.
  expect(4 * Math.log2(spacingM)).toBeCloseTo(Math.round(4 * Math.log2(spacingM)), 9);
  // 0.4 % of a head of about 80 m is 0.32 m.
  expect(spacingM).toBeGreaterThan(0.32 / 1.3);
  expect(spacingM).toBeLessThan(0.32 * 1.1);
  expect(levelsM[0]!).toBeLessThanOrEqual(208);
  expect(levelsM.at(-1)!).toBeGreaterThanOrEqual(210);
  const [first, last] = [levelsM[0]! + 0.01, levelsM.at(-1)! - 0.01];
  expect(nodesOf(first, last).name).toBe(name);
  expect(nodesOf(first - spacingM, last).name).not.toBe(name);
});
