import { alarmSettings, type AlarmSetting } from '#shared/alarms/settings.ts';
import { isActive } from '#shared/alarms/states.ts';
import type { AlarmCode } from '#shared/station/alarm-codes.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { bandsOf } from '../planning/adherence.ts';
import type { AlarmBook } from './alarm-book.ts';
import type { Heard } from './heard.ts';
import { stationWatch, type StationWatch } from './station-watch.ts';
import { serverWatch, type ServerWatchParts } from './watches/server-watch.ts';

/** A station with what is watched of it, and by which limits. */
export interface WatchedStation {
  readonly watch: StationWatch;
  readonly settings: ReadonlyMap<AlarmCode, AlarmSetting>;
}

export interface WatchedStationsParts {
  readonly system: System;
  readonly site: Pick<Site, 'alarms' | 'planning'>;
  readonly tags: readonly Tag[];
  readonly planning: { view(station: string): PlanView };
  readonly heard: Heard;
  readonly book: Pick<AlarmBook, 'all'>;
  readonly clockRate: number;
  readonly server: ServerWatchParts;
}

/** All stations by id. */
export function watchedStations(parts: WatchedStationsParts): ReadonlyMap<string, WatchedStation> {
  const { system, site, tags, planning, heard, book, clockRate, server } = parts;
  return new Map(
    system.stations.map((station) => {
      const settings = alarmSettings(station, {
        alarms: site.alarms,
        adherenceMw: bandsOf(station, site.planning.deviation).station,
        replanMinutes: site.planning.replanMinutes,
      });
      const watch = stationWatch({
        station,
        tags: tags.filter((tag) => tag.station === station.id && tag.origin === 'measured'),
        heard,
        planView: () => planning.view(station.id),
        clockRate,
        steadyNow: server.steadyNow,
        rackTag: site.alarms.rackTag[station.id],
        server: serverWatch(server),
        activeSubjects: (code) =>
          [...book.all()]
            .filter((one) => one.station === station.id && one.code === code)
            .filter((one) => isActive(one.standing))
            .map(({ subject }) => subject),
      });
      return [station.id, { watch, settings }];
    }),
  );
}
