import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { ChangeAnnounced } from '#shared/wire/following.ts';
import type { NextChange } from '#shared/wire/plan-view.ts';

/** How long before a change it is announced, latest last. */
export const ANNOUNCED_MINUTES = [15, 5] as const;

const nameOf = (station: string, { at, unit, kind }: NextChange, minutes: number): string =>
  `${station} ${at} ${unit} ${kind} ${minutes}`;

/**
 * What is to be announced of a station's next change at `nowMs`, if anything: of several times that have
 * come the latest alone, so that a change learnt of late is announced once.
 * @param told names of what was announced; what is announced now is added, what is past is taken out
 */
export function announcementDue(
  station: string,
  next: NextChange | null,
  nowMs: number,
  told: Map<string, number>,
): ChangeAnnounced['minutes'] | null {
  for (const [name, at] of told) if (at <= nowMs) told.delete(name);
  if (!next || next.at <= nowMs) return null;
  const come = ANNOUNCED_MINUTES.filter((one) => next.at - nowMs <= one * MS_PER_MINUTE);
  const minutes = come.at(-1);
  if (minutes === undefined || told.has(nameOf(station, next, minutes))) return null;
  for (const one of come) told.set(nameOf(station, next, one), next.at);
  return minutes;
}
