import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'csv-parse';
import type { Reading } from '#shared/wire/reading.ts';
import { csvFilesOf } from './csv-files.ts';
import { type RowReader, rowReader } from './csv-rows.ts';
import type { PlayableRecord } from './record.ts';
import { RecordError } from './record-error.ts';

interface CsvRow {
  readonly info: { readonly lines: number };
  readonly record: string[];
}

/** Readings of the files' rows, one array a row, in the order of time. */
async function* rowsOf(files: readonly string[]): AsyncGenerator<Reading[]> {
  let lastMs = -Infinity;
  for (const file of files) {
    const parser = parse({ bom: true, info: true, trim: true, skip_empty_lines: true });
    const input = createReadStream(file).on('error', (error) => parser.destroy(error));
    const rows = input.pipe(parser) as AsyncIterable<CsvRow>;
    let read: RowReader | null = null;
    try {
      for await (const { info, record } of rows) {
        const place = `${basename(file)}:${info.lines}`;
        if (!read) {
          read = rowReader(place, record);
          continue;
        }
        const readings = read(place, record);
        const at = readings[0]?.at ?? lastMs;
        if (at < lastMs)
          throw new RecordError(
            place,
            'goes back in time',
            'rows in the order of their "at" are needed',
          );
        lastMs = at;
        yield readings;
      }
    } catch (error) {
      throw error instanceof RecordError
        ? error
        : new RecordError(
            basename(file),
            (error as Error).message,
            'rows as long as the header are needed',
          );
    } finally {
      input.destroy();
    }
  }
}

export interface CsvOptions {
  /** A CSV file, or a folder of them that are played by name. */
  readonly path: string;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/**
 * A record in our own CSV form (docs/replay-csv.md), read as it is played: its size does not matter.
 * @throws RecordError for files that are not in it; later rows throw when they are reached
 */
export async function csvRecord({ path, fromMs, toMs }: CsvOptions): Promise<PlayableRecord> {
  const rows = rowsOf(await csvFilesOf(path));
  let ahead = await rows.next();
  const isBefore = (): boolean =>
    !ahead.done && fromMs !== null && (ahead.value[0]?.at ?? fromMs) < fromMs;
  while (isBefore()) ahead = await rows.next();
  const first = ahead.done ? undefined : ahead.value[0]?.at;
  if (first === undefined)
    throw new RecordError(
      path,
      'no reading to play',
      'at least one row at or after "from" is needed',
    );
  const endMs = toMs ?? Infinity;

  return {
    startMs: first,
    about: `${path} from ${new Date(first).toISOString()}`,
    async next(untilMs) {
      const readings: Reading[] = [];
      while (!ahead.done && ahead.value[0]!.at <= untilMs && ahead.value[0]!.at < endMs) {
        readings.push(...ahead.value);
        ahead = await rows.next();
      }
      const over = ahead.done === true || ahead.value[0]!.at >= endMs;
      return over && readings.length === 0 ? null : readings;
    },
    extraTags: [],
    lacks: [],
    hourlyPricePerMwh: null,
    forecasts: [],
    endAt: () => undefined,
    async close() {
      await rows.return(undefined);
    },
  };
}
