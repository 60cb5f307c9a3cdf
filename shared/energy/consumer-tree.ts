import type { Feeder } from '#shared/station/site-schema.ts';

/** A metered consumer or group with those it feeds; the station's own roots have no parent. */
export interface Consumer {
  readonly feeder: Feeder;
  readonly parent: string | null;
  readonly children: readonly string[];
}

/** Consumers by id, parents before their children, in the order of the site. */
export type ConsumerTree = ReadonlyMap<string, Consumer>;

/** @param feeders whose parents exist and form no circle (station/feeder-rules.ts) */
export function consumerTree(feeders: readonly Feeder[]): ConsumerTree {
  const tree = new Map<string, Consumer>();
  const add = (parent: string | null): void => {
    for (const feeder of feeders.filter((one) => (one.parent ?? null) === parent)) {
      const children = feeders.filter((one) => one.parent === feeder.id).map((one) => one.id);
      tree.set(feeder.id, { feeder, parent, children });
      add(feeder.id);
    }
  };
  add(null);
  return tree;
}

/** Ids of what together is the station's own consumption of electricity: the roots that are metered in kWh. */
export function electricRoots(feeders: readonly Feeder[]): string[] {
  return feeders
    .filter((feeder) => feeder.parent === undefined && feeder.unit === 'kWh')
    .map((feeder) => feeder.id);
}

/** Error class of a meter whose own is not told, % of what it counts. */
const USUAL_ACCURACY_PERCENT = 1;

/** A parent's meter against the sum of its children's, all in the parent's unit. */
export interface Balance {
  readonly consumer: string;
  readonly own: number;
  readonly children: number;
  /** Own − children; > 0: used below the parent and metered by no child. */
  readonly gap: number;
  /** What the meters' own errors may come to together. */
  readonly tolerance: number;
  readonly within: boolean;
  /** Children that are not in the sum: of another unit, or not heard of. */
  readonly leftOut: readonly string[];
}

/**
 * Compares each parent with its children; the gap is shown and booked to no child.
 * @param useOf what a consumer used, in its unit; null: not known. Parents without a figure, or without a child to compare, are left out.
 */
export function balances(
  tree: ConsumerTree,
  useOf: (consumer: string) => number | null,
): Balance[] {
  const result: Balance[] = [];
  for (const [id, { feeder, children }] of tree) {
    const own = useOf(id);
    if (children.length === 0 || own === null) continue;
    const leftOut: string[] = [];
    let sum = 0;
    let tolerance = errorOf(feeder, own);
    for (const child of children) {
      const use = useOf(child);
      const childFeeder = tree.get(child)!.feeder;
      if (use === null || childFeeder.unit !== feeder.unit) {
        leftOut.push(child);
        continue;
      }
      sum += use;
      tolerance += errorOf(childFeeder, use);
    }
    const gap = own - sum;
    if (leftOut.length === children.length) continue;
    const within = leftOut.length === 0 && Math.abs(gap) <= tolerance;
    result.push({ consumer: id, own, children: sum, gap, tolerance, within, leftOut });
  }
  return result;
}

const errorOf = (feeder: Feeder, use: number): number =>
  ((feeder.accuracyPercent ?? USUAL_ACCURACY_PERCENT) / 100) * Math.abs(use);
