import { volumeMm3 } from '#shared/units/physics.ts';
import { waterWorth } from './causes.ts';
import { type Sheet, stepAt } from './sheet.ts';

/** One side of a comparison: a day by instants. */
export interface Compared {
  /** Instant of each quarter-hour to what was, or is to be, then. */
  readonly at: ReadonlyMap<number, ComparedSlot>;
}

export interface ComparedSlot {
  readonly exportMw: number;
  readonly units: Readonly<Record<string, number>>;
  /** Through the turbines, m³/s; null: not known. */
  readonly turbineM3s: number | null;
  readonly spillM3s: number | null;
}

/** A sheet's own series, once they are known. */
export function comparedSheet(sheet: Sheet): Compared {
  const { plan, startsAt, stepMinutes, steps } = sheet;
  const at = new Map<number, ComparedSlot>();
  for (let step = 0; plan && step < steps; step++) {
    at.set(startsAt + step * stepMinutes * 60_000, {
      exportMw: plan.exportMw[step]!,
      units: Object.fromEntries(
        Object.entries(plan.units).map(([id, { mw }]) => [id, mw[step]!] as const),
      ),
      turbineM3s: Object.values(plan.units).reduce((sum, { flowM3s }) => sum + flowM3s[step]!, 0),
      spillM3s: plan.spillM3s[step]!,
    });
  }
  return { at };
}

/** What a row differs by, the first less the second. Money in the station's currency; null: not known. */
export interface Difference {
  readonly mw: number;
  readonly energyMwh: number;
  readonly money: number;
  readonly waterMm3: number | null;
  /** Water that the first keeps, at its worth; negative where it uses more. */
  readonly waterMoney: number | null;
  readonly spillMm3: number | null;
  readonly net: number | null;
}

/** Rows in a row that differ the same way. */
export interface DifferenceSpan extends Difference {
  readonly from: number;
  /** Exclusive, ms. */
  readonly to: number;
  readonly rows: number;
  /** Units whose outputs differ, with by how much in the mean, MW. */
  readonly units: readonly { readonly id: string; readonly mw: number }[];
}

export interface Comparison {
  readonly spans: readonly DifferenceSpan[];
  readonly total: Difference;
  /** Quarter-hours that both have. */
  readonly shared: number;
}

export interface ComparingParts {
  readonly first: Compared;
  readonly second: Compared;
  readonly from: number;
  readonly to: number;
  readonly stepMinutes: number;
  /** Each row is a span of its own. */
  readonly eachRow?: boolean;
  /** Money per MWh at an instant. */
  readonly priceAt: (at: number) => number;
  /** Money per Mm³ at an instant; null: no plan says so. */
  readonly worthAt: (at: number) => number | null;
}

/** Less than this is no difference, MW. */
const SAME_MW = 0.05;

const NOTHING: Difference = {
  mw: 0,
  energyMwh: 0,
  money: 0,
  waterMm3: 0,
  waterMoney: 0,
  spillMm3: 0,
  net: 0,
};

const added = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a + b;

function sumOf(a: Difference, b: Difference): Difference {
  return {
    mw: a.mw + b.mw,
    energyMwh: a.energyMwh + b.energyMwh,
    money: a.money + b.money,
    waterMm3: added(a.waterMm3, b.waterMm3),
    waterMoney: added(a.waterMoney, b.waterMoney),
    spillMm3: added(a.spillMm3, b.spillMm3),
    net: added(a.net, b.net),
  };
}

