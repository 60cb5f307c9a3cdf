import { levelM } from '#shared/hydraulics/reservoir.ts';
import type { StationCourse } from './label-search.ts';
import { nearestSet } from './nearest-set.ts';
import { type StationModel, emptyApproxStep } from './station-model.ts';

/** What a course comes to as the search reckons it: money, with spill and breaches at their weights. */
export function courseWorth(model: StationModel, course: StationCourse): number {
  const { station, problem } = model.task;
  const { units } = station.plant;
  const into = emptyApproxStep();
  let volume = station.startVolumeMm3;
  let ran: ArrayLike<number> = station.units.map((unit) => (unit.onBefore ? 1 : 0));
  let worth = 0;
  for (let t = 0; t < problem.steps; t++) {
    const running = course.running[t]!;
    const started = units.filter((_, u) => running[u]! > 0 && !(ran[u]! > 0));
    const water = started.reduce((sum, unit) => sum + unit.startWaterM3, 0) / problem.seconds;
    const level = levelM(station.plant, volume);
    const set = nearestSet(model, running);
    const flow = course.turbineFlowM3s[t]!;
    if (!model.step(t, volume, level, set, flow, water, NaN, NaN, into)) return -Infinity;
    worth += into.worth - started.reduce((sum, unit) => sum + unit.startCost, 0);
    volume = into.volumeMm3;
    ran = running;
  }
  return worth + model.endWorth(volume);
}
