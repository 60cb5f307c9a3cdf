import type { z } from 'zod';
import { expectationOf, type FormNode, isOptional, knownKeys, nodeAt } from './expectation.ts';
import type { Fault } from './fault.ts';
import { describeValue, type Path, pathText, valueAt } from './json-path.ts';
import { knownCure } from './nearest.ts';

/** A fault with the path as keys, so that faults can still be compared and folded. */
export interface PlacedFault extends Omit<Fault, 'path'> {
  readonly path: Path;
}

/** Says what the schema found wrong in `json` in the words of the form. */
export function formFaults(error: z.ZodError, form: FormNode, json: unknown): PlacedFault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path as Path;
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKeyFault(form, path, key));
    return [valueFault(form, path, valueAt(json, path))];
  });
}

function unknownKeyFault(form: FormNode, path: Path, key: string): PlacedFault {
  return {
    path: [...path, key],
    wrong: 'is not a key of this form',
    right: knownCure(key, knownKeys(form, path)),
  };
}

function valueFault(form: FormNode, path: Path, value: unknown): PlacedFault {
  const node = nodeAt(form, path);
  const wrong = value === undefined ? 'is missing' : `is ${describeValue(value)}`;
  const versioned = formatFault(node, path, value);
  if (versioned) return versioned;
  const expectation = node === undefined ? 'another value' : expectationOf(node);
  const quoted = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  const unquoted = quoted && expectation.includes('number') ? ', written without quotes' : '';
  const leave = value !== undefined && isOptional(form, path) ? '; it may also be left out' : '';
  return { path, wrong, right: `${expectation} is needed${unquoted}${leave}` };
}

const FORMAT = /^forebay-(\w+)\/(\d+)$/;

/** A `format` of another version or of another file is worth a sentence of its own. */
function formatFault(node: FormNode | undefined, path: Path, value: unknown): PlacedFault | null {
  if (path.length !== 1 || path[0] !== 'format' || typeof value !== 'string') return null;
  const asked = FORMAT.exec(String(node?.const));
  const given = FORMAT.exec(value);
  if (!asked || !given) return null;
  const right = `${JSON.stringify(node?.const)} is needed`;
  if (given[1] !== asked[1])
    return { path, wrong: `is ${describeValue(value)}: this is a ${given[1]} file`, right };
  const age = Number(given[2]) > Number(asked[2]) ? 'newer' : 'older';
  return { path, wrong: `is ${describeValue(value)}, a ${age} version`, right };
}

/** More faults than this of one kind in one list are told as a number. */
const MOST_ALIKE = 10;

/** Whether two faults differ only in the place within one list. */
const kindOf = (fault: PlacedFault): string =>
  JSON.stringify([fault.path.map((key) => (typeof key === 'number' ? '#' : key)), fault.right]);

/** The faults as lines, a long run of one kind (a whole series of texts, say) cut short and counted. */
export function foldFaults(faults: readonly PlacedFault[]): Fault[] {
  const counts = new Map<string, number>();
  for (const fault of faults) counts.set(kindOf(fault), (counts.get(kindOf(fault)) ?? 0) + 1);
  const told = new Map<string, number>();
  const lines: Fault[] = [];
  for (const fault of faults) {
    const kind = kindOf(fault);
    const before = told.get(kind) ?? 0;
    told.set(kind, before + 1);
    if (before >= MOST_ALIKE) continue;
    const more = (counts.get(kind) ?? 0) - MOST_ALIKE;
    const last = before === MOST_ALIKE - 1 && more > 0 ? ` (and ${more} more like this one)` : '';
    lines.push({ path: pathText(fault.path), wrong: fault.wrong + last, right: fault.right });
  }
  return lines;
}
