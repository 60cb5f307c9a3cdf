import type { DayPage, SpanPage } from '#shared/energy/review/page.ts';
import { VARIANCE_TERMS } from '#shared/energy/review/variance.ts';
import type { WrittenCell } from '#client/format/csv-text.ts';

/** Words of a table's head and rows, by the keys of energy-en.ts. */
export type ReviewWord = (key: string) => string;

type Table = WrittenCell[][];

const LINES = ['actual', 'baseline', 'typical', 'target', 'plan'] as const;

/** A day as a table: lines, parts of the variance, quarter-hours, one below the other. */
export function dayTable(
  page: DayPage,
  word: ReviewWord,
  timeOf: (slot: number) => string,
  unit: string,
): Table {
  const { lines, variance } = page.day;
  return [
    [page.date, word('lines.title'), unit, word('lines.over')],
    ...LINES.map((line): WrittenCell[] => {
      const kwh = lines[`${line}Kwh`];
      const over = kwh === null || lines.actualKwh === null ? null : lines.actualKwh - kwh;
      return ['', word(`lines.${line}`), kwh, line === 'actual' ? null : over];
    }),
    ...(variance
      ? VARIANCE_TERMS.map((term): WrittenCell[] => [
          '',
          word(`waterfall.term.${term}`),
          variance.kwh[term],
          variance.money?.[term] ?? null,
        ])
      : []),
    ...page.meter.kwh.map((kwh, slot): WrittenCell[] => [
      timeOf(slot),
      word(`drill.state.${page.meter.states[slot]!}`),
      kwh,
      null,
    ]),
  ];
}

/** A month by days or a year by months. */
export function spanTable(page: SpanPage, word: ReviewWord): Table {
  const head = [
    word(page.by === 'day' ? 'span.name' : 'span.month'),
    word('span.days'),
    ...LINES.map((line) => word(`lines.${line}`)),
    word('span.over'),
    word('span.overTarget'),
    word('lines.money'),
    word('span.cause'),
  ];
  const rows = [...page.lines, { ...page.total, name: word('span.total') }];
  return [
    head,
    ...rows.map((row): WrittenCell[] => [
      row.name,
      row.days,
      ...LINES.map((line) => row[`${line}Kwh`]),
      row.overBaselineKwh,
      row.overTargetKwh,
      row.money,
      row.cause === null ? '' : word(`finding.code.${row.cause}`),
    ]),
  ];
}
