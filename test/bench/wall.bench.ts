import { measurePaint } from './wall/paint.ts';
import { measureReconnect } from './wall/reconnect.ts';
import { measureScripting } from './wall/scripting.ts';
import { measureSoak } from './wall/soak.ts';
import { BadWords, numberFrom, type Words } from './words.ts';

type Figure = Record<string, unknown>;
type Measure = (much: number) => Promise<readonly Figure[]>;

export const options = {
  part: { type: 'string' },
  seconds: { type: 'string', default: '60' },
  images: { type: 'string', default: '60' },
  screens: { type: 'string', default: '500' },
  hours: { type: 'string', default: '12' },
} as const;

/** The parts by their names, in the order in which they run: how each is measured, of how much, and the least of it. */
const PARTS: Readonly<Record<string, readonly [measure: Measure, of: string, least: number]>> = {
  scripting: [measureScripting, 'seconds', 1],
  paint: [measurePaint, 'images', 1],
  reconnect: [measureReconnect, 'screens', 1],
  soak: [measureSoak, 'hours', 2],
};

/** What a wall that hangs for a year asks of its browser, its server and its line. */
export async function* run(words: Words): AsyncIterable<Figure> {
  const asked = words['part'];
  const parts = Object.entries(PARTS).filter(([name]) => asked === undefined || asked === name);
  if (parts.length === 0)
    throw new BadWords(`wall: no part "${asked}"; known: ${Object.keys(PARTS).join(', ')}`);
  const runs = parts.map(([, [measure, of, least]]) => {
    const much = numberFrom(words, of, least);
    return () => measure(much);
  });
  for (const measure of runs) yield* await measure();
}
