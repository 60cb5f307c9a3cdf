import { MARK_CODES, type JudgedReading, type SourceQuality } from '#shared/wire/reading.ts';
import { QUALITIES } from '#shared/wire/quality.ts';

/** What comes with many readings alike, kept once: who sent it, and the source's own quality code. */
export interface Origin {
  readonly source: string;
  readonly sourceQuality?: SourceQuality;
}

/**
 * A batch of readings in columns: it goes to the writer thread as a few blocks of memory in place of
 * thousands of objects. NaN stands for an absent number, since no reading holds one.
 */
export interface ReadingBatch {
  readonly size: number;
  /** Distinct tag paths; `tag` holds places in it. */
  readonly tags: readonly string[];
  /** Distinct origins, each as the JSON text of an `Origin`; `origin` holds places in it. */
  readonly origins: readonly string[];
  readonly tag: Uint32Array;
  readonly at: Float64Array;
  readonly value: Float64Array;
  /** Place in `QUALITIES`. */
  readonly quality: Uint8Array;
  /** Place in `MARK_CODES` + 1; 0: no mark. */
  readonly mark: Uint8Array;
  readonly receivedAt: Float64Array;
  readonly origin: Uint32Array;
  readonly seq: Float64Array;
}

export function packReadings(readings: readonly JudgedReading[]): ReadingBatch {
  const size = readings.length;
  const tags = new Places();
  const origins = new OriginPlaces();
  const batch = {
    tag: new Uint32Array(size),
    at: new Float64Array(size),
    value: new Float64Array(size),
    quality: new Uint8Array(size),
    mark: new Uint8Array(size),
    receivedAt: new Float64Array(size),
    origin: new Uint32Array(size),
    seq: new Float64Array(size),
  };
  for (const [i, reading] of readings.entries()) {
    const { value, mark, seq } = reading;
    batch.tag[i] = tags.of(reading.tag);
    batch.at[i] = Math.round(reading.at);
    batch.value[i] = value ?? Number.NaN;
    batch.quality[i] = QUALITIES.indexOf(reading.quality);
    batch.mark[i] = mark === undefined ? 0 : MARK_CODES.indexOf(mark) + 1;
    batch.receivedAt[i] = Math.round(reading.receivedAt);
    batch.origin[i] = origins.of(reading);
    batch.seq[i] = seq ?? Number.NaN;
  }
  return { size, tags: tags.texts, origins: origins.texts, ...batch };
}

/** Distinct texts in the order they first came. */
class Places {
  readonly #places = new Map<string, number>();

  get texts(): string[] {
    return [...this.#places.keys()];
  }

  of(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.#places.size);
    return this.#places.size - 1;
  }
}

/** Distinct origins. Neighbours in a batch mostly have the same one: it is looked up only when it changes. */
class OriginPlaces {
  readonly #places = new Places();
  #last: Origin | undefined;
  #place = 0;

  get texts(): string[] {
    return this.#places.texts;
  }

  of({ source, sourceQuality }: JudgedReading): number {
    const last = this.#last;
    if (last === undefined || last.source !== source || last.sourceQuality !== sourceQuality) {
      this.#last = sourceQuality === undefined ? { source } : { source, sourceQuality };
      this.#place = this.#places.of(JSON.stringify(this.#last));
    }
    return this.#place;
  }
}
