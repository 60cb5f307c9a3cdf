import { MS_PER_MINUTE } from '#shared/units/physics.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import { unitTag } from '#shared/wire/tag-path.ts';
import { orderedSlot } from '../ordered-slot.ts';
import type { Watch, WatchParts } from '../observation.ts';

/** Units are stopped up to this long before the step that orders it. */
const EARLY_MS = 3 * MS_PER_MINUTE;

const isOrdered = (view: PlanView, unit: string, at: number): boolean =>
  [at, at + EARLY_MS].every((ms) => (orderedSlot(view, ms)?.units[unit] ?? 0) > 0);

/** Units that stop while they are ordered to run. It is over when one runs again or is ordered to no more. */
export function tripWatch({ station, heard, view, activeSubjects }: WatchParts): Watch {
  const ran = new Map<string, boolean>();
  let tripped: ReadonlySet<string> = new Set(activeSubjects('unit.trip'));
  return (at) => {
    const plan = view();
    for (const { id } of station.units) {
      const on = heard.believed(unitTag(station.id, id, 'on'));
      if (on === null) continue;
      const runs = on > 0.5;
      const fell = ran.get(id) === true && !runs && isOrdered(plan, id, at);
      ran.set(id, runs);
      if (fell) tripped = new Set([...tripped, id]);
      else if (runs || !isOrdered(plan, id, at))
        tripped = new Set([...tripped].filter((one) => one !== id));
    }
    return station.units.map(({ id }) => {
      const orderedMw = orderedSlot(plan, at)?.units[id] ?? 0;
      const value = tripped.has(id) ? 1 : 0;
      return { code: 'unit.trip', subject: id, value, data: { unit: id, ordered: orderedMw } };
    });
  };
}
