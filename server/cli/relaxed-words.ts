import { DateTime } from 'luxon';
import { type LimitCode, limits } from '#shared/dispatch/limit-codes.ts';
import type { Mend, Plan, Relaxation } from '#shared/station/plan-schema.ts';
import type { Case } from './case-files.ts';

/** What a relaxed plan gives way and what would mend it, one line each; none of a plan that keeps every limit. */
export function relaxedWords(of: Case, { relaxations }: Plan): string[] {
  const mends = relaxations[0]?.mends ?? [];
  return [
    ...relaxations.map((relaxation) => `relaxed: ${relaxationWords(of, relaxation)}`),
    ...mends.map(
      (mend, i) =>
        `${i === 0 ? 'would be whole with' : '                 or'}: ${mendWords(of, mend)}`,
    ),
  ];
}

function relaxationWords(of: Case, relaxation: Relaxation): string {
  const { station, limit, amount, unit } = relaxation;
  const words = limits[limit as LimitCode].words;
  return `${station}: ${limit}: ${words} by up to ${rounded(amount)} ${unit}, ${when(of, relaxation)}`;
}

function mendWords(of: Case, mend: Mend): string {
  const { station, change, amount, unit } = mend;
  const by = `up to ${rounded(Math.abs(amount))} ${unit}`;
  const times = when(of, mend);
  if (change === 'load') return `the load ${by} ${amount < 0 ? 'higher' : 'lower'}, ${times}`;
  if (change === 'inflow') {
    return `${station}: ${by} ${amount < 0 ? 'less' : 'more'} of inflow, ${times}`;
  }
  if (change === 'outage') return `${station}/${mend.generatingUnit}: back in service, ${times}`;
  return `${station}: ${change} let go by ${by}, ${times}`;
}

/** Local clock times, with the day where it is not the first. */
function when({ system, day }: Case, of: { fromStep: number; toStep: number }): string {
  const start = DateTime.fromISO(day.start, { zone: system.timeZone });
  const moment = (step: number): string => {
    const at = start.plus({ minutes: step * day.stepMinutes });
    return at.toFormat(at.hasSame(start, 'day') ? 'HH:mm' : 'MM-dd HH:mm');
  };
  return `${moment(of.fromStep)}–${moment(of.toStep)}`;
}

const rounded = (amount: number): number => Number(amount.toPrecision(4));
