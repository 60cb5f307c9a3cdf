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
  /** What the rows were reckoned for. */
  private upper: UpperSet | null = null;
  private wantedMw = NaN;
  /** Level nodes of the three rows; −1: none yet. */
  private readonly nodes = new Int32Array(3).fill(-1);

  /** @param k the node in the middle; at an end of the table it stands for the one beyond too */
  fill(upper: UpperSet, k: number, wantedMw: number): void {
    const boxes = upper.flowM3s.length - 1;
    const { nodes } = this;
    const last = upper.atLower.length / boxes - 1;
    if (this.share.length < 3 * boxes) {
      this.share = new Float64Array(3 * boxes);
      this.riseMw = new Float64Array(3 * boxes);
      this.upper = null;
    }
    const isSame = upper === this.upper && wantedMw === this.wantedMw;
    // One node further up two of the three rows are known.
    const known = isSame && k > 0 && nodes[1] === k - 1 && nodes[2] === k ? 2 : 0;
    if (known > 0) {
      this.share.copyWithin(0, boxes, 3 * boxes);
      this.riseMw.copyWithin(0, boxes, 3 * boxes);
    }
    [this.boxes, this.upper, this.wantedMw] = [boxes, upper, wantedMw];
    nodes[0] = Math.max(0, k - 1);
    nodes[1] = k;
    nodes[2] = Math.min(last, k + 1);
    for (let row = known; row < 3; row++) this.fillRow(row);
  }

  private fillRow(row: number): void {
    const { share, riseMw, boxes, wantedMw } = this;
    const { atLower, atUpper } = this.upper!;
    const from = this.nodes[row]! * boxes;
    for (let m = 0; m < boxes; m++) {
      const lower = atLower[from + m]!;
      const rise = lower === -Infinity ? 0 : atUpper[from + m]! - lower;
      const at = row * boxes + m;
      riseMw[at] = rise > 0 ? rise : 0;
      if (rise > 0) share[at] = (wantedMw - lower) / rise;
      else share[at] = lower >= wantedMw ? -Infinity : Infinity;
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
