/** Numbers that are kept at most: beyond, what is asked for again is reckoned again. 8 MB. */
const MOST_NUMBERS = 1_000_000;
const FIRST_NUMBERS = 100_000;

/** What the way back through the day has reckoned, kept for the way onwards. */
export class KeptValues {
  private numbers = new Float64Array(FIRST_NUMBERS);
  private used = 0;
  /** Where each lies; −1: it is not kept. */
  private readonly at: Int32Array;

  /** @param count things that may be kept, numbered from 0 */
  constructor(count: number) {
    this.at = new Int32Array(count).fill(-1);
  }

  /** Keeps values[begin] … values[end − 1], if there is room. */
  keep(which: number, values: Float64Array, begin: number, end: number): void {
    const needed = this.used + end - begin;
    if (needed > MOST_NUMBERS) return;
    if (needed > this.numbers.length) {
      const more = new Float64Array(Math.min(MOST_NUMBERS, Math.max(needed, 2 * this.used)));
      more.set(this.numbers.subarray(0, this.used));
      this.numbers = more;
    }
    this.numbers.set(values.subarray(begin, end), this.used);
    this.at[which] = this.used;
    this.used = needed;
  }

  /** Puts what was kept back to where it was; false where it was not kept. */
  restore(which: number, values: Float64Array, begin: number, end: number): boolean {
    const at = this.at[which]!;
    if (at < 0) return false;
    values.set(this.numbers.subarray(at, at + end - begin), begin);
    return true;
  }
}
