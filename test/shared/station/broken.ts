import day from '#shared/station/example/day.json' with { type: 'json' };
import system from '#shared/station/example/system.json' with { type: 'json' };

/** Stands for a key or item that is to be taken away. */
export const ABSENT = Symbol('absent');

/** What is to stand at some paths of a document; a function is given what stood there. */
export type Change = Readonly<Record<string, unknown>>;

type Parent = Record<string, unknown>;
type Mend = (before: unknown) => unknown;

const keysOf = (path: string): string[] => path.split(/[.[\]]+/).filter((key) => key !== '');

function put(document: unknown, path: string, value: unknown): void {
  const keys = keysOf(path);
  const parent = keys.slice(0, -1).reduce((part, key) => part[key] as Parent, document as Parent);
  const key = keys.at(-1)!;
  if (value === ABSENT) delete parent[key];
  else parent[key] = typeof value === 'function' ? (value as Mend)(parent[key]) : value;
}

function changed(document: unknown, change: Change): unknown {
  const copy: unknown = structuredClone(document);
  for (const [path, value] of Object.entries(change)) put(copy, path, value);
  return copy;
}

/** The example's system.json with a change. */
export const changedSystem = (change: Change): unknown => changed(system, change);

/** The example's day.json with a change. */
export const changedDay = (change: Change): unknown => changed(day, change);

export const shortened = (list: readonly unknown[]): unknown[] => list.slice(0, -1);
export const reversed = (list: readonly unknown[]): unknown[] => list.toReversed();

/** The example's only station under another id, to stand below or beside it. */
export const twin = (downstream?: string): unknown => ({
  ...system.stations[0],
  id: 's2',
  ...(downstream === undefined ? {} : { downstream: { station: downstream, travelMinutes: 60 } }),
});

/** One way to break a file, and what must be said of it. */
export interface Breakage {
  readonly what: string;
  readonly change: Change;
  /** The fault's path. */
  readonly path: string;
  /** A part of the cure. */
  readonly cure: string;
  /** What it is judged by (of the system): where that is at fault as well, nothing can be said of it. */
  readonly judgedBy?: readonly string[];
}
