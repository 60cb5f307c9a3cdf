import type { Cause } from './reason-codes.ts';
import type { StationFacts } from './reason-facts.ts';
import type { WaterWorth } from './water-worth.ts';

/** What a sentence about a reason needs. */
export type ReasonData = Record<string, number | string | number[]>;

/** Never −0, which JSON does not keep. */
export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits)) + 0;

/** Money per Mm³ to five figures: far more than any worth of water is known to. */
export const worthRounded = (value: number): number => Number(value.toPrecision(5)) + 0;

/** The limit behind a cause in step t, in its own unit, or what else the cause's sentence names. */
export function limitData(
  facts: StationFacts,
  worth: WaterWorth,
  t: number,
  cause: Cause,
): ReasonData {
  const { station, problem } = facts;
  const { plant } = station;
  switch (cause) {
    case 'load':
      return { limitMw: rounded(problem.loadMw?.[t] ?? 0, 2) };
    case 'level-min':
      return { limitM: station.levelMinM[t + 1]! };
    case 'level-max':
      return { limitM: station.levelMaxM[t + 1]! };
    case 'end-level':
      return { limitM: station.end.levelM };
    case 'level-rise':
      return { limitMPerHour: plant.levelRampMPerHour.up };
    case 'level-fall':
      return { limitMPerHour: plant.levelRampMPerHour.down };
    case 'outflow-min':
      return { limitM3s: plant.outflowMinM3s };
    case 'outflow-max':
      return { limitM3s: plant.outflowMaxM3s };
    case 'outflow-rise':
      return { limitM3s: plant.outflowRampM3sPerStep.up };
    case 'outflow-fall':
      return { limitM3s: plant.outflowRampM3sPerStep.down };
    case 'generation-ramp':
      return { limitMw: plant.rampMwPerStep };
    case 'export-limit':
      return { limitMw: plant.exportLimitMw };
    case 'reserve':
      return { limitMw: plant.reserveMw };
    case 'spill-avoided': {
      const full = worth.endsAt[t]!;
      const fullInHours = rounded((full - t) * facts.hours, 2);
      return { limitM: station.levelMaxM[full]!, fullInHours };
    }
    default:
      return {};
  }
}
