import type { Tag } from '#shared/wire/tag.ts';
import { silences, type Stretch, type Trace } from '#shared/wire/trend.ts';
import { type SteadyRange, steadyRange } from '#client/charts/steady-range.ts';
import {
  type DrawnTrace,
  type LaneView,
  type NamedLimit,
  type ReferenceLine,
  TRACE_STROKES,
} from '#client/charts/trend/course-chart.ts';
import {
  bandOf,
  curveOf,
  type Place,
  placesOf,
  type QualityRun,
  qualityRuns,
  runsOf,
  type TailPoint,
  tailPlaces,
} from '#client/charts/trend/course-points.ts';
import { valuesWithin } from './tag-references.ts';

/** What is known of one tag over the stretch that is shown. */
export interface CourseOfTag {
  readonly tag: Tag;
  readonly unit: string;
  readonly form: Trace['form'];
  /** Of a bucket, ms; 0: readings. */
  readonly widthMs: number;
  readonly places: readonly Place[];
  readonly gaps: readonly Stretch[];
}

/** One strip of the picture: a tag of its own, or all of one unit. */
export interface Lane {
  readonly id: string;
  readonly unit: string;
  readonly tags: readonly {
    readonly tag: Tag;
    readonly colour: (typeof TRACE_STROKES)[number];
    readonly dashed: boolean;
  }[];
  /** Where every tag of it is silent; what one alone misses is seen by its open curve. */
  readonly gaps: readonly Stretch[];
  /** Where what there is is not good, to the pixel. */
  readonly runs: readonly QualityRun[];
  /** The same, as far as marks that say so have room. */
  readonly marks: readonly QualityRun[];
  readonly view: LaneView;
}

/** The course up to now: what the server answered, and after it what has been heard since. */
export function courseOfTag(
  tag: Tag,
  trace: Trace,
  tail: readonly TailPoint[],
  clock: { asOf: number; now: number; rate: number },
): CourseOfTag {
  const answered = placesOf(trace);
  // Live values of a counter are its register, not its use.
  const heard = tag.counter === undefined ? tailPlaces(tail) : [];
  const heardTo = Math.min(answered.at(-1)?.to ?? clock.asOf, clock.asOf);
  const live = heard.filter(({ from }) => from > heardTo);
  const since: Stretch = [heardTo, clock.now];
  const at = [...(answered.length > 0 ? [heardTo] : []), ...live.map(({ from }) => from)];
  const silent =
    tag.counter === undefined && clock.now > clock.asOf
      ? silences(at, 0, since, tag.periodMs, clock.now, clock.rate)
      : [];
  return {
    tag,
    unit: trace.unit,
    form: trace.form,
    widthMs: trace.form === 'raw' ? 0 : trace.widthMs,
    places: [...answered, ...live],
    gaps: joined([...trace.gaps, ...silent], 0),
  };
}

/** Data between two gaps that is narrower than this is not told from none in the hatching, px; its curve is drawn. */
const LEAST_DATA_PX = 3;

