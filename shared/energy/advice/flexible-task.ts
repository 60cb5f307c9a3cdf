import type { Flexible } from '#shared/station/site-schema.ts';

/** The steps that flexible consumers are placed in. */
export interface AdviceDay {
  readonly stepMinutes: number;
  /** Hour of the local day at the start of each step, with its fraction. */
  readonly hours: readonly number[];
  /** Generation in each step, MW; 0: what is used is drawn from the grid. */
  readonly generationMw: readonly number[];
  /** What a kWh costs in each step: own energy what it would have earned, drawn energy its price. */
  readonly pricePerKwh: readonly number[];
}

/** A consumer's part of the problem, in steps. */
export interface FlexibleTask {
  readonly consumer: string;
  readonly rank: number;
  readonly powerKw: number;
  /** Fewest and most steps that it may run. */
  readonly leastSteps: number;
  readonly mostSteps: number;
  readonly minRunSteps: number;
  readonly allowed: readonly boolean[];
  /** Whether its sump is within its levels at the end of step t after `used` running steps; absent: no sump. */
  readonly sumpHolds?: (t: number, used: number) => boolean;
}

const SLACK = 1e-9;

/** What a flexible consumer draws on the mean, kW: by its energy, or by the water that its sump takes in. */
export function meanDrawKw({ powerKw, kwhPerDay, sump }: Flexible): number {
  if (!sump) return (kwhPerDay ?? 0) / 24;
  return powerKw * Math.min(1, sump.inflowM3PerHour / sump.pumpM3PerHour);
}

function isAllowed(hour: number, spans: Flexible['allowedHours'], hours: number): boolean {
  if (spans === undefined) return true;
  const end = hour + hours;
  return spans.some(([from, to]) =>
    from < to
      ? hour >= from - SLACK && end <= to + SLACK
      : hour >= from - SLACK || end <= to + SLACK,
  );
}

/**
 * The task of a flexible consumer on a day. One with a sump runs as little as leaves the sump no fuller than it
 * was; another as many steps as its energy takes.
 * @param sumpLevelM level at the start; absent: the middle of its limits
 */
export function flexibleTask(
  consumer: string,
  flexible: Flexible,
  day: AdviceDay,
  sumpLevelM?: number,
): FlexibleTask {
  const steps = day.hours.length;
  const hours = day.stepMinutes / 60;
  const { sump } = flexible;
  const common = {
    consumer,
    rank: flexible.rank,
    powerKw: flexible.powerKw,
    minRunSteps: Math.max(1, Math.ceil(flexible.minRunMinutes / day.stepMinutes - SLACK)),
    allowed: day.hours.map((hour) => isAllowed(hour, flexible.allowedHours, hours)),
  };
  if (!sump) {
    const wanted = Math.ceil((flexible.kwhPerDay ?? 0) / (flexible.powerKw * hours) - SLACK);
    const runs = wanted === 0 ? 0 : Math.max(wanted, common.minRunSteps);
    return { ...common, leastSteps: runs, mostSteps: runs };
  }
  const startM = sumpLevelM ?? (sump.levelMinM + sump.levelMaxM) / 2;
  const levelAfter = (t: number, used: number): number =>
    startM +
    (sump.inflowM3PerHour * hours * (t + 1) - sump.pumpM3PerHour * hours * used) / sump.areaM2;
  const needed = (sump.inflowM3PerHour * steps) / sump.pumpM3PerHour;
  return {
    ...common,
    leastSteps: Math.ceil(needed - SLACK),
    mostSteps: steps,
    sumpHolds: (t, used) => {
      const levelM = levelAfter(t, used);
      return levelM >= sump.levelMinM - SLACK && levelM <= sump.levelMaxM + SLACK;
    },
  };
}
