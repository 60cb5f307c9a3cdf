import { isUtf8 } from 'node:buffer';

export type ParsedBody =
  | { readonly ok: true; readonly elements: readonly unknown[] }
  | { readonly ok: false; readonly message: string };

const unreadable = (message: string): ParsedBody => ({ ok: false, message });

/** What the parser said, with line and column where it told a position. */
function faultText(error: unknown, text: string): string {
  const said = error instanceof Error ? error.message : String(error);
  const position = /position (\d+)/.exec(said)?.[1];
  if (position === undefined) return said;
  const before = text.slice(0, Number(position)).split('\n');
  return `${said} (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

function fromJson(text: string): ParsedBody {
  try {
    const parsed: unknown = JSON.parse(text);
    return { ok: true, elements: Array.isArray(parsed) ? parsed : [parsed] };
  } catch (error) {
    return unreadable(`the body is not JSON: ${faultText(error, text)}`);
  }
}

function fromLines(text: string): ParsedBody {
  const elements: unknown[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      elements.push(JSON.parse(line));
    } catch (error) {
      return unreadable(`line ${index + 1} is not JSON: ${faultText(error, line)}`);
    }
  }
  return { ok: true, elements };
}

const isLineType = (contentType: string): boolean => /ndjson|jsonl|json-seq/i.test(contentType);

/** Several objects, each on its own line: one object per line, and more than one line. */
const looksLikeLines = (text: string): boolean => /^\s*\{[^\n]*\}\s*\n\s*\{/.test(text);

/**
 * Takes a body apart: a JSON array, one JSON object, or NDJSON (by content type, or by its looks).
 * A body that cannot be read to its end is refused whole, with the place.
 */
export function parseBody(body: Buffer, contentType: string): ParsedBody {
  if (!isUtf8(body)) return unreadable('the body is not UTF-8');
  const text = body.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') return unreadable('the body is empty; send a JSON array or NDJSON');
  return isLineType(contentType) || looksLikeLines(text) ? fromLines(text) : fromJson(text);
}
