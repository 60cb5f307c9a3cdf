import type { PlanEvents } from '#shared/wire/plan-requests.ts';
import type { Desk } from '../../../planning/desk.ts';

/** Says an event to everybody who sees a station, or to all stations' screens (null). */
export type Say = <Name extends keyof PlanEvents>(
  station: string | null,
  event: Name,
  payload: Parameters<PlanEvents[Name]>[0],
) => void;

/** Tells the rooms what happens at the desk. @returns what ends the telling */
export function tellDeskNews(
  { planning, whatIfs, loadCurves, following }: Desk,
  say: Say,
): () => void {
  const leave = [
    planning.onOffered(({ id, madeAt, startsAt, causes }) =>
      say(null, 'plan.offered', { id, madeAt, startsAt, causes }),
    ),
    planning.outages.onChanged((outage) => say(outage.station, 'outage.changed', outage)),
    planning.life.onDecided((decided) => say(null, 'plan.decided', decided)),
    whatIfs.onSaved((whatIf) => say(whatIf.station, 'what-if.saved', whatIf)),
    whatIfs.onRemoved(({ id, station }) => say(station, 'what-if.removed', { id, station })),
    loadCurves.onTaken((curve) => say(null, 'load-curve.imported', curve)),
    following.onOpened((deviation) => say(deviation.station, 'deviation.opened', deviation)),
    following.onChanged((deviation) => say(deviation.station, 'deviation.changed', deviation)),
    following.onClosed((day) => say(day.station, 'day.closed', day)),
  ];
  return () => {
    for (const stop of leave) stop();
  };
}