/** Gaps in order as one where they overlap, or less than so much lies between them. */
function joined(gaps: readonly Stretch[], lessThanMs: number): Stretch[] {
  const found: [number, number][] = [];
  for (const [from, to] of gaps) {
    const last = found.at(-1);
    if (last && from - last[1] < lessThanMs) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
}

/** What is in all of some lists of stretches. */
export function inAll(lists: readonly (readonly Stretch[])[]): readonly Stretch[] {
  return lists.reduce((all, list) =>
    all.flatMap(([from, to]) =>
      list.flatMap(([first, last]): Stretch[] => {
        const cut: Stretch = [Math.max(from, first), Math.min(to, last)];
        return cut[1] > cut[0] ? [cut] : [];
      }),
    ),
  );
}

/** Less of a unit than this is not worth a whole axis: noise is not blown up to a mountain. */
const SMALLEST_SPANS: Readonly<Record<string, number>> = { m: 0.2, '°C': 2, '1': 1 };

/** A limit this near to the curve, as a share of its span, is taken into the picture. */
const NEAR_SHARE = 0.5;

/** Ticks on the upright axis of a lane: as many as the least high one has room for. */
const PARTS = 3;

/** @param references lines that are drawn beside the curves: they are seen, too */
function rangeOf(
  courses: readonly CourseOfTag[],
  references: readonly ReferenceLine[],
  limits: readonly NamedLimit[],
  [from, to]: Stretch,
): SteadyRange | null {
  let [low, high] = [Infinity, -Infinity];
  // Use is measured from nothing: the last digit of a register is not blown up to a mountain either.
  if (courses.some(({ tag }) => tag.counter !== undefined)) [low, high] = [0, 0];
  for (const value of references.flatMap((line) => valuesWithin(line, [from, to]))) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  for (const { places } of courses)
    for (const place of places) {
      if (place.to < from || place.from > to || place.low === null) continue;
      low = Math.min(low, place.low);
      high = Math.max(high, place.high ?? place.low);
    }
  if (low > high) return null;
  const smallest = SMALLEST_SPANS[courses[0]?.unit ?? ''] ?? 1;
  const reach = NEAR_SHARE * Math.max(high - low, smallest);
  const near = limits
    .flatMap(({ value, upTo, isPlain }) => (upTo === undefined && !isPlain ? [value] : []))
    .filter((value) => value > low - reach && value < high + reach);
  return steadyRange([low, high, ...near], smallest, PARTS);
}

export interface LaneParts {
  readonly courses: readonly CourseOfTag[];
  readonly shared: boolean;
  readonly stretch: Stretch;
  readonly now: number;
  readonly pixels: number;
  /** How much room a mark of quality has, px. */
  readonly markPx: number;
  /** Height of the curves of one lane, px. */
  readonly highPx: number;
  readonly locale: string;
  limitsOf(tag: Tag): readonly NamedLimit[];
  /** What a tag is held against, as far as it stands within the stretch. */
  referencesOf(tag: Tag): readonly ReferenceLine[];
}

/** Readings that still can be told apart as dots, one in so many pixels. */
const PIXELS_PER_DOT = 6;

/** The picture as lanes, in the order in which the tags were chosen. */
export function lanesOf(parts: LaneParts): Lane[] {
  const groups = new Map<string, CourseOfTag[]>();
  for (const course of parts.courses) {
    const key = parts.shared ? course.unit : course.tag.tag;
    groups.set(key, [...(groups.get(key) ?? []), course]);
  }
  return [...groups].map(([id, courses]) => laneOf(id, courses, parts));
}

function laneOf(id: string, courses: readonly CourseOfTag[], parts: LaneParts): Lane {
  const { stretch, pixels } = parts;
  const [from, to] = stretch;
  const pixelMs = (to - from) / pixels;
  const limits = uniqueLimits(courses.flatMap(({ tag }) => parts.limitsOf(tag)));
  const tags = courses.map(({ tag }, i) => ({
    tag,
    colour: TRACE_STROKES[i % TRACE_STROKES.length]!,
    dashed: i >= TRACE_STROKES.length,
  }));
  // Among others what is ordered or planned of a tag could be taken for one of them.
  const references = courses.length === 1 ? parts.referencesOf(courses[0]!.tag) : [];
  const traces = courses.map(({ tag, places, gaps, form }, i) => {
    const runs = runsOf(places, gaps);
    return {
      id: tag.tag,
      curve: curveOf(runs, pixelMs),
      band: form === 'raw' ? [] : bandOf(runs),
      references,
      colour: tags[i]!.colour,
      dashed: tags[i]!.dashed,
      dots: form === 'raw' && places.length < pixels / PIXELS_PER_DOT,
      steps: stepsOf(tag, form),
    };
  });
  const range = rangeOf(courses, references, limits, stretch);
  const marked = courses
    .flatMap(({ places, gaps }) => places.filter((place) => isMarked(place, gaps)))
    .sort((a, b) => a.from - b.from);
  const { now, locale } = parts;
  return {
    id,
    unit: courses[0]!.unit,
    tags,
    gaps: joined(inAll(courses.map(({ gaps }) => gaps)), LEAST_DATA_PX * pixelMs),
    runs: qualityRuns(marked, stretch, pixelMs),
    marks: qualityRuns(marked, stretch, pixelMs * parts.markPx),
    view: { from, to, now, range, traces, limits, locale, highPx: parts.highPx },
  };
}

/** Use is counted over its bucket; a state holds until it changes; a quantity goes from one reading to the next. */
function stepsOf(tag: Tag, form: Trace['form']): DrawnTrace['steps'] {
  if (tag.counter !== undefined) return 'middle';
  return form === 'raw' && tag.unit === '1' ? 'end' : false;
}

/** What is made up across a gap is marked by the gap. */
function isMarked({ quality, from, to }: Place, gaps: readonly Stretch[]): boolean {
  return quality > 0 && !gaps.some((gap) => from >= gap[0] && to <= gap[1]);
}

function uniqueLimits(limits: readonly NamedLimit[]): NamedLimit[] {
  return [...new Map(limits.map((limit) => [`${limit.name}/${limit.value}`, limit])).values()];
}
