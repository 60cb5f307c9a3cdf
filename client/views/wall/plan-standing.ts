import type { Plan, Relaxation } from '#shared/station/plan-schema.ts';
import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import { mendWords } from '#client/format/mend-words.ts';
import { formatNumber } from '#client/format/numbers.ts';
import type { Texts } from '#client/format/reason-words.ts';
import { formatMoment } from '#client/format/time.ts';

/** As much of a plan as tells how good it is. */
export interface JudgedPlan extends Pick<PlanVersion, 'startsAt' | 'stepMinutes'> {
  readonly plan: Pick<Plan, 'status' | 'gap' | 'relaxations'>;
}

export interface StandingContext {
  readonly timeZone: string;
  /** End of the local day now, ms: what comes later is tomorrow's. */
  readonly dayEnd: number;
}

/** A gap is rounded up to this share of a percent: never said to be less than it is. */
const GAP_DIGITS = 2;

/** How good a plan is: proved or feasible with its gap, or what gives way first of a station's limits. */
export function planStanding(
  version: JudgedPlan,
  station: string,
  context: StandingContext,
  texts: Texts,
): string {
  const { status, gap, relaxations } = version.plan;
  if (status === 'relaxed') return relaxedWords(version, relaxations, station, context, texts);
  if (gap === null) return texts.t('plan.unproved', {});
  return texts.t(`plan.${status}`, { gap: formatNumber(percentUp(gap), GAP_DIGITS, texts.locale) });
}

/** What would mend a relaxed plan, the ways one after the other; empty where none is known. */
export function planMends(
  version: JudgedPlan,
  station: string,
  context: StandingContext & { readonly unitName: (id: string) => string },
  texts: Texts,
): string {
  const own = version.plan.relaxations.find((relaxation) => relaxation.station === station);
  const mends = own?.mends ?? [];
  if (mends.length === 0) return '';
  const words = {
    moment: (step: number) => momentOf(version, step, context, texts),
    unitName: context.unitName,
  };
  const said = mends.map((mend) => mendWords(mend, words, texts));
  return texts.t('plan.mends', { mends: said.join(texts.t('plan.or', {})) });
}

/** A share as percent, rounded up; what binary fractions leave over counts for nothing. */
function percentUp(share: number): number {
  const parts = 10 ** GAP_DIGITS;
  return Math.ceil(Math.max(0, share * 100 * parts) - 1e-9) / parts;
}

function relaxedWords(
  version: JudgedPlan,
  relaxations: readonly Relaxation[],
  station: string,
  context: StandingContext,
  texts: Texts,
): string {
  const own = relaxations
    .filter((relaxation) => relaxation.station === station || relaxation.station === 'system')
    .toSorted((a, b) => a.fromStep - b.fromStep);
  const [first] = own;
  if (!first) return texts.t('plan.relaxedElsewhere', {});
  const key = `limit.${first.limit}`;
  const digits = first.unit === 'm' ? 3 : 1;
  const values = {
    limit: texts.te(key) ? texts.t(key, {}) : first.limit,
    amount: `${formatNumber(first.amount, digits, texts.locale)} ${first.unit}`.trim(),
    from: momentOf(version, first.fromStep, context, texts),
    to: formatMoment(startOf(version, first.toStep), context.timeZone),
  };
  if (own.length === 1) return texts.t('plan.relaxed', values);
  return texts.t('plan.relaxedMore', { ...values, count: own.length - 1 });
}

const startOf = ({ startsAt, stepMinutes }: JudgedPlan, step: number): number =>
  startsAt + step * stepMinutes * MS_PER_MINUTE;

function momentOf(
  version: JudgedPlan,
  step: number,
  context: StandingContext,
  { t }: Texts,
): string {
  const at = startOf(version, step);
  const clock = formatMoment(at, context.timeZone);
  return at >= context.dayEnd ? t('load.tomorrow', { time: clock }) : clock;
}
