import { stationTag } from '#shared/wire/tag-path.ts';
import { ofStation, type Watch, type WatchParts } from '../observation.ts';

/** Level against its bands, and spill that runs: what must not wait for the next cycle. */
export function levelWatch({ station, heard }: WatchParts): Watch {
  const level = stationTag(station.id, 'forebayLevel');
  const spill = stationTag(station.id, 'spillFlow');
  return () => {
    const levelM = heard.believed(level);
    const about = { tag: level, value: levelM ?? 0 };
    return [
      ofStation('level.high', levelM, about),
      ofStation('level.high-early', levelM, about),
      ofStation('level.low', levelM, about),
      ofStation('level.low-early', levelM, about),
      ofStation('spill.running', heard.believed(spill), {
        tag: spill,
        value: heard.believed(spill) ?? 0,
      }),
    ];
  };
}
