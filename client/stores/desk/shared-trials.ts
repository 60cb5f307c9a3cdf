import type { Day } from '#shared/station/day-schema.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { SaveWhatIfRequest, WhatIf, WireSchedule } from '#shared/wire/what-if.ts';
import type { Station } from '#shared/station/system-schema.ts';
import { dayOfPlan } from './day-of-plan.ts';
import { plansOfSpan } from './plans-of-span.ts';
import { bodyOf, type Trial, trialOn, withCells } from './trial.ts';

/** A trial as the server is asked to keep it for the shift. */
export function savingOf(trial: Trial, schedule: WireSchedule | null): SaveWhatIfRequest {
  return {
    id: trial.kept?.id ?? null,
    revision: trial.kept?.revision ?? null,
    station: trial.station,
    kind: 'what-if',
    name: trial.name,
    colour: trial.colour,
    body: bodyOf(trial, schedule),
  };
}

/** A what-if of the server as a trial on its base; null where it stands on no plan, or not on this one. */
export function trialOfKept(
  whatIf: WhatIf,
  version: PlanVersion,
  station: Station,
  day: Day = dayOfPlan(version, station),
): Trial | null {
  const { body, id, revision, name, colour, changedAt } = whatIf;
  if (body.basePlanId !== version.id || !version.plan.stations[station.id]) return null;
  const trial = trialOn(version, station.id, day, { id, name, colour, changedAt });
  const edits = Object.entries(body.setMw[station.id] ?? {}).flatMap(([unit, cells]) =>
    cells.flatMap((mw, step) => (mw === null ? [] : [{ unit, step, mw }])),
  );
  const set = withCells(trial, edits, changedAt);
  return { ...set, past: [], edits: 0, kept: { id, revision, edits: 0 } };
}

/** What-ifs of the server as trials, each on the plan that it began from; without those whose plan is not to be had. */
export async function trialsOfKept(
  kept: readonly WhatIf[],
  station: Station,
  dayOf: (version: PlanVersion) => Promise<Day>,
): Promise<ReadonlyMap<string, Trial>> {
  if (kept.length === 0) return new Map();
  const starts = kept.map(({ body }) => body.startsAt);
  const span = { from: Math.min(...starts), to: Math.max(...starts) + 1 };
  const versions = new Map((await plansOfSpan(span)).map((plan) => [plan.id, plan]));
  const trials = new Map<string, Trial>();
  for (const whatIf of kept) {
    const version = versions.get(whatIf.body.basePlanId ?? '');
    const trial = version && trialOfKept(whatIf, version, station, await dayOf(version));
    if (trial) trials.set(whatIf.id, trial);
  }
  return trials;
}
