import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import { type Fault, faultLine, type Read } from '#shared/station/fault.ts';
import { type JsonRead, parseJson } from '#shared/station/json-text.ts';
import { findSiteFaults, readSite, readSystem } from '#shared/station/read-forms.ts';
import type { Site } from '#shared/station/site-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import { BadInput } from './bad-input.ts';

/** Larger files are none of ours: a year of minutes of a cascade stays far below, bytes. */
const LARGEST_FILE = 256 * 1024 * 1024;

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'reading it is not allowed',
  EPERM: 'reading it is not allowed',
};

/**
 * Reads a file and parses it as JSON.
 * @param file as the user wrote it
 * @param folder where a relative path begins
 */
export async function readJsonFile(file: string, folder: string): Promise<JsonRead> {
  try {
    const bytes = await readFile(resolve(folder, file));
    if (bytes.length > LARGEST_FILE) return unreadable('it is larger than 256 MB');
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof TypeError) return unreadable('it is not UTF-8 text');
    const code = codeOf(error);
    if (code === null) throw error;
    return unreadable(FILE_ERRORS[code] ?? `the system says ${code}`);
  }
}

function unreadable(why: string): JsonRead {
  return {
    ok: false,
    faults: [{ path: '', wrong: `cannot be read: ${why}`, right: 'a JSON file is needed' }],
  };
}

/** The code of an error of the operating system, such as `ENOENT`; null for any other error. */
export function codeOf(error: unknown): string | null {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : null;
}

/** Reads what was parsed; where it was with faults, tells those and what else is wrong with it. */
export function readParsed<T>(json: JsonRead, read: (json: unknown) => Read<T>): Read<T> {
  if (json.ok) return read(json.value);
  const further = json.value === undefined ? null : read(json.value);
  return { ok: false, faults: [...json.faults, ...(further && !further.ok ? further.faults : [])] };
}

/** Faults as lines that begin with the file: `file:json.path: what is wrong, what would be right`. */
export function fileLines(file: string, faults: readonly Fault[]): string[] {
  return faults.map((fault) => `${file}:${fault.path === '' ? ' ' : ''}${faultLine(fault)}`);
}

/**
 * The system and the site that a server runs on; the example's where no file is named.
 * @throws BadInput with every fault of both files
 */
export async function readStation(config: {
  readonly systemFile: string | null;
  readonly siteFile: string | null;
}): Promise<{ readonly system: System; readonly site: Site }> {
  const { systemFile, siteFile } = config;
  const systemJson = systemFile === null ? null : await readJsonFile(systemFile, '/');
  const siteJson = siteFile === null ? null : await readJsonFile(siteFile, '/');
  const system = systemJson ? readParsed(systemJson, readSystem) : sound(exampleSystem);
  const site = siteJson
    ? readParsed(siteJson, (json) => siteOf(json, system, systemJson?.value))
    : sound(siteFor(system.ok ? system.value : exampleSystem));
  if (system.ok && site.ok) return { system: system.value, site: site.value };
  throw new BadInput([
    ...(system.ok ? [] : fileLines(systemFile ?? '', system.faults)),
    ...(site.ok ? [] : fileLines(siteFile ?? '', site.faults)),
  ]);
}

const sound = <T>(value: T): Read<T> => ({ ok: true, value });

function siteOf(json: unknown, system: Read<System>, systemJson: unknown): Read<Site> {
  return system.ok
    ? readSite(json, system.value)
    : { ok: false, faults: findSiteFaults(json, systemJson) };
}

/** The example's site, without what it says of stations that this system does not have. */
function siteFor(system: System): Site {
  if (system === exampleSystem) return exampleSite;
  const { end: _end, ...planning } = exampleSite.planning;
  return { ...exampleSite, planning, tags: [] };
}
