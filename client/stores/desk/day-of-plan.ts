import { plantOf } from '#shared/hydraulics/plant.ts';
import { volumeMm3 } from '#shared/hydraulics/reservoir.ts';
import type { Day, EndCondition, StationDay } from '#shared/station/day-schema.ts';
import type { Station, System } from '#shared/station/system-schema.ts';
import type { Hello } from '#shared/wire/protocol.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';

/** The station on the screen as a system of its own. */
export function systemOf(station: Station, system: Hello['system']): System {
  return {
    format: 'forebay-system/1',
    ...system,
    stations: [{ ...station, downstream: null }],
  };
}

/**
 * The day that a version was made for, as far as the version itself tells: prices, inflow, the level at
 * its start, which units ran before it, and how its end is judged.
 */
export function dayOfPlan(version: PlanVersion, station: Station): Day {
  return {
    format: 'forebay-day/1',
    start: new Date(version.startsAt).toISOString(),
    stepMinutes: version.stepMinutes,
    steps: version.steps,
    pricePerMwh: [...version.pricePerMwh],
    ...(version.loadMw ? { loadMw: [...version.loadMw] } : {}),
    stations: { [station.id]: stationDayOf(version, station) },
  };
}

/** Longer than any shortest run or rest: how long a unit had run or rested, a version does not tell. */
const LONG_MINUTES = 7 * 24 * 60;

function stationDayOf(version: PlanVersion, station: Station): StationDay {
  const plan = version.plan.stations[station.id];
  const levelM = plan?.levelM[0];
  if (!plan || levelM === undefined) {
    throw new Error(`stations.${station.id}: the plan lacks this station`);
  }
  const ownInflow = version.inflowM3s[station.id] ?? [];
  return {
    levelM,
    units: Object.fromEntries(
      station.units.map(({ id }) => [
        id,
        { on: ranBefore(version, station.id, id), forMinutes: LONG_MINUTES },
      ]),
    ),
    inflowM3s: inflowAsPlanned(version, station, ownInflow),
    outflowHistoryM3s: [],
    outOfService: [],
    end: endOf(version, station),
  };
}

/** A unit that starts in the first step rested before it, one that stops ran; all others go on as they were. */
function ranBefore(version: PlanVersion, station: string, unit: string): boolean {
  const first = version.plan.reasons.find(
    (reason) => reason.station === station && reason.unit === unit && reason.step === 0,
  );
  if (first?.code.startsWith('start.')) return false;
  if (first?.code.startsWith('stop.')) return true;
  return version.plan.stations[station]?.units[unit]?.on[0] === 1;
}

/** Inflow with what came from stations above: what the plan's own storage says. */
function inflowAsPlanned(
  version: PlanVersion,
  station: Station,
  ownM3s: readonly number[],
): number[] {
  const plan = version.plan.stations[station.id]!;
  const above = Object.keys(version.plan.stations).length > 1;
  if (!above && ownM3s.length === version.steps) return [...ownM3s];
  const plant = plantOf(station);
  const perFlow = (version.stepMinutes * 60) / 1e6;
  return plan.outflowM3s.map((outflow, t) => {
    const stored = volumeMm3(plant, plan.levelM[t + 1]!) - volumeMm3(plant, plan.levelM[t]!);
    return Math.max(0, outflow + stored / perFlow);
  });
}

/** Where water at the end has a worth, that; else the plan's own end is to be held. */
function endOf(version: PlanVersion, station: Station): EndCondition {
  const { plan } = version;
  const levelM = plan.stations[station.id]!.levelM.at(-1)!;
  const alone = Object.keys(plan.stations).length === 1;
  if (!alone || plan.value.endWater <= 0) return { levelM };
  return { waterValuePerMm3: plan.value.endWater / volumeMm3(plantOf(station), levelM) };
}
