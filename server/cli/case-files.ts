import type { Day } from '#shared/station/day-schema.ts';
import type { Read } from '#shared/station/fault.ts';
import { findDayFaults, readDay, readSystem } from '#shared/station/read-forms.ts';
import type { System } from '#shared/station/system-schema.ts';
import { BadInput } from '../bad-input.ts';
import { fileLines, readJsonFile } from '../input-files.ts';

/** A system and a day of it. */
export interface Case {
  readonly system: System;
  readonly day: Day;
}

/** Where a case is, as the user wrote it. */
export interface CaseFiles {
  readonly system: string;
  readonly day: string;
}

/**
 * Reads the files of a case.
 * @throws BadInput with the faults of both; of a day whose system is at fault those that it has by itself
 */
export async function readCase(files: CaseFiles, folder: string): Promise<Case> {
  const [systemJson, dayJson] = await Promise.all([
    readJsonFile(files.system, folder),
    readJsonFile(files.day, folder),
  ]);
  const system = systemJson.ok ? readSystem(systemJson.value) : systemJson;
  const day = dayJson.ok ? dayOf(dayJson.value, system) : dayJson;
  if (system.ok && day.ok) return { system: system.value, day: day.value };
  throw new BadInput([
    ...(system.ok ? [] : fileLines(files.system, system.faults)),
    ...(day.ok ? [] : fileLines(files.day, day.faults)),
  ]);
}

function dayOf(json: unknown, system: Read<System>): Read<Day> {
  return system.ok ? readDay(json, system.value) : { ok: false, faults: findDayFaults(json) };
}
