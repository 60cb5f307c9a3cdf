import { Command } from 'commander';
import { readCaseAndPlan } from './case-files.ts';
import type { Context } from './context.ts';
import { neededOption, neededWords, outOption } from './options.ts';
import { scheduleIn, simulatedPlan } from './plan-files.ts';
import { refuseUnwritable } from './write-whole.ts';
import { writeResult } from './write-result.ts';

interface SimulateWords {
  readonly system?: string;
  readonly day?: string;
  readonly schedule?: string;
  readonly out?: string;
}

/** `simulate`: recomputes what a plan's flows and spill come to, without optimizing or judging. */
export function simulateCommand(context: Context): Command {
  return new Command('simulate')
    .description("Recompute a plan from its units' flows and its spill.")
    .addOption(neededOption('system'))
    .addOption(neededOption('day'))
    .addOption(neededOption('schedule'))
    .addOption(outOption())
    .action((words: SimulateWords) => simulate(words, context));
}

async function simulate(words: SimulateWords, context: Context): Promise<void> {
  const { folder } = context;
  const files = neededWords(words, ['system', 'day', 'schedule']);
  await refuseUnwritable(words.out, folder, [files.system, files.day, files.schedule]);
  const { of, plan } = await readCaseAndPlan(files, folder, scheduleIn(files.schedule));
  await writeResult(simulatedPlan(of, plan), words.out, context);
}
