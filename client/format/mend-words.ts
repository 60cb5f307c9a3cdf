import type { Mend } from '#shared/station/plan-schema.ts';
import { formatNumber } from './numbers.ts';
import type { Texts } from './reason-words.ts';

/** What a mend does not say itself. */
export interface MendContext {
  /** Clock time of a step's start. */
  readonly moment: (step: number) => string;
  /** A unit's name by its id. */
  readonly unitName: (id: string) => string;
}

/** Changes that go both ways: their words where the amount is below 0. */
const OTHER_WAY: Readonly<Record<string, string>> = { load: 'loadHigher', inflow: 'inflowLess' };

/** What would mend a relaxed plan, in words that stand after "or". */
export function mendWords(mend: Mend, context: MendContext, texts: Texts): string {
  const key = mend.amount < 0 ? (OTHER_WAY[mend.change] ?? mend.change) : mend.change;
  const digits = mend.unit.startsWith('m') && mend.unit !== 'm³/s' ? 3 : 1;
  return texts.t(`mend.${key}`, {
    amount: `${formatNumber(Math.abs(mend.amount), digits, texts.locale)} ${mend.unit}`,
    from: context.moment(mend.fromStep),
    to: context.moment(mend.toStep),
    unit: mend.generatingUnit === undefined ? '' : context.unitName(mend.generatingUnit),
  });
}
