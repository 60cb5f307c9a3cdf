import type { ImageDelta, ImageSnapshot, ImageValue } from '#shared/wire/image.ts';
import { QUALITIES, type Quality } from '#shared/wire/quality.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Clock } from '../clock.ts';
import type { Calculation } from './calculated/calculation.ts';
import type { CalculatedValue } from './calculated/combine.ts';
import type { LiveState } from './live-state.ts';

/** Deltas kept of each station, for those who come back after a cut: five minutes. */
export const KEPT_DELTAS = 300;

/** Numbers of an image go out to the fourth decimal: a millimetre of level, 0.1 kW; more would be noise that is paid for by every screen. */
const DECIMALS = 1e4;

/** The untorn images of all stations, one a cycle. */
export interface LiveImages {
  /** Makes the next image of every station out of what is known now, all in one go. */
  cycle(): void;
  /** Calls back with each station's delta of each cycle. */
  onDelta(listener: (station: string, delta: ImageDelta) => void): () => void;
  /** The newest image whole. */
  snapshot(station: string): ImageSnapshot;
  /** The deltas after a cursor; null where it is too old, or of another run of the server. */
  since(station: string, cursor: string): readonly ImageDelta[] | null;
  /** Cursor of the newest image. */
  cursor(): string;
  /** The station's tags in the order of its images' indices. */
  tags(station: string): readonly Tag[];
}

interface Cell {
  value: number | null;
  at: number;
  quality: Quality;
}

interface StationImage {
  readonly tags: readonly Tag[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** What the newest image says; undefined where a tag has had no value yet. */
  readonly cells: (Cell | undefined)[];
  readonly deltas: ImageDelta[];
}

function differs(before: Cell | undefined, now: Cell): boolean {
  return (
    before === undefined ||
    before.value !== now.value ||
    before.at !== now.at ||
    before.quality !== now.quality
  );
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * DECIMALS) / DECIMALS;
}

function imageValue(index: number, cell: Cell, at: number): ImageValue {
  return [index, rounded(cell.value), at - cell.at, QUALITIES.indexOf(cell.quality)];
}

function emptyImage(tags: readonly Tag[]): StationImage {
  return {
    tags,
    indexOf: new Map(tags.map((tag, index) => [tag.tag, index])),
    cells: tags.map(() => undefined),
    deltas: [],
  };
}

/**
 * Takes what is new into an image, and says it. Every number is read before anything else can run: that is what
 * makes it untorn. Nothing is taken in before all are read: what a fault leaves unsaid is said by the next cycle.
 */
function takeIn(
  image: StationImage,
  at: number,
  live: LiveState,
  calculated: readonly CalculatedValue[],
): ImageValue[] {
  const changed: (readonly [index: number, cell: Cell])[] = [];
  const put = (index: number, cell: Cell): void => {
    if (differs(image.cells[index], cell)) changed.push([index, cell]);
  };
  image.tags.forEach((tag, index) => {
    const now = tag.origin === 'measured' ? live.value(tag.tag) : undefined;
    if (now) put(index, now);
  });
  for (const { tag, value, at: of, quality } of calculated) {
    const index = image.indexOf.get(tag);
    if (index !== undefined && of > 0) put(index, { value, at: of, quality });
  }
  return changed.map(([index, cell]) => {
    image.cells[index] = cell;
    return imageValue(index, cell, at);
  });
}

export interface ImageParts {
  readonly tags: readonly Tag[];
  readonly live: LiveState;
  readonly clock: Clock;
  readonly calculation?: Calculation | undefined;
  /** Names this run of the server, so that a cursor of an earlier one is known as such. */
  readonly epoch: string;
}

export function createLiveImages({
  tags,
  live,
  clock,
  calculation,
  epoch,
}: ImageParts): LiveImages {
  const stations = new Set(tags.map((tag) => tag.station));
  const images = new Map(
    [...stations].map((id) => [id, emptyImage(tags.filter((tag) => tag.station === id))]),
  );
  const listeners = new Set<(station: string, delta: ImageDelta) => void>();
  let number = 0;
  let at = clock.now();
  const cursor = (): string => `${epoch}.${number}`;

  const imageOf = (station: string): StationImage => images.get(station) ?? emptyImage([]);

  const changesOf = (station: string, image: StationImage): ImageValue[] =>
    takeIn(image, at, live, calculation?.valuesOf(station, live.value, at) ?? []);

  return {
    cursor,
    tags: (station) => imageOf(station).tags,
    cycle() {
      number += 1;
      at = clock.now();
      for (const [station, image] of images) {
        const delta: ImageDelta = { cursor: cursor(), at, changes: changesOf(station, image) };
        image.deltas.push(delta);
        if (image.deltas.length > KEPT_DELTAS) image.deltas.shift();
        for (const listener of listeners) listener(station, delta);
      }
    },
    onDelta(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot(station) {
      const values = imageOf(station).cells.flatMap((cell, index) =>
        cell ? [imageValue(index, cell, at)] : [],
      );
      return { cursor: cursor(), at, values };
    },
    since(station, after) {
      const { deltas } = imageOf(station);
      const [ofEpoch, count] = after.split('.');
      const missed = number - Number(count);
      if (ofEpoch !== epoch || !(missed >= 0 && missed <= deltas.length)) return null;
      return missed === 0 ? [] : deltas.slice(-missed);
    },
  };
}
