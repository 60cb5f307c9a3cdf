import type { UpperSet } from './upper-table.ts';

/**
 * Where in the boxes of a set its bound reaches the power that a load needs: at three level nodes in a row,
 * the middle one at hand. Arrays and fields, no objects: a day asks for millions of these.
 */
export class LoadReach {
  /** In shares of a box from its lower end, node by node. Below 0: all over the box; above 1: nowhere in it. */
  share: Float64Array = new Float64Array(0);
  /** How far below the straight line to a node beside the charge for a flow may lie, shares of the box: what the bound bends, bilinear between them. */
  smooth = 0;
  /** With a quarter of what they differ by, where the flow itself is more than the upper node needs. */
  kinked = 0;
  /** From the box's lower to its upper end, MW. */
  private riseMw: Float64Array = new Float64Array(0);
  private boxes = 0;

  /** @param nodes three in a row; at an end the same one twice */
  fill({ flowM3s, atLower, atUpper }: UpperSet, nodes: readonly number[], wantedMw: number): void {
    const boxes = flowM3s.length - 1;
    this.boxes = boxes;
    if (this.share.length < 3 * boxes) {
      this.share = new Float64Array(3 * boxes);
      this.riseMw = new Float64Array(3 * boxes);
    }
    const { share, riseMw } = this;
    for (let row = 0; row < 3; row++) {
      const from = nodes[row]! * boxes;
      for (let m = 0; m < boxes; m++) {
        const lower = atLower[from + m]!;
        const rise = lower === -Infinity ? 0 : atUpper[from + m]! - lower;
        const at = row * boxes + m;
        riseMw[at] = Math.max(0, rise);
        if (rise > 0) share[at] = (wantedMw - lower) / rise;
        else share[at] = lower >= wantedMw ? -Infinity : Infinity;
      }
    }
  }

  /** Sets `smooth` and `kinked` of box m at the node in the middle: the more of both sides. */
  bow(m: number): void {
    this.smooth = this.kinked = 0;
    this.bend(m, m + this.boxes);
    this.bend(m + this.boxes, m + 2 * this.boxes);
  }

  /** Between two nodes; never more than all that they differ by. */
  private bend(below: number, above: number): void {
    const { share, riseMw } = this;
    const apart = clamped(share[below]!) - clamped(share[above]!);
    if (!(apart > 0)) return;
    const least = Math.min(riseMw[below]!, riseMw[above]!);
    let [smooth, kinked] = [apart, apart];
    if (!(share[above]! < 0) && least > 0) {
      const twist = Math.abs(riseMw[below]! - riseMw[above]!) / least;
      const bent = (share[below]! - share[above]!) * twist;
      smooth = Math.min(apart, bent / 4);
      kinked = Math.min(apart, (apart + bent) / 4);
    }
    this.smooth = Math.max(this.smooth, smooth);
    this.kinked = Math.max(this.kinked, kinked);
  }
}

const clamped = (share: number): number => (share < 0 ? 0 : share > 1 ? 1 : share);
