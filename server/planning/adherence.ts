import type { Station } from '#shared/station/system-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { FollowedStep, FollowedValue } from '#shared/wire/following.ts';
import type { AggregatePoint } from '#shared/wire/history.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { worseQuality, type Quality } from '#shared/wire/quality.ts';
import { stepAt } from './ordered-slots.ts';

/** From when on a quarter-hour counts as a deviation. */
export interface DeviationBand {
  /** Of the largest output. */
  readonly percent: number;
  readonly leastMw: number;
}

/** Bands of a station and of its units, MW. */
export interface Bands {
  readonly station: number;
  readonly units: Readonly<Record<string, number>>;
}

export function bandsOf({ units }: Station, { percent, leastMw }: DeviationBand): Bands {
  const bandMw = (mwMax: number): number => Math.max(leastMw, (percent / 100) * mwMax);
  return {
    station: bandMw(units.reduce((sum, unit) => sum + unit.mwMax, 0)),
    units: Object.fromEntries(units.map(({ id, mwMax }) => [id, bandMw(mwMax)])),
  };
}

/**
 * A unit that is started, synchronized and loaded, or taken off, is under way for this share of a
 * quarter-hour at most: by so much of an ordered change the mean may lag behind it.
 */
const LAG_SHARE = 0.4;

/** Output in one step of a plan, MW, and its change from the step before. */
interface PlannedOutput {
  readonly mw: number;
  readonly changeMw: number;
}

function outputAt(series: readonly number[], step: number): PlannedOutput {
  return { mw: series[step]!, changeMw: step > 0 ? series[step]! - series[step - 1]! : 0 };
}

/** The version that was in force when the step at `atMs` began: what came into force in it is not judged by it. */
function orderedAtStart(versions: readonly PlanVersion[], atMs: number): PlanVersion | undefined {
  return versions
    .filter(
      (version) =>
        version.inForceFrom !== null && version.inForceFrom <= atMs && stepAt(version, atMs) >= 0,
    )
    .reduce<PlanVersion | undefined>(
      (last, version) => (last && last.inForceFrom! > version.inForceFrom! ? last : version),
      undefined,
    );
}

/** The newest version that the search had offered when the step at `atMs` began. */
function recommendedAt(versions: readonly PlanVersion[], atMs: number): PlanVersion | undefined {
  return versions.findLast(
    (version) => version.amends === null && version.madeAt <= atMs && stepAt(version, atMs) >= 0,
  );
}

function followed(
  recommendedMw: number | null,
  ordered: PlannedOutput | null,
  actual: { readonly mw: number | null; readonly quality: Quality },
  bandMw: number,
): FollowedValue {
  const deviationMw = ordered === null || actual.mw === null ? null : actual.mw - ordered.mw;
  const changeMw = ordered?.changeMw ?? 0;
  const isBehind = deviationMw !== null && deviationMw * changeMw < 0;
  const wideMw = bandMw + (isBehind ? LAG_SHARE * Math.abs(changeMw) : 0);
  return {
    recommendedMw,
    orderedMw: ordered?.mw ?? null,
    actualMw: actual.mw,
    quality: actual.quality,
    deviationMw,
    isOver: deviationMw !== null && Math.abs(deviationMw) > wideMw,
  };
}

/**
 * One quarter-hour of a station beside its plans.
 * @param versions of that time, oldest made first
 * @param measured the quarter-hour of each unit's output, by unit
 */
export function followedStep(
  station: Station,
  versions: readonly PlanVersion[],
  atMs: number,
  measured: ReadonlyMap<string, AggregatePoint>,
  bands: Bands,
): FollowedStep {
  const ordered = orderedAtStart(versions, atMs);
  const recommended = recommendedAt(versions, atMs);
  const planOf = (version: PlanVersion | undefined) => version?.plan.stations[station.id];
  const step = ordered ? stepAt(ordered, atMs) : -1;
  const recommendedStep = recommended ? stepAt(recommended, atMs) : -1;
  const actuals = station.units.map(({ id }) => {
    const point = measured.get(id);
    return { mw: point?.mean ?? null, quality: point?.worstQuality ?? ('missing' as const) };
  });
  const units = station.units.map(({ id }, u) => {
    const series = planOf(ordered)?.units[id]?.mw;
    return [
      id,
      followed(
        planOf(recommended)?.units[id]?.mw[recommendedStep] ?? null,
        series ? outputAt(series, step) : null,
        actuals[u]!,
        bands.units[id]!,
      ),
    ] as const;
  });
  const generation = planOf(ordered)?.generationMw;
  return {
    at: atMs,
    planId: ordered?.id ?? null,
    station: followed(
      planOf(recommended)?.generationMw[recommendedStep] ?? null,
      generation ? outputAt(generation, step) : null,
      sumOf(actuals),
      bands.station,
    ),
    units: Object.fromEntries(units),
  };
}

function sumOf(actuals: readonly { readonly mw: number | null; readonly quality: Quality }[]): {
  mw: number | null;
  quality: Quality;
} {
  const isWhole = actuals.every(({ mw }) => mw !== null);
  return {
    mw: isWhole ? actuals.reduce((sum, { mw }) => sum + mw!, 0) : null,
    quality: actuals.reduce<Quality>((worst, { quality }) => worseQuality(worst, quality), 'good'),
  };
}

/** Length of a followed step. */
export const FOLLOWED_MS = 15 * MS_PER_MINUTE;
