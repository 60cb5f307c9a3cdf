import { printParseErrorCode, visit } from 'jsonc-parser';
import type { Fault } from './fault.ts';
import { type Path, pathText } from './json-path.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** What a text holds. A value beside faults is what could be read in spite of them, for further faults. */
export type JsonRead =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly faults: readonly Fault[]; readonly value?: unknown };

/**
 * Parses a JSON text; a byte order mark in front is left out. Refuses what is no JSON, with its line
 * and column, and keys that stand twice in one object, of which JSON.parse would drop one in silence.
 */
export function parseJson(text: string): JsonRead {
  const plain = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  if (plain.trim() === '') return refused('is empty', DOCUMENT);
  try {
    const value = parsed(plain);
    if (value === undefined) return refused(`is not JSON ${firstError(plain)}`, DOCUMENT);
    const faults = duplicateKeys(plain);
    return faults.length > 0 ? { ok: false, faults, value } : { ok: true, value };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return refused('is nested too deep to read', DOCUMENT);
  }
}

const DOCUMENT = 'a JSON document is needed';

/** The value of a JSON text; undefined for what is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refused(wrong: string, right: string): JsonRead {
  return { ok: false, faults: [{ path: '', wrong, right }] };
}

/** What jsonc-parser calls its errors, in words. */
const ERROR_WORDS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'what stands there is no JSON value (texts go in double quotes)',
  InvalidNumberFormat: 'the number is malformed',
  PropertyNameExpected: 'a key in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing } is missing',
  CloseBracketExpected: 'a closing ] is missing',
  EndOfFileExpected: 'the document has ended already',
  InvalidCommentToken: 'comments are not allowed',
  UnexpectedEndOfComment: 'comments are not allowed',
  UnexpectedEndOfString: 'a text is not closed',
  UnexpectedEndOfNumber: 'the number is cut short',
  InvalidUnicode: 'an escape sequence is malformed',
  InvalidEscapeCharacter: 'an escape sequence is malformed',
  InvalidCharacter: 'a control character stands in a text',
};

function firstError(text: string): string {
  let first: string | null = null;
  visit(
    text,
    {
      onError: (code, _offset, _length, line, column) => {
        first ??= `at line ${line + 1}, column ${column + 1}: ${
          ERROR_WORDS[printParseErrorCode(code)] ?? 'what stands there is malformed'
        }`;
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  return first ?? 'somewhere: what stands there is malformed';
}

function duplicateKeys(text: string): Fault[] {
  const faults: Fault[] = [];
  const seen: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      seen.push(new Set());
    },
    onObjectEnd: () => {
      seen.pop();
    },
    onObjectProperty: (key, _offset, _length, line, _column, pathOf) => {
      const keys = seen.at(-1);
      if (keys?.has(key)) faults.push(duplicateFault([...(pathOf() as Path), key], line + 1));
      keys?.add(key);
    },
  });
  return faults;
}

function duplicateFault(path: Path, line: number): Fault {
  return {
    path: pathText(path),
    wrong: `stands a second time in line ${line}`,
    right: 'one of the two must go',
  };
}
