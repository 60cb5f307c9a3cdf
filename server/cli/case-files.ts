import type { Day } from '#shared/station/day-schema.ts';
import type { Fault, Read } from '#shared/station/fault.ts';
import type { JsonRead } from '#shared/station/json-text.ts';
import { findDayFaults, type ParsedCase, readDay, readSystem } from '#shared/station/read-forms.ts';
import type { System } from '#shared/station/system-schema.ts';
import { BadInput } from '../bad-input.ts';
import { fileLines, readJsonFile, readParsed } from '../input-files.ts';

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

/** A file of a plan that is read with its case: how, and what is wrong with it where that is at fault. */
export interface PlanReader<T> {
  readonly file: string;
  readonly read: (json: unknown, of: Case) => Read<T>;
  readonly find: (json: unknown, of: ParsedCase) => readonly Fault[];
}

/**
 * Reads the files of a case.
 * @throws BadInput with the faults of both; of a day whose system is at fault those that can be told
 */
export async function readCase(files: CaseFiles, folder: string): Promise<Case> {
  const { read, lines } = await judgedCase(files, folder);
  if (read) return read;
  throw new BadInput(lines);
}

/** Reads the files of a case and of a plan of it. @throws BadInput with the faults of all three */
export async function readCaseAndPlan<T>(
  files: CaseFiles,
  folder: string,
  plan: PlanReader<T>,
): Promise<{ readonly of: Case; readonly plan: T }> {
  const { read, parsed, lines } = await judgedCase(files, folder);
  const judged = readParsed(await readJsonFile(plan.file, folder), (json) =>
    read ? plan.read(json, read) : refusal(plan.find(json, parsed)),
  );
  if (read && judged.ok) return { of: read, plan: judged.value };
  throw new BadInput([...lines, ...(judged.ok ? [] : fileLines(plan.file, judged.faults))]);
}

/** A case as far as it could be read, with the lines of its faults. */
interface JudgedCase {
  readonly read: Case | null;
  readonly parsed: ParsedCase;
  readonly lines: readonly string[];
}

async function judgedCase(files: CaseFiles, folder: string): Promise<JudgedCase> {
  const [systemJson, dayJson] = await Promise.all([
    readJsonFile(files.system, folder),
    readJsonFile(files.day, folder),
  ]);
  const system = readParsed(systemJson, readSystem);
  const day = readParsed(dayJson, (json) => dayOf(json, system, systemJson));
  return {
    read: system.ok && day.ok ? { system: system.value, day: day.value } : null,
    parsed: { system: systemJson.value, day: dayJson.value },
    lines: [
      ...(system.ok ? [] : fileLines(files.system, system.faults)),
      ...(day.ok ? [] : fileLines(files.day, day.faults)),
    ],
  };
}

function dayOf(json: unknown, system: Read<System>, systemJson: JsonRead): Read<Day> {
  return system.ok ? readDay(json, system.value) : refusal(findDayFaults(json, systemJson.value));
}

/** No value, whatever the faults: what it is read with is at fault. */
const refusal = (faults: readonly Fault[]): Read<never> => ({ ok: false, faults });
