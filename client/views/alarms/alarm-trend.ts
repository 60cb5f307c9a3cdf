import type { AlarmCode } from '#shared/station/alarm-codes.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { Alarm } from '#shared/wire/alarms.ts';
import { stationTag, type StationTag, unitTag } from '#shared/wire/tag-path.ts';

/** What of the station an alarm speaks of; alarms of the server's own affairs speak of nothing that is measured. */
const STATION_TAGS: Partial<Readonly<Record<AlarmCode, readonly StationTag[]>>> = {
  'level.high': ['forebayLevel', 'observedInflow', 'totalOutflow'],
  'level.high-early': ['forebayLevel', 'observedInflow', 'totalOutflow'],
  'level.low': ['forebayLevel', 'observedInflow', 'totalOutflow'],
  'level.low-early': ['forebayLevel', 'observedInflow', 'totalOutflow'],
  'level.rise': ['forebayLevel', 'observedInflow', 'totalOutflow'],
  'level.fall': ['forebayLevel', 'observedInflow', 'totalOutflow'],
  'spill.running': ['spillFlow', 'forebayLevel', 'observedInflow'],
  'spill.ahead': ['forebayLevel', 'observedInflow', 'totalOutflow'],
  'head.loss': ['forebayLevel', 'tailraceLevel', 'totalOutflow'],
  'adherence.off': ['export'],
};

function tagsOf({ code, station, subject }: Alarm): readonly string[] {
  if (code === 'tag.fault') return [subject];
  if (code === 'unit.trip' || code === 'unit.efficiency')
    return [unitTag(station, subject, 'mw'), unitTag(station, subject, 'flow')];
  return (STATION_TAGS[code] ?? []).map((name) => stationTag(station, name));
}

/** Before and after an alarm rang, ms: what led to it and what became of it. */
const AROUND_MS = 4 * MS_PER_HOUR;

/** The trend of what an alarm speaks of, around the moment when it rang, as parameters of the page; null: of nothing. */
export function alarmTrend(alarm: Alarm, now: number) {
  const tag = tagsOf(alarm);
  if (tag.length === 0) return null;
  const rangAt = alarm.rangAt || alarm.cameAt;
  if (rangAt === 0 || rangAt + AROUND_MS >= now)
    return { tag: [...tag], range: '8h', from: undefined, to: undefined };
  const [from, to] = [rangAt - AROUND_MS, rangAt + AROUND_MS].map((at) =>
    new Date(at).toISOString(),
  );
  return { tag: [...tag], range: undefined, from, to };
}
