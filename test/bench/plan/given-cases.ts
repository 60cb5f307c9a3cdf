import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Day, daySchema } from '#shared/station/day-schema.ts';
import { type System, systemSchema } from '#shared/station/system-schema.ts';

/** The cases lie beside the checkout, where they are given at all. */
const CASES = join(import.meta.dirname, '../../../../shared/cases');

export const casesAbsent = !existsSync(CASES);

/** The line of a benchmark that has no cases. */
export const SKIPPED = { skipped: 'the cases are not beside this checkout' };

export interface GivenCase {
  readonly name: string;
  readonly system: System;
  readonly day: Day;
}

/** A feasible plan's figures, the best that slow searches found. */
export interface Reference {
  readonly value: number;
  readonly turnover: number;
  readonly spillMm3: number;
}

/** What a real station ran: step means and metered energy. */
export interface DayRecord {
  readonly outflowM3s: readonly number[];
  readonly energyMwh: number;
  readonly revenueAtRates: number;
}

export function madeCases(): (GivenCase & { readonly reference: Reference })[] {
  return folders('made').map((folder) => ({
    ...given(folder, `${folder}/system.json`),
    reference: json(`${folder}/reference.json`) as Reference,
  }));
}

export function glenCanyonDays(): (GivenCase & { readonly record: DayRecord })[] {
  return folders('glen-canyon').map((folder) => ({
    ...given(folder, 'glen-canyon/system.json'),
    record: json(`${folder}/record.json`) as DayRecord,
  }));
}

function folders(group: string): string[] {
  return readdirSync(join(CASES, group))
    .filter((name) => existsSync(join(CASES, group, name, 'day.json')))
    .sort()
    .map((name) => `${group}/${name}`);
}

function given(folder: string, systemPath: string): GivenCase {
  const system = systemSchema.parse(json(systemPath));
  return { name: folder, system, day: daySchema.parse(json(`${folder}/day.json`)) };
}

const json = (path: string): unknown => JSON.parse(readFileSync(join(CASES, path), 'utf8'));
