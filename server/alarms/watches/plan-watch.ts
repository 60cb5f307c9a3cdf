import { plantOf } from '#shared/hydraulics/plant.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanVersion, PlanView } from '#shared/wire/plan-view.ts';
import { stationTag, unitTag } from '#shared/wire/tag-path.ts';
import { reservoirValues } from '../../readings/calculated/reservoir-values.ts';
import { orderedSlot } from '../ordered-slot.ts';
import { ofStation, type Observation, type Watch, type WatchParts } from '../observation.ts';

/** Less is a gate's leakage. */
const SPILL_M3S = 1;
/** As far off as "not in sight", h. */
const NO_SPILL_H = 1000;

const endOf = ({ startsAt, steps, stepMinutes }: PlanVersion): number =>
  startsAt + steps * stepMinutes * MS_PER_MINUTE;

const isOf = (version: PlanVersion | null, at: number): version is PlanVersion =>
  version !== null && version.startsAt <= at && at < endOf(version);

/** Hours until the plan spills; null: this plan says nothing of now. */
function plannedSpillHours(
  version: PlanVersion | null,
  station: string,
  at: number,
): number | null {
  if (!isOf(version, at)) return null;
  const spillM3s = version.plan.stations[station]?.spillM3s ?? [];
  const stepMs = version.stepMinutes * MS_PER_MINUTE;
  const now = Math.floor((at - version.startsAt) / stepMs);
  const first = spillM3s.findIndex((flow, step) => step >= now && flow > SPILL_M3S);
  return first < 0 ? NO_SPILL_H : Math.max(0, version.startsAt + first * stepMs - at) / MS_PER_HOUR;
}

/** What the plan in force says and how it is followed; that there is one, and that it is fresh. */
export function planWatch(parts: WatchParts): Watch {
  const { station, heard, view } = parts;
  const plant = plantOf(station);

  const spillAhead = (plan: PlanView, at: number): Observation => {
    const planned = plannedSpillHours(plan.inForce, station.id, at);
    const tag = stationTag(station.id, 'hoursToSpill');
    const filling = reservoirValues(plant, heard.value).find((one) => one.tag === tag);
    const reckoned = filling?.quality === 'good' ? (filling.value ?? NO_SPILL_H) : null;
    const hours = planned ?? reckoned;
    const from = planned === null ? 'inflow' : 'plan';
    return ofStation('spill.ahead', hours, { value: hours ?? 0, from });
  };

  const adherence = (plan: PlanView, at: number): Observation => {
    const outputs = station.units.map(({ id }) => heard.believed(unitTag(station.id, id, 'mw')));
    const actualMw = outputs.reduce<number | null>(
      (sum, mw) => (sum === null || mw === null ? null : sum + mw),
      0,
    );
    const orderedMw = orderedSlot(plan, at)?.generationMw;
    const isKnown = actualMw !== null && orderedMw !== undefined;
    const deviationMw = isKnown ? Math.abs(actualMw - orderedMw) : null;
    return ofStation('adherence.off', deviationMw, {
      value: deviationMw ?? 0,
      actual: actualMw ?? 0,
      ordered: orderedMw ?? 0,
    });
  };

  return (at) => {
    const plan = view();
    // Nobody can plan a station of which nothing has ever been heard: that is a loss of data.
    const isHeard = heard.value(stationTag(station.id, 'forebayLevel')) !== undefined;
    const madeAt = Math.max(plan.offered?.madeAt ?? 0, plan.inForce?.madeAt ?? 0);
    const ageMin = madeAt === 0 ? null : (at - madeAt) / MS_PER_MINUTE;
    return [
      spillAhead(plan, at),
      adherence(plan, at),
      ofStation('plan.none', isHeard ? Number(!isOf(plan.inForce, at)) : null),
      ofStation('plan.old', ageMin, { value: Math.floor(ageMin ?? 0) }),
    ];
  };
}
