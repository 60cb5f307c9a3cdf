import type { Reason, StationPlan } from '#shared/station/plan-schema.ts';
import { M3_PER_MM3 } from '#shared/units/physics.ts';
import type { Problem } from './problem.ts';
import {
  type ChangeCause,
  type ReasonCode,
  type StepCause,
  WHOLE_STATION,
} from './reason-codes.ts';
import { type ReasonData, limitData, rounded, worthRounded } from './reason-data.ts';
import { type StationFacts, runs, stationFacts } from './reason-facts.ts';
import { type Explained, type UnitChange, changeReason } from './reason-of-change.ts';
import { stepCause } from './step-cause.ts';
import { waterWorths } from './water-worth.ts';

/** A set point that moves by no more than this is the same, MW, or this share of the unit's largest output. */
const SAME_OUTPUT_MW = 0.5;
const SAME_OUTPUT_SHARE = 0.02;

/** Level that a change keeps or takes is told from here on, m. */
const TOLD_LEVEL_M = 0.05;

/**
 * Why a plan is as it is, from the plan itself: for each start, stop and change of set point its
 * cause; for each run of steps alike what limits the station; and what its water is worth in each step.
 */
export function reasonsOf(
  problem: Problem,
  stations: Readonly<Record<string, StationPlan>>,
): Reason[] {
  const all = problem.stations.map((station) =>
    stationFacts(problem, station, stations[station.id]!),
  );
  const worths = waterWorths(all);
  const offLoadMw = (t: number): number =>
    problem.loadMw
      ? problem.loadMw[t]! - all.reduce((sum, { plan }) => sum + plan.exportMw[t]!, 0)
      : 0;
  return all.flatMap((facts, s) => {
    const worth = worths[s]!;
    const limited = Array.from({ length: problem.steps }, (_, t) =>
      stepCause(facts, worth, t, offLoadMw(t)),
    );
    const explained: Explained = { facts, worth, limited };
    return [
      ...facts.units.flatMap((_, u) => unitReasons(explained, u)),
      ...stepReasons(explained),
      waterReason(explained),
    ];
  });
}

function unitReasons(explained: Explained, u: number): Reason[] {
  const changes = unitChanges(explained.facts, u);
  const { steps } = explained.facts.problem;
  return changes.map((change, i) => {
    const { cause, data } = changeReason(explained, change);
    return {
      station: explained.facts.station.id,
      unit: explained.facts.station.units[u]!.id,
      step: change.step,
      code: `${change.change}.${cause}` as ReasonCode,
      data: {
        ...changeData(explained, change),
        ...data,
        ...effectOf(explained, change, cause, changes[i + 1]?.step ?? steps),
      },
    };
  });
}

/** Starts, stops, and outputs that left the one last ordered, or the step before. */
function unitChanges(facts: StationFacts, u: number): UnitChange[] {
  const { mw } = facts.units[u]!;
  const { mwMax } = facts.station.plant.units[u]!;
  const same = Math.min(SAME_OUTPUT_MW, SAME_OUTPUT_SHARE * mwMax);
  const changes: UnitChange[] = [];
  let fromStep = runs(facts, u, -1) ? -1 : 0;
  let stood = 0;
  for (let t = 0; t < facts.problem.steps; t++) {
    const on = runs(facts, u, t);
    const before = runs(facts, u, t - 1);
    if (t === 0 && on && before) {
      [stood, fromStep] = [mw[0]!, 0];
      continue;
    }
    const change = on !== before ? (on ? 'start' : 'stop') : on ? 'set' : null;
    if (change === null) continue;
    const byMw = change === 'set' ? mw[t]! - stood : on ? mw[t]! : -stood;
    const sinceBefore = t > 0 ? Math.abs(mw[t]! - mw[t - 1]!) : 0;
    if (change === 'set' && Math.max(Math.abs(byMw), sinceBefore) < same) continue;
    changes.push({ unit: u, step: t, change, fromStep, byMw });
    [stood, fromStep] = [mw[t]!, t];
  }
  return changes;
}

function changeData({ facts, worth }: Explained, { unit, step, byMw }: UnitChange): ReasonData {
  return {
    price: facts.problem.pricePerMwh[step]!,
    levelM: rounded(facts.plan.levelM[step]!, 3),
    mw: rounded(facts.units[unit]!.mw[step]!, 2),
    byMw: rounded(byMw, 2),
    waterValue: worthRounded(worth.perMm3[step]!),
  };
}

/** How long the change holds, what level that keeps or takes, and when the water kept earns more. */
function effectOf(
  { facts, worth }: Explained,
  { unit, step, change, fromStep }: UnitChange,
  cause: ChangeCause,
  until: number,
): ReasonData {
  const { problem, units, slopes } = facts;
  const data: ReasonData = {};
  if (until < problem.steps) data['forMinutes'] = (until - step) * problem.stepMinutes;
  if (cause === 'swap' || cause === 'others-out' || cause === 'head' || fromStep < 0) return data;
  const { flowM3s } = units[unit]!;
  const byFlow = flowM3s[step]! - (change === 'start' ? 0 : flowM3s[fromStep]!);
  const kept = (-byFlow * (until - step) * problem.seconds) / M3_PER_MM3;
  const headM = kept * slopes[step]!.startLevel;
  if (Math.abs(headM) < TOLD_LEVEL_M) return data;
  data['headM'] = rounded(headM, 2);
  const later = headM > 0 ? dearestStep(facts, step, until, worth.endsAt[step]!) : -1;
  if (later >= 0) data['laterMinutes'] = (later - step) * problem.stepMinutes;
  return data;
}

/** The dearest step from one to another in which the station runs, dearer than `now`; −1: none. */
function dearestStep(facts: StationFacts, now: number, from: number, to: number): number {
  const { pricePerMwh, loadMw } = facts.problem;
  let best = -1;
  if (loadMw) return best;
  for (let t = from; t < to; t++) {
    const dearer = pricePerMwh[t]! > pricePerMwh[best < 0 ? now : best]!;
    if (dearer && facts.plan.generationMw[t]! > 0) best = t;
  }
  return best;
}

/** One reason for each run of steps with the same cause. */
function stepReasons({ facts, worth, limited }: Explained): Reason[] {
  const { problem, plan, station } = facts;
  const reasons: Reason[] = [];
  let to = 0;
  while (to < problem.steps) {
    const from = to;
    const { cause } = limited[from]!;
    while (to < problem.steps && limited[to]!.cause === cause) to++;
    const code: `step.${StepCause}` = `step.${cause}`;
    const data: ReasonData = {
      fromStep: from,
      toStep: to,
      forMinutes: (to - from) * problem.stepMinutes,
      price: problem.pricePerMwh[from]!,
      levelM: rounded(plan.levelM[from]!, 3),
      mw: rounded(plan.generationMw[from]!, 2),
      waterValue: worthRounded(worth.perMm3[from]!),
      ...limitData(facts, worth, from, cause),
    };
    reasons.push({ station: station.id, unit: WHOLE_STATION, step: from, code, data });
  }
  return reasons;
}

/** What a Mm³ more in store at the end of each step would earn, in one entry. */
function waterReason({ facts, worth }: Explained): Reason {
  const perMm3 = Array.from(worth.perMm3, worthRounded);
  const data: ReasonData = {
    perMm3,
    least: perMm3.reduce((a, b) => Math.min(a, b), Infinity),
    most: perMm3.reduce((a, b) => Math.max(a, b), -Infinity),
  };
  const code: ReasonCode = 'water.worth';
  return { station: facts.station.id, unit: WHOLE_STATION, step: 0, code, data };
}
