import { Command } from 'commander';
import { checkPlan } from '#shared/dispatch/check.ts';
import { readCaseAndPlan } from './case-files.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { neededOption, neededWords, outOption } from './options.ts';
import { unkept } from './plan-command.ts';
import { planIn } from './plan-files.ts';
import { refuseUnwritable } from './write-whole.ts';
import { writeResult } from './write-result.ts';

interface CheckWords {
  readonly system?: string;
  readonly day?: string;
  readonly plan?: string;
  readonly out?: string;
}

/** `check`: says every limit that a plan breaks. */
export function checkCommand(context: Context, end: (code: ExitCode) => void): Command {
  return new Command('check')
    .description(
      `Say every limit that a plan breaks, by code of its own. Exit ${EXIT.broken}: it breaks one that it does not declare.`,
    )
    .addOption(neededOption('system'))
    .addOption(neededOption('day'))
    .addOption(neededOption('plan'))
    .addOption(outOption())
    .action(async (words: CheckWords) => {
      end((await check(words, context)) ? EXIT.done : EXIT.broken);
    });
}

async function check(words: CheckWords, context: Context): Promise<boolean> {
  const { folder } = context;
  const files = neededWords(words, ['system', 'day', 'plan']);
  await refuseUnwritable(words.out, folder, [files.system, files.day, files.plan]);
  const { of, plan } = await readCaseAndPlan(files, folder, planIn(files.plan));
  const all = checkPlan(of.system, of.day, plan);
  const broken = unkept(all, plan);
  const violations = all.map((one) => ({ ...one, declared: !broken.includes(one) }));
  const ok = broken.length === 0;
  await writeResult({ ok, violations }, words.out, context);
  return ok;
}
