import { curveAt } from '#shared/hydraulics/curve.ts';
import type { Day } from '#shared/station/day-schema.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { GRAVITY_M_S2, WATER_DENSITY_KG_M3, volumeMm3 } from '#shared/units/physics.ts';
import { systemScope } from '../limit-codes.ts';
import { tolerances } from '../tolerances.ts';
import { type Violation, violationsOf } from '../violation.ts';
import type { Recomputed } from './recompute.ts';

/** Value, turnover of a day, currency (model.md, rank 4 and gap). */
interface Worth {
  energy: number;
  starts: number;
  endWater: number;
  /** Σ |price · X| Δ/3600. */
  traded: number;
  /** endWaterValue · Σ q Δ / 10⁶. */
  turbinedWater: number;
}

/** What a plan says of its worth as a whole, against what it comes to (rank 1). */
export function worthViolations(
  system: System,
  day: Day,
  plan: Plan,
  all: readonly Recomputed[],
): Violation[] {
  const worth: Worth = { energy: 0, starts: 0, endWater: 0, traded: 0, turbinedWater: 0 };
  for (const at of all) addWorth(worth, at, system, day);
  const turnover = Math.max(1, worth.traded, worth.turbinedWater);
  const total = worth.energy - worth.starts + worth.endWater;
  const money = tolerances.statedMoney + tolerances.statedMoneyShare * turnover;
  const { currency } = system;
  const { value, bound, gap } = plan;
  const claim = (name: string, unit: string, off: number, tolerance: number): Violation[] => {
    const concern = { station: systemScope(system), subject: { name, unit } };
    return violationsOf('disagreement', concern, day.steps, () => off, tolerance);
  };
  const gapOff =
    bound === null || gap === null ? 0 : Math.abs(gap - (bound - value.total) / turnover);
  return [
    ...claim('value.total', currency, Math.abs(value.total - total), money),
    ...claim('value.energy', currency, Math.abs(value.energy - worth.energy), money),
    ...claim('value.starts', currency, Math.abs(value.starts - worth.starts), money),
    ...claim('value.endWater', currency, Math.abs(value.endWater - worth.endWater), money),
    // A bound that the plan itself exceeds bounds nothing.
    ...claim('bound', currency, bound === null ? 0 : total - bound, money),
    ...claim('gap', '1', gapOff, tolerances.statedGap),
    ...claim('status', '1', statusContradicts(plan) ? 1 : 0, 0),
    ...all.flatMap((at) => spillReportViolations(at, plan, day.steps)),
  ];
}

function addWorth(worth: Worth, at: Recomputed, system: System, day: Day): void {
  const waterValue = endWaterValue(at, system, day);
  day.pricePerMwh.forEach((price, t) => {
    const money = price * at.exportMw[t]! * at.hours;
    // A load to follow is given: its energy is nobody's choice and no part of what is left to value.
    if (!day.loadMw) worth.energy += money;
    worth.traded += Math.abs(money);
  });
  at.station.units.forEach((unit, u) => {
    const on = at.flowsM3s[u]!.map((flow) => flow > 0);
    const before = at.day.units[unit.id]?.on === true;
    const starts = on.filter((isOn, t) => isOn && !(t > 0 ? on[t - 1]! : before)).length;
    worth.starts += starts * unit.startCost;
    const turbined = at.flowsM3s[u]!.reduce((sum, flow) => sum + flow, 0);
    worth.turbinedWater += waterValue * volumeMm3(turbined, at.hours * 3600);
  });
  worth.endWater += waterValue * at.volumeMm3[at.steps]!;
}

/** As given; while a load is followed without one, the mean price of the energy that 1 Mm³ makes. */
function endWaterValue(at: Recomputed, system: System, day: Day): number {
  const given = at.day.end?.waterValuePerMm3;
  if (given !== undefined || !day.loadMw) return given ?? 0;
  const { downstream } = at.station;
  const below = system.stations.find((station) => station.id === downstream?.station);
  const levelBelow = downstream?.backwater && below ? day.stations[below.id]!.levelM : -Infinity;
  const tailwater = curveAt(at.plant.tailwater, at.day.outflowHistoryM3s.at(-1) ?? 0);
  const headM = Math.max(0, at.day.levelM - Math.max(tailwater, levelBelow));
  const meanPrice = day.pricePerMwh.reduce((sum, price) => sum + price, 0) / day.steps;
  const joules = 1e6 * WATER_DENSITY_KG_M3 * GRAVITY_M_S2 * headM * 0.9;
  return (meanPrice * joules) / 3.6e9;
}

/** `proved` needs a bound, a bound a gap; `relaxed` says that something is relaxed, and only then. */
function statusContradicts({ status, bound, gap, relaxations }: Plan): boolean {
  if ((bound === null) !== (gap === null)) return true;
  if (status === 'proved' && bound === null) return true;
  return (status === 'relaxed') !== relaxations.length > 0;
}

/** The plan's account of its spill, Mm³, against the spill itself. */
function spillReportViolations(at: Recomputed, plan: Plan, steps: number): Violation[] {
  const seconds = at.hours * 3600;
  const spilled = at.stated.spillM3s.reduce((sum, spill) => sum + volumeMm3(spill, seconds), 0);
  const report = plan.spill[at.station.id];
  const off = Math.abs((report ? report.unavoidableMm3 + report.avoidableMm3 : 0) - spilled);
  const concern = { station: at.station.id, subject: { name: 'spill', unit: 'Mm³' } };
  return violationsOf('disagreement', concern, steps, () => off, tolerances.statedVolumeMm3);
}
