import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { stationTag } from '#shared/wire/tag-path.ts';
import { ofStation, type Watch, type WatchParts } from '../observation.ts';

/** The slope is that of this much time; of less than half of it nothing is said. */
const WINDOW_MS = 15 * MS_PER_MINUTE;
const LEAST_MS = WINDOW_MS / 2;
/** A level is noted no oftener than this. */
const NOTED_MS = 10_000;

type Point = readonly [at: number, levelM: number];

/** Slope of the line of least squares through points, m/h. */
export function slopeMPerHour(points: readonly Point[]): number {
  const n = points.length;
  const at0 = points[0]?.[0] ?? 0;
  let [sumT, sumL, sumTT, sumTL] = [0, 0, 0, 0];
  for (const [at, levelM] of points) {
    const hours = (at - at0) / MS_PER_HOUR;
    sumT += hours;
    sumL += levelM;
    sumTT += hours * hours;
    sumTL += hours * levelM;
  }
  return (n * sumTL - sumT * sumL) / (n * sumTT - sumT * sumT);
}

/** How fast the reservoir rises and falls. */
export function slopeWatch({ station, heard }: WatchParts): Watch {
  const tag = stationTag(station.id, 'forebayLevel');
  let points: readonly Point[] = [];
  return () => {
    const known = heard.value(tag);
    const levelM = heard.believed(tag);
    const last = points.at(-1)?.[0] ?? -Infinity;
    if (known && levelM !== null && known.at < last) points = [];
    if (known && levelM !== null && known.at - last >= NOTED_MS)
      points = [...points.filter(([at]) => known.at - at <= WINDOW_MS), [known.at, levelM]];
    const spanMs = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
    const slope = spanMs < LEAST_MS ? null : slopeMPerHour(points);
    const about = { tag, level: levelM ?? 0 };
    return [
      ofStation('level.rise', slope, { ...about, value: slope ?? 0 }),
      ofStation('level.fall', slope === null ? null : -slope, { ...about, value: -(slope ?? 0) }),
    ];
  };
}
