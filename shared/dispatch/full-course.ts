import { levelM } from '#shared/hydraulics/reservoir.ts';
import { isRamped } from './label-search.ts';
import { nearestSet } from './nearest-set.ts';
import type { PolishedCourse } from './polish-course.ts';
import { type StationModel, emptyApproxStep } from './station-model.ts';

/** Full flow is asked for with this much on top: the exact step then finds the true most. */
const ALL_OF_IT = 1.01;
/** A breach below this is rounding, m³/s. */
const NO_BREACH_M3S = 1e-6;

/**
 * All units there are at full flow in every step, where that still spills in the last one: whatever let go less
 * before would only spill more, so that there is nothing to search for.
 * @returns null where the day ends otherwise, breaks a limit on the way, is ordered in part, or where flows are
 *   tied to a load, to an output or to each other
 */
export function fullCourse(model: StationModel): PolishedCourse | null {
  if (isTied(model)) return null;
  const { station, problem } = model.task;
  const into = emptyApproxStep();
  const running: Uint8Array[] = [];
  const turbineFlowM3s = new Float64Array(problem.steps);
  const volumeMm3 = new Float64Array(problem.steps + 1);
  volumeMm3[0] = station.startVolumeMm3;
  let worth = 0;
  for (let t = 0; t < problem.steps; t++) {
    const run = Uint8Array.from(station.units, ({ available }) => available[t]!);
    const set = nearestSet(model, run);
    const level = levelM(station.plant, volumeMm3[t]!);
    const most = model.flowSpan(set, level)[1];
    const volume = volumeMm3[t]!;
    if (!model.step(t, volume, level, set, most, 0, NaN, NaN, into)) return null;
    if (into.breachM3s > NO_BREACH_M3S) return null;
    running.push(run);
    turbineFlowM3s[t] = ALL_OF_IT * most;
    volumeMm3[t + 1] = into.volumeMm3;
    worth += into.worth;
  }
  if (!(into.spillM3s > 0)) return null;
  worth += model.endWorth(into.volumeMm3);
  return { running, turbineFlowM3s, volumeMm3, worth };
}

function isTied(model: StationModel): boolean {
  const { exportMw, station } = model.task;
  const { exportLimitMw, reserveMw, freeSpill, levelRampMPerHour } = station.plant;
  const { up, down } = levelRampMPerHour;
  const isOrdered = station.units.some(({ fixedFlowM3s }) => !fixedFlowM3s.every(Number.isNaN));
  const isLimited = exportLimitMw < Infinity || reserveMw > 0 || Math.min(up, down) < Infinity;
  return exportMw !== null || isOrdered || isLimited || freeSpill || isRamped(model);
}
