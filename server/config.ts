import { resolve } from 'node:path';
import { z } from 'zod';
import type { Fault, Read } from '#shared/station/fault.ts';
import { nearest } from '#shared/station/nearest.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';

/** What the server runs on, checked. Files and folders are absolute paths. */
export interface Config {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  /** null: the example station. */
  readonly systemFile: string | null;
  /** null: the example's site. */
  readonly siteFile: string | null;
  /** null: the doors for readings and forecasts are shut. */
  readonly ingestToken: string | null;
  /** A token for looking without an account; null: none. */
  readonly viewToken: string | null;
  readonly logLevel: LogLevel;
  /** Where relative paths of the command line begin. */
  readonly workingFolder: string;
  /** Sentences about variables that look like settings and are none. */
  readonly notices: readonly string[];
}

/** One environment variable, as `--help` and the README list it. */
export interface Setting {
  readonly name: string;
  /** What holds when it is absent; null: nothing. */
  readonly default: string | null;
  readonly meaning: string;
}

export const SETTINGS = [
  { name: 'PORT', default: '8080', meaning: 'Port to listen on; 0 takes any free one.' },
  {
    name: 'HOST',
    default: '127.0.0.1',
    meaning:
      'Address to listen on. From any but loopback nobody looks without an account or a token.',
  },
  {
    name: 'FOREBAY_DATA',
    default: './.forebay',
    meaning: 'Folder of the embedded store; made when it does not exist.',
  },
  {
    name: 'FOREBAY_SYSTEM',
    default: null,
    meaning: 'The station: a system.json. Absent: the example station Qingxi.',
  },
  {
    name: 'FOREBAY_SITE',
    default: null,
    meaning: 'Tariff, meters, planning, retention: a site.json. Absent: that of the example.',
  },
  {
    name: 'FOREBAY_INGEST_TOKEN',
    default: null,
    meaning: 'Bearer token for sending readings and forecasts. Absent: nobody may send.',
  },
  {
    name: 'FOREBAY_VIEW_TOKEN',
    default: null,
    meaning:
      'Token for looking. Absent: on this machine a demo is open, `serve` until its first account.',
  },
  {
    name: 'FOREBAY_LOG_LEVEL',
    default: 'info',
    meaning: `How much is logged: ${LOG_LEVELS.join(', ')}.`,
  },
] as const satisfies readonly Setting[];

type SettingName = (typeof SETTINGS)[number]['name'];
type Environment = Readonly<Record<string, string | undefined>>;

const PORT = /^\d{1,5}$/;
const HOST = /^[A-Za-z0-9.:_-]+$/;
const TOKEN = /^[\x21-\x7e]+$/;

/** A text that passes `test`, else "what is wrong" and "what would be right" as one message. */
const text = (test: (value: string) => boolean, right: string) =>
  z.string().refine(test, { error: right });

const token = text((value) => TOKEN.test(value), 'printable ASCII without spaces is needed');
const environmentSchema = z.object({
  PORT: text(
    (value) => PORT.test(value) && Number(value) <= 65_535,
    'a whole number from 0 to 65535 is needed, for example 8080',
  ),
  HOST: text(
    (value) => HOST.test(value),
    'an address or host name is needed, for example 127.0.0.1',
  ),
  FOREBAY_DATA: z.string(),
  FOREBAY_SYSTEM: z.string().optional(),
  FOREBAY_SITE: z.string().optional(),
  FOREBAY_INGEST_TOKEN: token.optional(),
  FOREBAY_VIEW_TOKEN: token.optional(),
  FOREBAY_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `one of ${LOG_LEVELS.join(', ')} is needed` }),
});

/** The settings among the variables, defaults filled in; an empty variable counts as absent. */
function settingsOf(environment: Environment): Partial<Record<SettingName, string>> {
  const given: Partial<Record<SettingName, string>> = {};
  for (const setting of SETTINGS) {
    const value = environment[setting.name]?.trim() || setting.default;
    if (value !== null) given[setting.name] = value;
  }
  return given;
}

/** A secret is never repeated in a message. */
const shown = (name: string, value: string): string =>
  name.endsWith('_TOKEN') ? 'the value given' : `"${value}"`;

function faultsOf(error: z.ZodError, given: Partial<Record<SettingName, string>>): Fault[] {
  return error.issues.map((issue) => {
    const name = String(issue.path[0]) as SettingName;
    return {
      path: name,
      wrong: `${shown(name, given[name] ?? '')} does not do`,
      right: issue.message,
    };
  });
}

const OURS = 'FOREBAY_';

/** Variables named like ours that are none of ours, each with the nearest that is. */
function noticesOf(environment: Environment): string[] {
  const known = SETTINGS.map((setting) => setting.name).filter((name) => name.startsWith(OURS));
  const ends = known.map((name) => name.slice(OURS.length));
  return Object.keys(environment)
    .filter((name) => name.startsWith(OURS) && !known.some((one) => one === name))
    .map((name) => {
      const near = nearest(name.slice(OURS.length), ends);
      const meant = near === null ? '' : `; did you mean ${OURS}${near}?`;
      return `${name} is set but is not a setting of this version${meant}`;
    });
}

/** npm runs a script in the project's folder; a path on the command line is meant from where it was typed. */
export function workingFolderOf(environment: Environment, folder: string): string {
  const byNpm = environment['npm_lifecycle_event'];
  const typedIn = environment['INIT_CWD'];
  return typedIn !== undefined && (byNpm === 'forebay' || byNpm === 'demo') ? typedIn : folder;
}

/**
 * The configuration that the variables ask for, or every fault in them; a fault's path is the
 * variable's name.
 * @param folder the working folder of the process
 */
export function readConfig(environment: Environment, folder: string): Read<Config> {
  const given = settingsOf(environment);
  const checked = environmentSchema.safeParse(given);
  if (!checked.success) return { ok: false, faults: faultsOf(checked.error, given) };

  const settings = checked.data;
  const workingFolder = workingFolderOf(environment, folder);
  const fileOf = (path: string | undefined): string | null =>
    path === undefined ? null : resolve(workingFolder, path);
  return {
    ok: true,
    value: {
      port: Number(settings.PORT),
      host: settings.HOST,
      dataFolder: resolve(workingFolder, settings.FOREBAY_DATA),
      systemFile: fileOf(settings.FOREBAY_SYSTEM),
      siteFile: fileOf(settings.FOREBAY_SITE),
      ingestToken: settings.FOREBAY_INGEST_TOKEN ?? null,
      viewToken: settings.FOREBAY_VIEW_TOKEN ?? null,
      logLevel: settings.FOREBAY_LOG_LEVEL,
      workingFolder,
      notices: noticesOf(environment),
    },
  };
}

/** What this process was started with: its variables and its words after the program's name. */
export function readProcess(): {
  readonly environment: Environment;
  readonly folder: string;
  readonly words: readonly string[];
} {
  return { environment: process.env, folder: process.cwd(), words: process.argv.slice(2) };
}
