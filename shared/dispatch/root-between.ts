const STEPS = 60;

/** The place in (low, high) where `f` is nought, its signs at the ends being unlike (Illinois rule). */
export function rootBetween(f: (at: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  let fa = f(a);
  let fb = f(b);
  for (let i = 0; i < STEPS && Math.abs(b - a) > 1e-13 * high; i++) {
    const at = (a * fb - b * fa) / (fb - fa);
    const value = f(at);
    if (value === 0) return at;
    if (value < 0 === fb < 0) {
      fa /= 2;
    } else {
      a = b;
      fa = fb;
    }
    b = at;
    fb = value;
  }
  return b;
}
