import type { System } from '#shared/station/system-schema.ts';
import { localDay, localMinute } from '#shared/units/time-grid.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';

export type Language = 'zh' | 'en';

/** A plan as a table: one row for each step, the first row its headers. */
export type PlanRows = readonly (readonly (string | number)[])[];

interface Column {
  readonly zh: string;
  readonly en: string;
  readonly values: readonly number[];
}

const WORDS = {
  from: { zh: '起', en: 'From' },
  to: { zh: '止', en: 'To' },
} as const;

/** Digits that are given: to the kilowatt, the millimetre, the litre per second. */
const DIGITS = 3;

/** Columns of one station's part of a plan. */
function columnsOf(system: System, { plan, steps }: PlanVersion): Column[] {
  const several = system.stations.length > 1;
  return system.stations.flatMap(({ id, name, units }): Column[] => {
    const planned = plan.stations[id];
    if (!planned) return [];
    const of = (zh: string, en: string, values: readonly number[]): Column => ({
      zh: several ? `${name.zh} ${zh}` : zh,
      en: several ? `${name.en} ${en}` : en,
      values,
    });
    return [
      of('上网出力 MW', 'Export MW', planned.exportMw),
      of('发电出力 MW', 'Generation MW', planned.generationMw),
      ...units.map((unit) =>
        of(
          `${unit.name?.zh ?? unit.id} MW`,
          `${unit.name?.en ?? unit.id} MW`,
          planned.units[unit.id]?.mw ?? [],
        ),
      ),
      of('弃水 m³/s', 'Spill m³/s', planned.spillM3s),
      of('出库 m³/s', 'Outflow m³/s', planned.outflowM3s),
      of('末水位 m', 'Level at end m', planned.levelM.slice(1, steps + 1)),
    ];
  });
}

/**
 * A plan's steps as rows, with local times.
 * @param day only the steps that begin on this local day, `YYYY-MM-DD`; null: all
 * @throws RangeError where it is no day
 */
export function planRows(
  system: System,
  version: PlanVersion,
  day: string | null,
  language: Language,
): PlanRows {
  const { startMs, endMs } =
    day === null ? { startMs: -Infinity, endMs: Infinity } : localDay(day, system.timeZone);
  const stepMs = version.stepMinutes * MS_PER_MINUTE;
  const columns = columnsOf(system, version);
  const load: Column[] = version.loadMw
    ? [{ zh: '下达负荷 MW', en: 'Ordered load MW', values: version.loadMw }]
    : [];
  const all = [
    ...load,
    ...columns,
    { zh: '电价', en: `Price ${system.currency}/MWh`, values: version.pricePerMwh },
  ];
  const steps = Array.from({ length: version.steps }, (_, step) => step).filter((step) => {
    const atMs = version.startsAt + step * stepMs;
    return atMs >= startMs && atMs < endMs;
  });
  const local = (ms: number): string => localMinute(ms, system.timeZone);
  return [
    [WORDS.from[language], WORDS.to[language], ...all.map((column) => column[language])],
    ...steps.map((step) => [
      local(version.startsAt + step * stepMs),
      local(version.startsAt + (step + 1) * stepMs),
      ...all.map(({ values }) => Number((values[step] ?? 0).toFixed(DIGITS))),
    ]),
  ];
}
