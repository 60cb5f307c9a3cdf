import { tolerances } from '../tolerances.ts';
import { type Violation, violationsOf } from '../violation.ts';
import type { Recomputed } from './recompute.ts';

/** One series that a plan states beside what it comes to. */
interface Statement {
  readonly name: string;
  readonly unit: string;
  readonly stated: readonly number[];
  readonly recomputed: readonly number[];
  readonly tolerance: number;
  readonly unitId?: string;
}

/** Series of a station's plan that disagree with its own flows and spill (files.md; rank 1). */
export function seriesViolations(at: Recomputed): Violation[] {
  return [...stationStatements(at), ...unitStatements(at)].flatMap((statement) =>
    disagreements(at, statement),
  );
}

function stationStatements(at: Recomputed): Statement[] {
  const { stated } = at;
  const level = { unit: 'm', tolerance: tolerances.statedLevelM };
  const power = { unit: 'MW', tolerance: tolerances.statedPowerMw };
  const flow = { unit: 'm³/s', tolerance: tolerances.statedFlowM3s };
  return [
    { name: 'levelM', stated: stated.levelM, recomputed: at.levelM, ...level },
    { name: 'outflowM3s', stated: stated.outflowM3s, recomputed: at.outflowM3s, ...flow },
    { name: 'tailwaterM', stated: stated.tailwaterM, recomputed: at.tailwaterM, ...level },
    { name: 'generationMw', stated: stated.generationMw, recomputed: at.generationMw, ...power },
    { name: 'serviceMw', stated: stated.serviceMw, recomputed: at.serviceMw, ...power },
    { name: 'exportMw', stated: stated.exportMw, recomputed: at.exportMw, ...power },
  ];
}

function unitStatements(at: Recomputed): Statement[] {
  return at.station.units.flatMap(({ id: unitId }, u): Statement[] => {
    const stated = at.stated.units[unitId];
    if (!stated) return [];
    const on = at.flowsM3s[u]!.map((flow) => (flow > 0 ? 1 : 0));
    return [
      { name: 'on', unit: '1', stated: stated.on, recomputed: on, tolerance: 0, unitId },
      {
        name: 'mw',
        unit: 'MW',
        stated: stated.mw,
        recomputed: at.powerMw[u]!,
        tolerance: tolerances.statedPowerMw,
        unitId,
      },
      {
        name: 'netHeadM',
        unit: 'm',
        stated: stated.netHeadM,
        recomputed: at.netHeadM[u]!,
        tolerance: tolerances.statedLevelM,
        unitId,
      },
    ];
  });
}

function disagreements(at: Recomputed, statement: Statement): Violation[] {
  const { name, unit, stated, recomputed, tolerance, unitId } = statement;
  const concern = {
    station: at.station.id,
    subject: { name, unit },
    ...(unitId === undefined ? {} : { unitId }),
  };
  const off = (i: number): number => Math.abs(stated[i]! - recomputed[i]!);
  // n + 1 instants against n steps: instant i belongs to step i − 1, the first to step 0.
  const isInstants = recomputed.length > at.steps;
  const offIn = (t: number): number =>
    isInstants ? Math.max(off(t + 1), t === 0 ? off(0) : 0) : off(t);
  return violationsOf('disagreement', concern, at.steps, offIn, tolerance);
}
