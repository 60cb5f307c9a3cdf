import type { Level, Span } from '../intervals.ts';
import { replaceAggregates } from './aggregate-table.ts';
import type { AggregateReader } from './aggregate-reader.ts';
import { markDue, nextDue, workedOff, type DueSpan } from './due-table.ts';
import { prunedBefore } from './pruned-table.ts';

/** Due spans looked at in one slice, and intervals made for one of them: some milliseconds of work. */
const SPANS_PER_SLICE = 50;
const INTERVALS_PER_SPAN = 60;

/**
 * Works off one slice of what is due, in one transaction: makes the intervals, keeps them, and marks
 * the coarser ones that hold them as due in turn.
 * @returns whether there may be more
 */
export function mendSlice(reader: AggregateReader): boolean {
  const { connection } = reader;
  const due = nextDue(connection, SPANS_PER_SLICE);
  if (due.length === 0) return false;
  connection.write(() => {
    for (const span of due) mendSpan(reader, span);
  });
  return true;
}

function mendSpan(reader: AggregateReader, due: DueSpan): void {
  const { connection, intervals } = reader;
  const { level, tag } = due;
  let to = due.from;
  for (let i = 0; i < INTERVALS_PER_SPAN && to < due.to; i += 1) to = intervals.endOf(level, to);
  const span = { from: due.from, to };
  replaceAggregates(connection, level, tag, span, reader.build(level, tag, span));
  workedOff(connection, due, to);
  if (level < 3) markCoarser(reader, (level + 1) as Level, tag, span);
}

/** An interval whose finer ones are partly removed as too old keeps what it was. */
function markCoarser(reader: AggregateReader, level: Level, tag: number, span: Span): void {
  const { connection, intervals } = reader;
  const around = intervals.around(level, span);
  const from = Math.max(around.from, prunedBefore(connection, (level - 1) as Level));
  if (from < around.to) markDue(connection, level, tag, { from, to: around.to });
}
