import type { Plan } from '#shared/station/plan-schema.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { PlanInputs } from '../store/plan-store.ts';
import type { Solver } from './solver.ts';

/** A number that came out differently. */
export interface Difference {
  /** Where in the plan, for example `stations.s1.units.u2.mw[17]`. */
  readonly place: string;
  readonly was: unknown;
  readonly is: unknown;
}

/** What came of computing a stored plan again. */
export interface Replayed {
  readonly id: string;
  /** `search`: searched again; `schedule`: made by hand, carried out again. */
  readonly how: 'search' | 'schedule';
  readonly isSame: boolean;
  /** How many numbers differ, and the first of them. */
  readonly differing: number;
  readonly differences: readonly Difference[];
  /** The build of the program that made it, and the one that computed it again now. */
  readonly build: string;
  readonly replayedBy: string;
  /** Where these differ other code computed it: other numbers may well be of its making. */
  readonly isSameBuild: boolean;
}

/** Of the differences so many are told. */
const TOLD = 20;

/**
 * Computes a version again from its inputs and compares every number of the plan. The search's clock is
 * played back, so that it is broken off where it was.
 * @param replayedBy the build of this program
 */
export async function replayPlan(
  solver: Pick<Solver, 'solve' | 'carryOut'>,
  version: Pick<PlanVersion, 'id' | 'plan'>,
  { system, day, search, build }: Omit<PlanInputs, 'image' | 'loadCurves' | 'forecastIssuedAt'>,
  replayedBy: string,
): Promise<Replayed> {
  const { plan } = search
    ? await solver.solve({ system, day, ...search })
    : await solver.carryOut({ system, day, schedule: version.plan });
  const found: Difference[] = [];
  compare('', version.plan, JSON.parse(JSON.stringify(plan)) as Plan, found);
  return {
    id: version.id,
    how: search ? 'search' : 'schedule',
    isSame: found.length === 0,
    differing: found.length,
    differences: found.slice(0, TOLD),
    build,
    replayedBy,
    isSameBuild: build === replayedBy,
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Gathers the leaves in which two plans differ; both as they come out of JSON. */
function compare(place: string, was: unknown, is: unknown, found: Difference[]): void {
  if (!isObject(was) || !isObject(is)) {
    if (was !== is) found.push({ place, was, is });
    return;
  }
  const name = (key: string): string =>
    Array.isArray(was) ? `${place}[${key}]` : place === '' ? key : `${place}.${key}`;
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    compare(name(key), was[key], is[key], found);
  }
}
