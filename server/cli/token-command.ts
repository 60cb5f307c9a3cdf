import { Command } from 'commander';
import { CONSOLE_ACTOR } from '../access/actor.ts';
import type { TokenWish } from '../access/tokens.ts';
import { BadInput } from '../bad-input.ts';
import { atAccessDesk, demoOption, type StoreWords } from './access-desk.ts';
import type { Context } from './context.ts';
import { writeResult } from './write-result.ts';

interface DisplayWords extends StoreWords {
  readonly station: string;
}

interface IngestWords extends StoreWords {
  readonly tags?: readonly string[];
}

/** `token`: tokens of screens and sources, for who has the machine. */
export function tokenCommand(context: Context): Command {
  const command = new Command('token').description(
    'Tokens of screens and sources; a running server sees the change within 2 s.',
  );
  const issue = (words: StoreWords, wish: TokenWish): Promise<void> =>
    atAccessDesk(
      context,
      words,
      async ({ tokens }) => {
        const { secret } = await tokens.issue(CONSOLE_ACTOR, wish);
        await context.out.write(`${secret}\n`);
      },
      true,
    );

  const add = command.command('add').description('Issue a token and print it, this once.');
  add
    .command('display <name>')
    .description('For a screen that nobody sits at: it sees one station until it is revoked.')
    .requiredOption('--station <id>', 'the station that it shows')
    .addOption(demoOption())
    .action((name: string, words: DisplayWords) =>
      issue(words, { kind: 'display', name, station: words.station }),
    );
  add
    .command('ingest <name>')
    .description('For a source of readings.')
    .option('--tags <prefix...>', 'beginnings of its tags (default: all tags)')
    .addOption(demoOption())
    .action((name: string, words: IngestWords) =>
      issue(words, { kind: 'ingest', name, tagPrefixes: words.tags ?? [] }),
    );
  command
    .command('list')
    .description('List the tokens as JSON, never their secrets.')
    .addOption(demoOption())
    .action((words: StoreWords) =>
      atAccessDesk(context, words, ({ directory }) => {
        const tokens = directory.tokens().map(({ digest: _kept, ...told }) => told);
        return writeResult({ tokens }, undefined, context);
      }),
    );
  command
    .command('revoke <name>')
    .description('Revoke the token of this name or id; a screen that shows it is cut off.')
    .addOption(demoOption())
    .action((name: string, words: StoreWords) =>
      atAccessDesk(context, words, async ({ directory, tokens }) => {
        const good = directory.tokens().filter(({ revokedAt }) => revokedAt === null);
        const meant = good.filter((token) => token.name === name || token.id === name);
        const [token] = meant;
        if (!token || meant.length > 1) throw new BadInput([ambiguous(name, meant.length)]);
        await tokens.revoke(CONSOLE_ACTOR, token.id);
      }),
    );
  return command;
}

const ambiguous = (name: string, count: number): string =>
  count === 0
    ? `there is no good token "${name}"; "token list" has them all`
    : `${count} tokens are called "${name}"; give the id, "token list" has it`;
