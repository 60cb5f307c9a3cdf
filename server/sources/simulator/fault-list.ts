import type { Read } from '#shared/station/fault.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import { seededRandom } from './random.ts';

export const FAULT_KINDS = ['stuck', 'gap', 'spike', 'meter-reset', 'flood', 'trip'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Something that goes wrong on request. */
export interface PlantFault {
  readonly kind: FaultKind;
  /** The instrument concerned, of a trip the unit's running state; null for a flood. */
  readonly tag: string | null;
  /** From the simulator's start, ms. */
  readonly afterMs: number;
  readonly spanMs: number;
}

const FORM =
  '"kind:tag@after+span" is needed, for example stuck:s1/forebay/level@10m+30m or flood@1h+8h';
const ITEM = /^(?<kind>[a-z-]+)(?::(?<tag>[^@\s]+))?@(?<after>\d+[smh])(?:\+(?<span>\d+[smh]))?$/;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: MS_PER_MINUTE, h: MS_PER_HOUR };
/** How long a fault lasts where nothing is said: a spike is one value, a reset is for good. */
const USUAL_SPAN_MS: Readonly<Record<FaultKind, number>> = {
  stuck: 30 * MS_PER_MINUTE,
  gap: 10 * MS_PER_MINUTE,
  spike: 5000,
  'meter-reset': 0,
  flood: 8 * MS_PER_HOUR,
  trip: 2 * MS_PER_HOUR,
};
/** `random` spreads its faults over these hours. */
const RANDOM_HOURS = 6;

/** End of a unit's running state. */
const RUNNING = '/on';

const durationMs = (text: string): number => Number(text.slice(0, -1)) * UNIT_MS[text.at(-1)!]!;

/**
 * Reads a list of faults: items `kind:tag@after+span` parted by commas; `random` draws one of each kind
 * by the seed. After and span are whole numbers with s, m or h.
 * @param tags the simulator's own tags
 */
export function readFaults(
  text: string,
  tags: readonly string[],
  seed: number,
): Read<PlantFault[]> {
  if (text.trim() === 'random') return { ok: true, value: randomFaults(tags, seed) };
  const faults: PlantFault[] = [];
  const wrong: { path: string; wrong: string; right: string }[] = [];
  text.split(',').forEach((item, index) => {
    const read = readItem(item.trim(), tags);
    if (typeof read === 'string')
      wrong.push({ path: `faults[${index}]`, wrong: read, right: FORM });
    else faults.push(read);
  });
  return wrong.length > 0 ? { ok: false, faults: wrong } : { ok: true, value: faults };
}

function readItem(item: string, tags: readonly string[]): PlantFault | string {
  const { kind: word, tag, after, span } = ITEM.exec(item)?.groups ?? {};
  if (after === undefined) return `"${item}" is no fault`;
  const kind = FAULT_KINDS.find((one) => one === word);
  if (!kind) return `"${word}" is none of ${FAULT_KINDS.join(', ')}`;
  if (kind === 'flood' && tag !== undefined) return 'a flood has no tag';
  if (kind !== 'flood' && (tag === undefined || !tags.includes(tag)))
    return `"${tag ?? ''}" is not a tag of the simulated plant`;
  if (kind === 'trip' && !tag?.endsWith(RUNNING)) return 'a trip names a unit by its running state';
  return {
    kind,
    tag: tag ?? null,
    afterMs: durationMs(after),
    spanMs: span === undefined ? USUAL_SPAN_MS[kind] : durationMs(span),
  };
}

function randomFaults(tags: readonly string[], seed: number): PlantFault[] {
  const random = seededRandom(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)]!;
  return FAULT_KINDS.filter((kind) => tagsFor(kind, tags).length > 0).map((kind) => ({
    kind,
    tag: kind === 'flood' ? null : pick(tagsFor(kind, tags)),
    afterMs: Math.round(random() * RANDOM_HOURS * MS_PER_HOUR),
    spanMs: USUAL_SPAN_MS[kind],
  }));
}

/** The tags that a kind of fault may be of. */
function tagsFor(kind: FaultKind, tags: readonly string[]): readonly string[] {
  if (kind === 'meter-reset') return tags.filter((tag) => tag.endsWith('/kwh'));
  return kind === 'trip' ? tags.filter((tag) => tag.endsWith(RUNNING)) : tags;
}
