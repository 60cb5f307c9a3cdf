import type { Flexible } from '#shared/station/site-schema.ts';
import { type AdviceDay, flexibleTask, meanDrawKw } from './flexible-task.ts';
import { placeFlexible } from './place-flexible.ts';

/** A flexible consumer with what it did yesterday. */
export interface FlexibleConsumer {
  readonly consumer: string;
  readonly flexible: Flexible;
  /** What it used yesterday in the step of the same place in the day, kWh; null: not known. */
  readonly yesterdayKwh: readonly (number | null)[];
  /** Level of its sump now; absent: the middle of its limits. */
  readonly sumpLevelM?: number;
}

/** When to run a consumer, and what that is worth against yesterday's practice. */
export interface ConsumerAdvice {
  readonly consumer: string;
  readonly running: readonly boolean[];
  readonly kwh: number;
  readonly cost: number;
  /** Yesterday's hours with today's energy and prices; null where yesterday is not known. */
  readonly practice: Practice | null;
  /** Energy that is drawn from the grid. */
  readonly drawnKwh: number;
}

export interface Practice {
  readonly cost: number;
  readonly drawnKwh: number;
  /** What it used in other steps than those that are advised. */
  readonly movedKwh: number;
}

/** A consumer that may stand still while nothing is generated, and what it drew then yesterday. */
export interface Rest {
  readonly consumer: string;
  readonly savedKw: number;
}

export interface OffTakeAdvice {
  readonly consumers: readonly ConsumerAdvice[];
  readonly unplaced: readonly string[];
  readonly isProved: boolean;
  /**
   * All flexible consumers together, for the day that is planned (files.md), MW by step: the placed ones when they
   * are to run, one that found no room at its mean, since it will run at some time.
   */
  readonly serviceLoadsMw: readonly number[];
  /** Steps without generation, and what may rest in them. */
  readonly idleSteps: readonly boolean[];
  readonly mayRest: readonly Rest[];
  /** Against yesterday's practice, of the consumers whose yesterday is known; > 0: saved. */
  readonly savedMoney: number;
  /** Energy no longer drawn from the grid. */
  readonly savedDrawnKwh: number;
}

const KW_PER_MW = 1000;

/** Generation below this counts as none, MW. */
const NONE_MW = 1e-6;

/**
 * Places the flexible consumers of a station on a day, and says what that saves. First as little as can be is
 * drawn from the grid, then own energy is used where it is cheapest.
 */
export function offTakeAdvice(
  consumers: readonly FlexibleConsumer[],
  day: AdviceDay,
  limitKw = Infinity,
): OffTakeAdvice {
  const tasks = consumers.map((one) =>
    flexibleTask(one.consumer, one.flexible, day, one.sumpLevelM),
  );
  const hours = day.stepMinutes / 60;
  const idleSteps = day.generationMw.map((mw) => mw <= NONE_MW);
  const { runs, unplaced, isProved } = placeFlexible(tasks, ownFirst(day, idleSteps), limitKw);
  const advised = consumers.flatMap((one): ConsumerAdvice[] => {
    const running = runs.get(one.consumer);
    if (!running) return [];
    const use = running.map((on) => (on ? one.flexible.powerKw * hours : 0));
    const kwh = use.reduce((sum, value) => sum + value, 0);
    return [
      {
        consumer: one.consumer,
        running,
        kwh,
        ...worth(use, day, idleSteps),
        practice: practiceOf(one, use, day, idleSteps),
      },
    ];
  });
  const known = advised.filter((one) => one.practice !== null);
  return {
    consumers: advised,
    unplaced,
    isProved,
    serviceLoadsMw: day.hours.map((_, t) =>
      consumers.reduce((sum, { consumer, flexible }) => {
        const run = runs.get(consumer);
        if (!run) return sum + meanDrawKw(flexible) / KW_PER_MW;
        return sum + (run[t] ? flexible.powerKw / KW_PER_MW : 0);
      }, 0),
    ),
    idleSteps,
    mayRest: consumers.flatMap((one) => restOf(one, idleSteps, hours)),
    savedMoney: known.reduce((sum, one) => sum + one.practice!.cost - one.cost, 0),
    savedDrawnKwh: known.reduce((sum, one) => sum + one.practice!.drawnKwh - one.drawnKwh, 0),
  };
}

/** Own energy before any that is drawn: a step without generation counts as dearer than all others together. */
function ownFirst(day: AdviceDay, idle: readonly boolean[]): AdviceDay {
  const dearest = Math.max(...day.pricePerKwh.map(Math.abs));
  const more = 1 + 2 * dearest * day.pricePerKwh.length;
  const pricePerKwh = day.pricePerKwh.map((price, t) => price + (idle[t] ? more : 0));
  return { ...day, pricePerKwh };
}

function worth(
  use: readonly number[],
  day: AdviceDay,
  idle: readonly boolean[],
): { readonly cost: number; readonly drawnKwh: number } {
  let cost = 0;
  let drawnKwh = 0;
  use.forEach((kwh, t) => {
    cost += kwh * day.pricePerKwh[t]!;
    if (idle[t]) drawnKwh += kwh;
  });
  return { cost, drawnKwh };
}

/** Yesterday's hours, brought to the energy that is placed today so that like is compared with like. */
function practiceOf(
  { yesterdayKwh }: FlexibleConsumer,
  advised: readonly number[],
  day: AdviceDay,
  idle: readonly boolean[],
): ConsumerAdvice['practice'] {
  const known = yesterdayKwh.map((value) => value ?? 0).slice(0, day.hours.length);
  const used = known.reduce((sum, value) => sum + value, 0);
  if (used <= 0) return null;
  const kwh = advised.reduce((sum, value) => sum + value, 0);
  const scaled = known.map((value) => (value * kwh) / used);
  const movedKwh = scaled.reduce((sum, value, t) => sum + Math.max(0, value - advised[t]!), 0);
  return { ...worth(scaled, day, idle), movedKwh };
}

/** Mean power yesterday in the steps that are idle today. */
function restOf(
  { consumer, flexible, yesterdayKwh }: FlexibleConsumer,
  idle: readonly boolean[],
  hours: number,
): Rest[] {
  if (!flexible.mayRest) return [];
  const used = yesterdayKwh.filter((value, t) => idle[t] && value !== null) as number[];
  const savedKw = used.reduce((sum, value) => sum + value, 0) / (used.length * hours);
  return used.length > 0 && savedKw > 0 ? [{ consumer, savedKw }] : [];
}
