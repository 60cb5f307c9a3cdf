import type { Standing, Measured } from '#client/format/measured.ts';
import type { LightColour } from '#shared/wire/outlook.ts';

/** One thing that a panel tells where there is no room for its picture: its name, the value in its band, the number. */
export interface WallLine {
  readonly id: string;
  readonly label: string;
  /** The number; absent: words alone. */
  readonly number?: {
    readonly measured: Measured;
    readonly unit: string;
    readonly digits: number;
    readonly most?: number;
  };
  readonly words?: string;
  /** Place of the value on its axis; absent: it has none. */
  readonly bar?: {
    readonly value: number | null;
    readonly standing: Standing;
    readonly min: number;
    readonly max: number;
    readonly band?: readonly [number, number];
    readonly abnormal?: boolean;
  };
  readonly light?: LightColour | null;
  readonly priority?: 1 | 2 | 3;
  /** So many lines of room; absent: one. */
  readonly tall?: number;
}

/** Lines in parts of `count` rows, each line whole in one of them; one that is taller than a part has it alone. */
export function linesInParts(lines: readonly WallLine[], count: number): WallLine[][] {
  const parts: WallLine[][] = [];
  let left = 0;
  for (const line of lines) {
    const { tall = 1 } = line;
    if (tall > left) {
      parts.push([]);
      left = count;
    }
    parts.at(-1)!.push(line);
    left -= tall;
  }
  return parts;
}