/** Two days row by row: where they differ, and what each difference costs in energy, money, water and spill. */
export function compared(parts: ComparingParts): Comparison {
  const stepMs = parts.stepMinutes * 60_000;
  const spans: DifferenceSpan[] = [];
  let total = NOTHING;
  let shared = 0;
  for (let at = parts.from; at < parts.to; at += stepMs) {
    const first = parts.first.at.get(at);
    const second = parts.second.at.get(at);
    if (!first || !second) continue;
    shared += 1;
    const by = differenceAt(parts, at, first, second);
    total = sumOf(total, by);
    const units = unitDifferences(first, second);
    if (units.length === 0 && Math.abs(by.mw) < SAME_MW) continue;
    const last = spans.at(-1);
    if (!parts.eachRow && last?.to === at && sameWay(last, by)) {
      spans[spans.length - 1] = {
        ...sumOf(last, by),
        from: last.from,
        to: at + stepMs,
        rows: last.rows + 1,
        units: unitsTogether(last.units, units),
      };
    } else spans.push({ ...by, from: at, to: at + stepMs, rows: 1, units });
  }
  return { spans: spans.map(withMeans), total, shared };
}

const sameWay = (a: Difference, b: Difference): boolean => Math.sign(a.mw) === Math.sign(b.mw);

function differenceAt(
  { stepMinutes, priceAt, worthAt }: ComparingParts,
  at: number,
  first: ComparedSlot,
  second: ComparedSlot,
): Difference {
  const seconds = stepMinutes * 60;
  const mw = first.exportMw - second.exportMw;
  const energyMwh = (mw * stepMinutes) / 60;
  const money = energyMwh * priceAt(at);
  const volume = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : volumeMm3(a - b, seconds);
  const waterMm3 = volume(first.turbineM3s, second.turbineM3s);
  const spillMm3 = volume(first.spillM3s, second.spillM3s);
  const used = added(waterMm3, spillMm3);
  const worth = worthAt(at);
  const waterMoney = used === null || worth === null ? null : -used * worth;
  return { mw, energyMwh, money, waterMm3, waterMoney, spillMm3, net: added(money, waterMoney) };
}

function unitDifferences(first: ComparedSlot, second: ComparedSlot): { id: string; mw: number }[] {
  return Object.entries(first.units).flatMap(([id, mw]) => {
    const by = mw - (second.units[id] ?? 0);
    return Math.abs(by) < SAME_MW ? [] : [{ id, mw: by }];
  });
}

function unitsTogether(
  before: DifferenceSpan['units'],
  now: DifferenceSpan['units'],
): DifferenceSpan['units'] {
  const sums = new Map(before.map(({ id, mw }) => [id, mw]));
  for (const { id, mw } of now) sums.set(id, (sums.get(id) ?? 0) + mw);
  return [...sums].map(([id, mw]) => ({ id, mw }));
}

/** A span's MW are means over its rows; energy, money and water are its sums. */
function withMeans(span: DifferenceSpan): DifferenceSpan {
  const units = span.units.map(({ id, mw }) => ({ id, mw: mw / span.rows }));
  return { ...span, mw: span.mw / span.rows, units };
}

/** What water is worth at an instant by a sheet's own plan. */
export function worthBy(sheet: Sheet): (at: number) => number | null {
  return (at) => {
    const step = stepAt(sheet, at);
    return step < 0 ? null : (waterWorth(sheet.reasons, step)?.perMm3 ?? null);
  };
}

/** Sentences that are enough to explain a span. */
const MOST_REASONS = 4;

/**
 * Why a plan has a span as it has: for each unit that differs the changes it makes in it, or the last one
 * before it; then what limits the station there.
 */
export function reasonsFor(sheet: Sheet, span: DifferenceSpan): Sheet['reasons'] {
  const from = stepAt(sheet, span.from);
  const to = from + span.rows;
  if (from < 0) return [];
  const changes = span.units.flatMap(({ id }) => {
    const own = sheet.reasons.filter((reason) => reason.unit === id);
    const within = own.filter(({ step }) => step >= from && step < to);
    const before = own.findLast(({ step }) => step < from);
    return within.length > 0 ? within : before ? [before] : [];
  });
  const limit = sheet.reasons.findLast(
    ({ code, step }) => code.startsWith('step.') && step <= from,
  );
  return [...changes.slice(0, MOST_REASONS - 1), ...(limit ? [limit] : [])];
}
