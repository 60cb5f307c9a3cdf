import { volumeMm3 } from '#shared/units/physics.ts';
import { type Sheet, stepAt } from './sheet.ts';

/** What a sheet comes to, over the steps that it shares with another. */
export interface SheetFigures {
  /** Exported, MWh. */
  readonly energyMwh: number;
  /** What that earns at the tariff, before the worth of water. */
  readonly money: number;
  readonly endLevelM: number;
  /** Through the turbines, Mm³. */
  readonly waterMm3: number;
  readonly spillMm3: number;
}

type Horizon = Pick<Sheet, 'startsAt' | 'stepMinutes' | 'steps'>;

/** Instants at which both have a step, by the first's own. */
export function sharedInstants(sheet: Horizon, other: Horizon): number[] {
  const stepMs = sheet.stepMinutes * 60_000;
  return Array.from({ length: sheet.steps }, (_, t) => sheet.startsAt + t * stepMs).filter(
    (at) => stepAt(other, at) >= 0,
  );
}

/** Figures of a sheet over what it shares with `other`; null where nothing of it is known yet. */
export function figuresOf(sheet: Sheet, other: Horizon): SheetFigures | null {
  const { plan } = sheet;
  if (!plan) return null;
  const seconds = sheet.stepMinutes * 60;
  const hours = sheet.stepMinutes / 60;
  let energyMwh = 0;
  let money = 0;
  let waterMm3 = 0;
  let spillMm3 = 0;
  let last = -1;
  for (const at of sharedInstants(sheet, other)) {
    const step = stepAt(sheet, at);
    const exported = plan.exportMw[step]! * hours;
    energyMwh += exported;
    money += exported * (sheet.pricePerMwh[step] ?? 0);
    for (const { flowM3s } of Object.values(plan.units)) {
      waterMm3 += volumeMm3(flowM3s[step]!, seconds);
    }
    spillMm3 += volumeMm3(plan.spillM3s[step]!, seconds);
    last = step;
  }
  return { energyMwh, money, endLevelM: plan.levelM[last + 1] ?? NaN, waterMm3, spillMm3 };
}
