import { DateTime } from 'luxon';
import { QUALITIES, type Quality } from '#shared/wire/quality.ts';
import type { Reading } from '#shared/wire/reading.ts';
import { numberIn } from './csv-table.ts';
import { RecordError } from './record-error.ts';

/** How readings of a replay are signed. */
const SOURCE = 'replay';

/** Turns the rows under one header into readings. */
export type RowReader = (place: string, cells: readonly string[]) => Reading[];

/**
 * The reader of a header: `at,tag,value[,quality]` (long) or `at,<tag>,<tag>…` (wide).
 * @throws RecordError for another header
 */
export function rowReader(place: string, header: readonly string[]): RowReader {
  const [first, second, third, fourth] = header;
  if (first !== 'at' || second === undefined)
    throw new RecordError(
      place,
      `the header is "${header.join(',')}"`,
      '"at,tag,value[,quality]" or "at,<tag>,…" is needed',
    );
  const isLong = second === 'tag' && third === 'value';
  if (isLong && (header.length === 3 || (header.length === 4 && fourth === 'quality')))
    return longRow;
  const tags = header.slice(1);
  const bare = tags.find((tag, index) => !tag.includes('/') || tags.indexOf(tag) !== index);
  if (bare !== undefined)
    throw new RecordError(
      place,
      `"${bare}" is no tag path or stands twice`,
      'paths such as s1/u2/mw are needed',
    );
  return (row, cells) => wideRow(row, cells, tags);
}

function longRow(place: string, cells: readonly string[]): Reading[] {
  const [at = '', tag = '', value = '', word = ''] = cells;
  const quality = word === '' ? 'good' : QUALITIES.find((one) => one === word);
  if (!quality)
    throw new RecordError(
      place,
      `"${word}" is no quality`,
      `one of ${QUALITIES.join(', ')} is needed`,
    );
  return [readingOf(place, instantIn(place, at), tag, value, quality)];
}

function wideRow(place: string, cells: readonly string[], tags: readonly string[]): Reading[] {
  const at = instantIn(place, cells[0] ?? '');
  return tags.map((tag, index) => readingOf(place, at, tag, cells[index + 1] ?? '', 'good'));
}

/** An empty cell is a value that the source did not have. */
function readingOf(
  place: string,
  at: number,
  tag: string,
  cell: string,
  quality: Quality,
): Reading {
  if (cell === '') return { tag, at, value: null, quality: 'missing', source: SOURCE };
  return { tag, at, value: numberIn(place, cell, 'value'), quality, source: SOURCE };
}

const ZONE = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

/** An instant, ms. A time without a zone means two instants where clocks change, so it is refused. */
function instantIn(place: string, text: string): number {
  const time = DateTime.fromISO(text, { setZone: true });
  if (!time.isValid || !ZONE.test(text))
    throw new RecordError(
      place,
      `"${text}" is no time with a zone`,
      '2026-06-01T00:00:00+08:00 or …Z is needed',
    );
  return time.toMillis();
}
