import type { Context } from './context.ts';
import { writeWhole } from './write-whole.ts';

/** Writes a result as one JSON document, to `out` where one is named, else to standard output. */
export async function writeResult(
  result: unknown,
  out: string | undefined,
  context: Context,
): Promise<void> {
  const text = `${JSON.stringify(result)}\n`;
  if (out === undefined) await context.out.write(text);
  else await writeWhole(out, context.folder, text);
}
