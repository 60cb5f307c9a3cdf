import fc from 'fast-check';
import { curveAt } from '#shared/hydraulics/curve.ts';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import type { Unit } from '#shared/station/system-schema.ts';
import { real } from '../../hydraulics/arbitraries.ts';
import { anyUnit, plantUnit, share } from './machines.ts';

/** A unit at a flow that its range allows at the head, and nodes of gross head about it. */
export interface RunningUnit {
  readonly machine: Unit;
  readonly flow: number;
  readonly grossHead: number;
  readonly headsM: readonly number[];
}

/** Limits of output drawn about a power, MW: it may lie on their edge, never outside. */
const limitsAbout = fc.record({
  kind: fc.constantFrom('as drawn', 'at most this', 'at least this', 'between two zones'),
  below: fc.oneof(fc.constant(0), real(0, 0.5)),
  above: fc.oneof(fc.constant(0), real(0, 0.5)),
});

type LimitsAbout = typeof limitsAbout extends fc.Arbitrary<infer T> ? T : never;

function limited(machine: Unit, power: number, { kind, below, above }: LimitsAbout): Unit {
  if (kind === 'as drawn' || power <= 1) return machine;
  if (kind === 'at most this') return { ...machine, mwMin: 0, mwMax: power + above };
  if (kind === 'at least this') return { ...machine, mwMin: power - below, mwMax: power + 50 };
  const under: [number, number] = [Math.max(0, power - below - 3), power - below];
  const over: [number, number] = [power + above, power + above + 3];
  return { ...machine, mwMin: 0, mwMax: power + 50, forbidden: [{ mw: under }, { mw: over }] };
}

export const runningUnit: fc.Arbitrary<RunningUnit> = fc
  .record({
    machine: anyUnit,
    head: share,
    flow: share,
    limits: limitsAbout,
    spacing: fc.oneof(real(0.005, 0.1), real(0.1, 6)),
    place: real(0, 3),
  })
  .map(({ machine, head, flow: part, limits, spacing, place }) => {
    const { flowMin, flowMax, headMinM, headMaxM, lossS2PerM5 } = plantUnit(machine);
    const [lowest, highest] = headMinM === -Infinity ? [15, 110] : [headMinM, headMaxM];
    const netHead = lowest + head * (highest - lowest);
    const [least, most] = [curveAt(flowMin, netHead), curveAt(flowMax, netHead)];
    const flow = Math.max(1e-6, least + part * (most - least));
    const grossHead = netHead + lossS2PerM5 * flow * flow;
    const power = unitPowerMw(plantUnit(machine), netHead, flow);
    return {
      machine: limited(machine, power, limits),
      flow,
      grossHead,
      headsM: [0, 1, 2, 3].map((i) => grossHead + (i - place) * spacing),
    };
  });
