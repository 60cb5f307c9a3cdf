/** Events a socket may send at once, and how many come back each second. */
const BURST = 20;
const PER_SECOND = 5;

/**
 * A socket's allowance of events (a token bucket).
 * @param now instant of real time, ms
 * @returns whether one more may pass
 */
export function createEventLimit(now: () => number): () => boolean {
  let left = BURST;
  let filledAt = now();
  return () => {
    const at = now();
    left = Math.min(BURST, left + ((at - filledAt) / 1000) * PER_SECOND);
    filledAt = at;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
