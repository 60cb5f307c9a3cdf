import { Command, CommanderError } from 'commander';
import { BadInput } from '../bad-input.ts';
import { SETTINGS } from '../config.ts';
import { accountCommand } from './account-command.ts';
import { auditCommand } from './audit-command.ts';
import { checkCommand } from './check-command.ts';
import type { Context } from './context.ts';
import { demoCommand } from './demo-command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { planCommand } from './plan-command.ts';
import { replayCommand } from './replay-command.ts';
import { serveCommand } from './serve-command.ts';
import { simulateCommand } from './simulate-command.ts';
import { tokenCommand } from './token-command.ts';

/** Runs one command to its end and says how it ended. Never throws. */
export async function runCommandLine(
  words: readonly string[],
  context: Context,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const said: Promise<void>[] = [];
  const program = programOf(context, said, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    code = await report(error, context);
  }
  await Promise.all(said);
  return code;
}

function programOf(
  context: Context,
  said: Promise<void>[],
  end: (code: ExitCode) => void,
): Command {
  const program = new Command('forebay')
    .description('Real-time dispatch of a hydropower station: plans, checks, server.')
    .addHelpText('after', `\n${settingsText()}\n`);
  const commands = [
    planCommand(context),
    simulateCommand(context),
    checkCommand(context, end),
    serveCommand(context),
    demoCommand(context),
    replayCommand(context),
    accountCommand(context),
    tokenCommand(context),
    auditCommand(context, end),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of withParts(program))
    command.exitOverride().configureOutput({
      writeOut: (text) => said.push(context.out.write(text)),
      writeErr: (text) => said.push(context.err.write(text)),
    });
  return program;
}

/** A command and all that are parts of it. */
const withParts = (command: Command): Command[] => [
  command,
  ...command.commands.flatMap((part) => withParts(part)),
];

function settingsText(): string {
  const lines = SETTINGS.map(({ name, default: usual, meaning }) => {
    const absent = usual === null ? '' : ` (default: ${usual})`;
    return `  ${name.padEnd(22)}${meaning}${absent}`;
  });
  return ['Environment of serve, demo and replay:', ...lines].join('\n');
}

/** Says on standard error why a command ended, in lines that a person can act on. */
async function report(error: unknown, context: Context): Promise<ExitCode> {
  // Commander has already said what is wrong with an option; asking for help is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.badInput;
  if (error instanceof BadInput) {
    await context.err.write(error.lines.map((line) => `${line}\n`).join(''));
    return EXIT.badInput;
  }
  await context.err.write(failureText(error, context.debug));
  return EXIT.failed;
}

function failureText(error: unknown, debug: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  if (debug && error instanceof Error) return `${error.stack ?? message}\n`;
  const line = message.replace(/\s*\n\s*/g, ' ');
  return `forebay: ${line}; this is a fault of the program, not of the input (FOREBAY_LOG_LEVEL=debug shows where)\n`;
}
