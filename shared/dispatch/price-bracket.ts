/** Share of the dearest price to which a price is found. */
const FINE = 2 ** -25;
/** Share of the dearest price by which a price found before is first left, and by how much more each time. */
const FIRST_STEP = 2 ** -12;
const GROWTH = 16;

/** Prices that hold one between them: at `low` more water is used than there is, at `high` no more. */
export interface PriceBracket {
  readonly low: number;
  readonly high: number;
}

/**
 * Finds the price of water at which a day uses what it has.
 * @param usesMore whether more is used at a price than there is; never again at a dearer one once it is not.
 *   The last price it is asked of is not always one of those returned.
 * @param dearest the price lies within ± this
 * @param near a price found before, from where it is sought; NaN where there is none
 */
export function priceBracket(
  usesMore: (price: number) => boolean,
  dearest: number,
  near: number,
): PriceBracket {
  let [low, high] = [-dearest, dearest];
  let step = FIRST_STEP * dearest;
  for (let price = near; price > low && price < high; step *= GROWTH) {
    if (usesMore(price)) low = price;
    else high = price;
    if (low > -dearest && high < dearest) break;
    price = low > -dearest ? low + step : high - step;
  }
  while (high - low > FINE * dearest) {
    const middle = (low + high) / 2;
    if (usesMore(middle)) low = middle;
    else high = middle;
  }
  return { low, high };
}
