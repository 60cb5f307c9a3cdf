import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { BadInput } from '../bad-input.ts';
import { RECORD_FORMATS, type RecordFormat, type ReplayOptions } from '../start/options.ts';
import type { Context } from './context.ts';
import { dateFrom, neededOption, neededWords, speedOption } from './options.ts';
import { runServer } from './server-command.ts';

interface ReplayWords {
  readonly record?: string;
  readonly system?: string;
  readonly from?: string;
  readonly to?: string;
  readonly speed: number;
  readonly format: RecordFormat;
}

/** `replay`: the server on a recorded history and its clock. */
export function replayCommand(context: Context): Command {
  return new Command('replay')
    .description('Start the server on a recorded history, at any speed, on its own clock.')
    .addOption(neededOption('record'))
    .addOption(neededOption('system'))
    .addOption(new Option('--from <date>', 'first local day, YYYY-MM-DD').argParser(dateFrom))
    .addOption(new Option('--to <date>', 'last local day, YYYY-MM-DD').argParser(dateFrom))
    .addOption(speedOption(600))
    .addOption(
      new Option('--format <name>', 'form of the record')
        .choices(RECORD_FORMATS)
        .default('glen-canyon'),
    )
    .action((words: ReplayWords) => replay(words, context));
}

async function replay(words: ReplayWords, context: Context): Promise<void> {
  const { record, system } = neededWords(words, ['record', 'system']);
  const path = resolve(context.folder, record);
  await refuseAbsent(record, path);
  if (words.from !== undefined && words.to !== undefined && words.from > words.to)
    throw new BadInput([
      `--from ${words.from}: is after --to ${words.to}, a day before it is needed`,
    ]);
  const options: ReplayOptions = {
    recordFolder: path,
    format: words.format,
    from: words.from ?? null,
    to: words.to ?? null,
    speed: words.speed,
  };
  const systemFile = resolve(context.folder, system);
  await runServer(context, async (parts) => {
    const { startReplay } = await import('../start/start-replay.ts');
    return startReplay({ ...parts, config: { ...parts.config, systemFile } }, options);
  });
}

async function refuseAbsent(word: string, path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found)
    throw new BadInput([
      `--record ${word}: does not exist, the folder or file of a record is needed`,
    ]);
}
