import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitPowerMw } from '#shared/hydraulics/unit-power.ts';
import { slopesWithin } from '#shared/dispatch/bound/slope-range.ts';
import { real } from '../../hydraulics/arbitraries.ts';
import { anyUnit, plantUnit, share } from './machines.ts';

/** A box of flows and gross heads, wide or narrow, within a unit's chart, beside it or across its end. */
const box = fc.record({
  flow: fc.tuple(real(0.5, 100), fc.oneof(real(0, 2), real(0, 60))),
  head: fc.tuple(real(-5, 120), fc.oneof(real(0, 1), real(0, 50))),
});

test('between any two points of a box, power rises by no more and no less than the slopes told for the box', () => {
  fc.assert(
    fc.property(anyUnit, box, share, share, share, share, (machine, { flow, head }, a, b, c, d) => {
      const unit = plantUnit(machine);
      const flows = { low: flow[0], high: flow[0] + flow[1] };
      const heads = { low: head[0], high: head[0] + head[1] };
      const { perFlow, perHead } = slopesWithin(unit, flows, heads);
      const power = (q: number, gross: number): number =>
        unitPowerMw(unit, gross - unit.lossS2PerM5 * q * q, q);
      const [q, other] = [a, b].map((part) => flows.low + part * flow[1]);
      const [gross, otherGross] = [c, d].map((part) => heads.low + part * head[1]);
      const rounding = 1e-9;
      const alongFlow = power(other!, gross!) - power(q!, gross!);
      const byFlow = [perFlow.low * (other! - q!), perFlow.high * (other! - q!)];
      expect(alongFlow).toBeGreaterThanOrEqual(Math.min(...byFlow) - rounding);
      expect(alongFlow).toBeLessThanOrEqual(Math.max(...byFlow) + rounding);
      const alongHead = power(q!, otherGross!) - power(q!, gross!);
      const byHead = [perHead.low * (otherGross! - gross!), perHead.high * (otherGross! - gross!)];
      expect(alongHead).toBeGreaterThanOrEqual(Math.min(...byHead) - rounding);
      expect(alongHead).toBeLessThanOrEqual(Math.max(...byHead) + rounding);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 2000) },
  );
});
