/** Gross head settled to this, m: far less than the 2 mm any level is checked to. */
export const HEAD_SETTLED_M = 1e-9;

/** Heads tried by where the last ones led; from then on the ends found are halved. */
const TRIES_BEFORE_HALVING = 12;

/** What a head leads to moves less with it than the head itself: by no more than this share. */
const MOST_FOLLOWED = 0.8;

/**
 * The gross head that leads to itself. A head that leads to a higher one is too low, and the other
 * way round: where heads overshoot in turn, as near the one at which units stop, the root lies between.
 */
export class HeadSearch {
  headM: number;
  private low = -Infinity;
  private high = Infinity;
  private tries = 0;
  private headBeforeM = NaN;
  private ledBeforeM = NaN;

  constructor(firstM: number) {
    this.headM = firstM;
  }

  /** Whether nothing is left between the ends. */
  get closed(): boolean {
    return this.high - this.low < HEAD_SETTLED_M / 10;
  }

  leadsTo(headM: number): void {
    if (Math.abs(headM - this.headM) < HEAD_SETTLED_M) return;
    this.tries++;
    // By now the conduits' shares have settled; ends from before them may have been none.
    if (this.tries === TRIES_BEFORE_HALVING) [this.low, this.high] = [-Infinity, Infinity];
    if (headM > this.headM) this.low = this.headM;
    else this.high = this.headM;
    const halved = (this.low + this.high) / 2;
    const next = this.straightOn(headM);
    const inside = next > this.low && next < this.high;
    const halving = this.tries >= TRIES_BEFORE_HALVING && Number.isFinite(halved);
    [this.headBeforeM, this.ledBeforeM] = [this.headM, headM];
    this.headM = inside && !halving ? next : halved;
  }

  /** Where the straight line through the last two heads leads to itself; where there is none, `headM`. */
  private straightOn(headM: number): number {
    const followed = (headM - this.ledBeforeM) / (this.headM - this.headBeforeM);
    if (!(Math.abs(followed) < MOST_FOLLOWED)) return headM;
    return this.headM + (headM - this.headM) / (1 - followed);
  }

  /** No unit runs at this head; `mostM` is the highest there is. */
  tooLow(mostM: number): void {
    this.low = this.headM;
    this.headM = this.high < Infinity ? (this.low + this.high) / 2 : mostM;
  }
}
