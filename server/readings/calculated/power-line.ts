import { LONGEST_BRIDGE_MS, type EnergyBooks, type PowerPoint, type Sign } from './energy-books.ts';

/** The power of one unit over the newest two local days, and what it adds to the books. */
export interface PowerLine {
  /**
   * Sets the power at an instant, in any order of instants: a late one goes into its place, another
   * one of the same instant replaces the first, null takes it away.
   */
  put(at: number, mw: number | null): void;
}

/** Points in the order of time. */
interface Points {
  at(index: number): PowerPoint | null;
  /** Index of the first point at this instant or after it. */
  placeOf(at: number): number;
  count(): number;
  insert(index: number, at: number, mw: number): void;
  remove(index: number, count: number): void;
}

/** Instants and powers side by side: two days of readings are some ten thousands. */
function createPoints(): Points {
  const ats: number[] = [];
  const mws: number[] = [];
  return {
    at(index) {
      const at = ats[index];
      return at === undefined ? null : { at, mw: mws[index]! };
    },
    placeOf(at) {
      let low = 0;
      let high = ats.length;
      if (high > 0 && at > ats[high - 1]!) return high;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (ats[middle]! < at) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    count: () => ats.length,
    insert(index, at, mw) {
      ats.splice(index, 0, at);
      mws.splice(index, 0, mw);
    },
    remove(index, count) {
      ats.splice(index, count);
      mws.splice(index, count);
    },
  };
}

export function createPowerLine(books: EnergyBooks): PowerLine {
  const points = createPoints();
  /** Points before it are forgotten: no line that ends in one of the two days begins there. */
  let horizon = -Infinity;

  /** Books the lines that end in the points from `first` to `last`, as far as there are such. */
  const book = (first: number, last: number, sign: Sign): void => {
    for (let index = first; index <= last; index += 1) {
      const from = points.at(index - 1);
      const to = points.at(index);
      if (to === null) return;
      if (from === null) books.bookOpening(to, sign);
      else books.bookLine(from, to, sign);
    }
  };

  const forgetOld = (newest: number): void => {
    const kept = books.dayStart(books.dayStart(newest) - 1) - LONGEST_BRIDGE_MS;
    if (kept <= horizon) return;
    horizon = kept;
    points.remove(0, points.placeOf(horizon));
  };

  return {
    put(at, mw) {
      if (at < horizon) return;
      const place = points.placeOf(at);
      const known = points.at(place)?.at === at ? 1 : 0;
      if (known === 0 && mw === null) return;
      book(place, place + known, -1);
      points.remove(place, known);
      if (mw !== null) points.insert(place, at, mw);
      book(place, mw === null ? place : place + 1, 1);
      if (place === points.count() - 1) forgetOld(at);
    },
  };
}
