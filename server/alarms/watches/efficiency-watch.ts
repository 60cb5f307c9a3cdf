import { plantOf } from '#shared/hydraulics/plant.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { unitValues } from '../../readings/calculated/unit-values.ts';
import { ofStation, type Observation, type Watch, type WatchParts } from '../observation.ts';

/** Efficiencies of single readings scatter: this is the time over which they are smoothed. */
const SMOOTHED_MS = 10 * MS_PER_MINUTE;
/** Below this share of its largest flow a unit's efficiency says little. */
const LEAST_FLOW_SHARE = 0.4;

interface Smoothed {
  readonly since: number;
  readonly at: number;
  /** Measured / expected efficiency. */
  readonly ratio: number;
}

/**
 * What the units lack against their hill charts. What all of them lack alike is head that is lost before
 * them, at the trash rack; what one lacks beyond that is its own. With one unit running the two cannot be
 * told apart: the unit gets it all, and of the rack nothing is said.
 * @param rackTag measures the loss at the rack, m; undefined: it is reckoned
 */
export function efficiencyWatch(parts: WatchParts, rackTag: string | undefined): Watch {
  const { station, heard } = parts;
  const plant = plantOf(station);
  const smoothed = new Map<string, Smoothed>();
  const largestM3s = new Map(
    station.units.map((unit) => [unit.id, Math.max(...unit.flowRange.map(([, , high]) => high))]),
  );

  const smooth = (at: number): void => {
    const values = new Map(unitValues(plant, heard.value).map((one) => [one.tag, one]));
    for (const { id } of station.units) {
      const measured = values.get(unitTag(station.id, id, 'efficiency'));
      const expected = values.get(unitTag(station.id, id, 'efficiency-expected'));
      const flowM3s = heard.believed(unitTag(station.id, id, 'flow')) ?? 0;
      const isLoaded = flowM3s >= LEAST_FLOW_SHARE * largestM3s.get(id)!;
      const isGood = measured?.quality === 'good' && expected?.quality === 'good';
      if (!isLoaded) smoothed.delete(id);
      if (!isLoaded || !isGood || measured.value === null || !expected.value) continue;
      const ratio = measured.value / expected.value;
      const before = smoothed.get(id);
      const share = before ? 1 - Math.exp(-Math.max(0, at - before.at) / SMOOTHED_MS) : 1;
      const next = before ? before.ratio + share * (ratio - before.ratio) : ratio;
      smoothed.set(id, { since: before?.since ?? at, at, ratio: next });
    }
  };

  return (at) => {
    smooth(at);
    const settled = [...smoothed].filter(([, one]) => one.at - one.since >= SMOOTHED_MS);
    const lacks = new Map(settled.map(([id, { ratio }]) => [id, 1 - ratio]));
    const common = lacks.size < 2 ? null : Math.max(0, Math.min(...lacks.values()));
    const headM = headOf(parts);
    const lossM = common === null || headM === null ? null : common * headM;
    const measuredM = rackTag === undefined ? lossM : heard.believed(rackTag);
    return [
      ofStation('head.loss', measuredM, { value: measuredM ?? 0 }),
      ...station.units.map(({ id }): Observation => {
        const lack = lacks.get(id);
        const percent = lack === undefined ? null : 100 * (lack - (common ?? 0));
        const data = { unit: id, value: percent ?? 0 };
        return { code: 'unit.efficiency', subject: id, value: percent, data };
      }),
    ];
  };
}

function headOf({ station, heard }: WatchParts): number | null {
  const forebayM = heard.believed(stationTag(station.id, 'forebayLevel'));
  const tailraceM = heard.believed(stationTag(station.id, 'tailraceLevel'));
  return forebayM === null || tailraceM === null ? null : forebayM - tailraceM;
}
