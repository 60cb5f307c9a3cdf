import { Command, Option } from 'commander';
import { checkPlan } from '#shared/dispatch/check.ts';
import { planDay } from '#shared/dispatch/plan-day.ts';
import { undeclared } from '#shared/dispatch/undeclared.ts';
import type { Violation } from '#shared/dispatch/violation.ts';
import type { Plan } from '#shared/station/plan-schema.ts';
import { type Case, readCase, readCaseAndPlan } from './case-files.ts';
import type { Context } from './context.ts';
import { neededOption, neededWords, numberFrom, outOption } from './options.ts';
import { scheduleIn } from './plan-files.ts';
import { relaxedWords } from './relaxed-words.ts';
import { refuseUnwritable } from './write-whole.ts';
import { writeResult } from './write-result.ts';

interface PlanWords {
  readonly system?: string;
  readonly day?: string;
  readonly out?: string;
  readonly budgetMs: number;
  readonly gap: number;
  readonly inForce?: string;
  readonly changePrice: number;
}

const LONGEST_BUDGET_MS = 86_400_000;
const DEAREST_CHANGE = 1e12;

/** `plan`: makes the day's plan; says on standard error what it had to let go. */
export function planCommand(context: Context): Command {
  return new Command('plan')
    .description(
      'Make the plan of a day: which units run, when, at what flow, and what is spilled.',
    )
    .addOption(neededOption('system'))
    .addOption(neededOption('day'))
    .addOption(outOption())
    .addOption(
      new Option('--budget-ms <ms>', 'time to search, milliseconds')
        .argParser(numberFrom(1, LONGEST_BUDGET_MS, 'A time in milliseconds'))
        .default(2000),
    )
    .addOption(
      new Option('--gap <share>', 'stop when the best possible is at most this share away')
        .argParser(numberFrom(0, 1, 'A share'))
        .default(0.001),
    )
    .option(
      '--in-force <file>',
      'a plan.json of the same day that is in force: as little of it is changed as pays',
    )
    .addOption(
      new Option('--change-price <money>', 'what a change of the plan in force costs')
        .argParser(numberFrom(0, DEAREST_CHANGE, 'A price'))
        .default(0),
    )
    .action((words: PlanWords) => plan(words, context));
}

async function plan(words: PlanWords, context: Context): Promise<void> {
  const { folder } = context;
  const files = neededWords(words, ['system', 'day']);
  const { inForce, out, ...search } = words;
  await refuseUnwritable(out, folder, [files.system, files.day, ...(inForce ? [inForce] : [])]);
  const { of: asked, plan: followed } =
    inForce === undefined
      ? { of: await readCase(files, folder), plan: undefined }
      : await readCaseAndPlan(files, folder, scheduleIn(inForce));
  const made = planDay(asked.system, asked.day, {
    budgetMs: search.budgetMs,
    gap: search.gap,
    clock: () => performance.now(),
    ...(followed && { inForce: followed, changePrice: search.changePrice }),
  });
  refuseBroken(asked, made);
  await writeResult(made, words.out, context);
  const relaxed = relaxedWords(asked, made);
  if (relaxed.length > 0) await context.err.write(relaxed.map((line) => `${line}\n`).join(''));
}

/**
 * A plan that the checker does not pass never leaves the house: a fault of ours, not of the input.
 * @throws Error that names the first broken limits
 */
function refuseBroken({ system, day }: Case, made: Plan): void {
  const broken = unkept(checkPlan(system, day, made), made);
  if (broken.length === 0) return;
  const told = broken.slice(0, 3).map((violation) => violation.message);
  const more = broken.length > told.length ? ` and ${broken.length - told.length} more` : '';
  throw new Error(`the plan it made breaks its limits (${told.join('; ')}${more})`);
}

/** The broken limits that a plan may not break, or does not own up to. */
export function unkept(violations: readonly Violation[], made: Plan): Violation[] {
  return [...violations.filter((one) => one.rank === 1), ...undeclared(violations, made)];
}
