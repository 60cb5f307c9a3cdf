import type { DayPage, SpanPage } from '#shared/energy/review/page.ts';
import { VARIANCE_TERMS, type VarianceTerm } from '#shared/energy/review/variance.ts';
import type { WrittenCell } from '#client/format/csv-text.ts';
import type { WrittenSheet } from '#client/format/spreadsheet.ts';
import { dayRows, LINES } from './line-rows.ts';

/** How a sheet says things: words by the keys of energy-en.ts, names, units and currency. */
export interface SheetWords {
  readonly word: (key: string) => string;
  readonly name: (consumer: string) => string;
  readonly unit: string;
  readonly currency: string;
}

type Row = WrittenCell[];

/** A day as a workbook: lines, parts of the variance, feeders, quarter-hours. */
export function daySheets(
  page: DayPage,
  words: SheetWords,
  timeOf: (slot: number) => string,
): WrittenSheet[] {
  return [
    { name: words.word('sheets.lines'), table: linesTable(page, words) },
    { name: words.word('sheets.variance'), table: varianceTable(page.day.variance, page, words) },
    { name: words.word('sheets.feeders'), table: feedersTable(page.pareto, words) },
    {
      name: words.word('sheets.slots'),
      table: [
        [words.word('drill.slot'), words.unit, words.word('drill.known')],
        ...page.meter.kwh.map((kwh, slot): Row => {
          return [timeOf(slot), kwh, words.word(`drill.state.${page.meter.states[slot]!}`)];
        }),
      ],
    },
  ];
}

const linesTable = ({ date, consumer, day }: DayPage, words: SheetWords): Row[] => [
  [`${date} ${words.name(consumer)}`, words.unit, words.word('lines.over'), words.currency],
  ...dayRows(day).map(({ line, kwh, over, money }): Row => {
    return [words.word(`lines.${line}`), kwh, over, money];
  }),
];

interface SummedVariance {
  readonly kwh: Readonly<Record<VarianceTerm, number>>;
  readonly money: Readonly<Record<VarianceTerm, number>> | null;
  readonly bandKwh: number;
}

/** From target to actual; the parts below the head row add up to the last one less the first. */
function varianceTable(
  variance: SummedVariance | null,
  { day: { lines } }: { day: { lines: { targetKwh: number | null; actualKwh: number | null } } },
  words: SheetWords,
): Row[] {
  const head = [words.word('sheets.part'), words.unit, words.currency, words.word('sheets.band')];
  if (!variance || lines.targetKwh === null) return [head];
  const sum = VARIANCE_TERMS.reduce((total, term) => total + variance.kwh[term], 0);
  return [
    head,
    [words.word('waterfall.target'), lines.targetKwh, null, null],
    ...VARIANCE_TERMS.map((term): Row => [
      words.word(`waterfall.term.${term}`),
      variance.kwh[term],
      variance.money?.[term] ?? null,
      term === 'unexplained' ? variance.bandKwh : null,
    ]),
    [words.word('waterfall.actual'), lines.targetKwh + sum, null, null],
  ];
}

const feedersTable = (lines: DayPage['pareto'], words: SheetWords): Row[] => [
  [words.word('consumer'), words.unit, words.word('span.over'), words.word('span.light')],
  ...lines.map(({ consumer, actualKwh, overKwh, colour }): Row => [
    words.name(consumer),
    actualKwh,
    overKwh,
    words.word(`light.colour.${colour ?? 'none'}`),
  ]),
];

/** A month by days or a year by months, with the parts of its variance and its feeders. */
export function spanSheets(page: SpanPage, words: SheetWords): WrittenSheet[] {
  const { word } = words;
  const head = [
    word(page.by === 'day' ? 'span.name' : 'span.month'),
    word('span.days'),
    ...LINES.map((line) => `${word(`lines.${line}`)} ${words.unit}`),
    word('span.over'),
    word('span.overTarget'),
    `${word('lines.money')} ${words.currency}`,
    word('span.light'),
    word('span.cause'),
  ];
  const rows = [...page.lines, { ...page.total, name: word('span.total') }];
  const table = [
    head,
    ...rows.map((row): Row => [
      row.name,
      row.days,
      ...LINES.map((line) => row[`${line}Kwh`]),
      row.against.baseline.overKwh,
      row.against.target.overKwh,
      row.money,
      word(`light.colour.${row.colour ?? 'none'}`),
      row.finding ? word(`finding.code.${row.finding.cause}`) : '',
    ]),
  ];
  const { variance } = page;
  const lines = {
    targetKwh: variance?.targetKwh ?? null,
    actualKwh: variance?.actualKwh ?? null,
  };
  return [
    { name: word('sheets.lines'), table },
    { name: word('sheets.variance'), table: varianceTable(variance, { day: { lines } }, words) },
    { name: word('sheets.feeders'), table: feedersTable(page.pareto, words) },
  ];
}
