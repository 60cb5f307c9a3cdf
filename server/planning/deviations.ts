import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { Deviation, FollowedStep, FollowedValue } from '#shared/wire/following.ts';
import { FOLLOWED_MS, type Bands } from './adherence.ts';

/** A unit, or the whole station (null), that went beyond its band in a step. */
interface Over {
  readonly unit: string | null;
  readonly value: FollowedValue;
}

/** Who deviates in a step: units, and the station where no single unit does. */
function oversIn(step: FollowedStep): Over[] {
  const units = Object.entries(step.units)
    .filter(([, value]) => value.isOver)
    .map(([unit, value]) => ({ unit, value }));
  if (units.length > 0 || !step.station.isOver) return units;
  return [{ unit: null, value: step.station }];
}

/**
 * What a step that has ended makes of the deviations: those that go on in it grow, others open.
 * @param known deviations that touch the step's beginning; one that has the step already is left as it is
 * @param newId names one that opens
 */
export function deviationsAfter(
  station: string,
  step: FollowedStep,
  known: readonly Deviation[],
  bands: Bands,
  newId: () => string,
): Deviation[] {
  return oversIn(step).flatMap(({ unit, value }): Deviation[] => {
    const mine = known.filter((one) => one.unit === unit && one.from <= step.at);
    if (mine.some((one) => one.to > step.at)) return [];
    const deviationMw = value.deviationMw!;
    const energyMwh = deviationMw * (FOLLOWED_MS / MS_PER_HOUR);
    const before = mine.find((one) => one.to === step.at);
    if (before) {
      const isLarger = Math.abs(deviationMw) > Math.abs(before.largestMw);
      return [
        {
          ...before,
          to: step.at + FOLLOWED_MS,
          largestMw: isLarger ? deviationMw : before.largestMw,
          energyMwh: before.energyMwh + energyMwh,
          revision: before.revision + 1,
        },
      ];
    }
    return [
      {
        id: newId(),
        station,
        unit,
        from: step.at,
        to: step.at + FOLLOWED_MS,
        largestMw: deviationMw,
        energyMwh,
        bandMw: unit === null ? bands.station : bands.units[unit]!,
        revision: 1,
        explained: null,
      },
    ];
  });
}
