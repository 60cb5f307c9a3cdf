/** How much wider intervals are below the heads that turbines alone leave. */
const WIDER = 4;

/**
 * Nodes of gross head, rising: evenly spaced at the heads that the water of the turbines leaves, and wider
 * apart below, where only what is spilled besides takes the head.
 */
export class HeadNodes {
  readonly headsM: Float64Array;
  readonly spacingM: number;
  /** The node from which on they are evenly spaced. */
  readonly evenFrom: number;

  /**
   * @param lowestM no head lies below, m
   * @param evenFromM heads are told finely apart from here on, m; one node of these is `lowestM` and some spacings
   * @param count nodes, were they even from the lowest one on
   */
  constructor(lowestM: number, evenFromM: number, spacingM: number, count: number) {
    const wide = Math.max(0, Math.min(count - 2, Math.floor((evenFromM - lowestM) / spacingM)));
    this.spacingM = spacingM;
    this.evenFrom = Math.ceil(wide / WIDER);
    const evenM = lowestM + wide * spacingM;
    this.headsM = Float64Array.from({ length: this.evenFrom + count - wide }, (_, i) => {
      const beyond = i - this.evenFrom;
      return evenM + beyond * spacingM * (beyond < 0 ? WIDER : 1);
    });
  }

  /** Place of a head among the nodes: node i is at i, and between two nodes it is straight. */
  placeOf(headM: number): number {
    const beyond = (headM - this.headsM[this.evenFrom]!) / this.spacingM;
    return this.evenFrom + (beyond < 0 ? beyond / WIDER : beyond);
  }

  /** The evenly spaced ones alone. */
  even(): Float64Array {
    return this.headsM.subarray(this.evenFrom);
  }
}
