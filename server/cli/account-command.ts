import { Command, Option } from 'commander';
import { ACCOUNT_ROLES, type Role } from '#shared/wire/access.ts';
import { LINK_LIFE_MS, type WithLink } from '../access/accounts.ts';
import { CONSOLE_ACTOR } from '../access/actor.ts';
import { BadInput } from '../bad-input.ts';
import type { Account } from '../store/account-store.ts';
import { atAccessDesk, demoOption, type AccessDesk, type StoreWords } from './access-desk.ts';
import type { Context } from './context.ts';
import { writeResult } from './write-result.ts';

interface RoleWords extends StoreWords {
  readonly role?: readonly Role[];
}

interface AddWords extends RoleWords {
  readonly label?: string;
}

const roleOption = (): Option =>
  new Option('--role <role...>', 'one or more roles').choices(ACCOUNT_ROLES);

/** The account of a name. @throws BadInput that lists those there are */
function named({ directory }: AccessDesk, name: string): Account {
  const account = directory.accountByName(name.trim().toLowerCase());
  if (account) return account;
  const known = directory.accounts().map((one) => one.name);
  const right = known.length > 0 ? `there is ${known.join(', ')}` : 'there is none yet';
  throw new BadInput([`there is no account "${name}", ${right}`]);
}

function linkText({ account, secret }: WithLink, { address }: AccessDesk): string {
  const hours = LINK_LIFE_MS / 3_600_000;
  return `${account.name} sets a password here, once and within ${hours} h: ${address}/setup#${secret}\n`;
}

/** `account`: who there is and what they are, for who has the machine. */
export function accountCommand(context: Context): Command {
  const command = new Command('account').description(
    'Accounts, for who has the machine; a running server sees the change within 2 s.',
  );
  addAccounts(command, context);
  changeAccounts(command, context);
  return command;
}

/** Making accounts, listing them, and the link with which a password is set. */
function addAccounts(command: Command, context: Context): void {
  const say = (text: string): Promise<void> => context.out.write(text);
  command
    .command('add <name>')
    .description('Make an account and print the link with which its password is set.')
    .addOption(roleOption().makeOptionMandatory())
    .option('--label <text>', 'the name to show (default: the name)')
    .addOption(demoOption())
    .action((name: string, words: AddWords) =>
      atAccessDesk(
        context,
        words,
        async (desk) => {
          const wanted = { name, label: words.label ?? '', roles: words.role ?? [] };
          await say(linkText(await desk.accounts.add(CONSOLE_ACTOR, wanted), desk));
        },
        true,
      ),
    );
  command
    .command('list')
    .description('List the accounts as JSON.')
    .addOption(demoOption())
    .action((words: StoreWords) =>
      atAccessDesk(context, words, ({ directory }) => {
        const accounts = directory
          .accounts()
          .map(({ name, label, roles, disabled, passwordHash }) => ({
            name,
            label,
            roles,
            disabled,
            hasPassword: passwordHash !== null,
          }));
        return writeResult({ accounts }, undefined, context);
      }),
    );
  command
    .command('reset-link <name>')
    .description('Print a new link to set the password.')
    .addOption(demoOption())
    .action((name: string, words: StoreWords) =>
      atAccessDesk(context, words, async (desk) => {
        const link = await desk.accounts.link(CONSOLE_ACTOR, named(desk, name).id);
        await say(linkText(link, desk));
      }),
    );
}

/** Giving and taking: roles, and the right to come in at all. */
function changeAccounts(command: Command, context: Context): void {
  const change = (
    name: string,
    words: StoreWords,
    wanted: { roles?: readonly Role[]; disabled?: boolean },
  ): Promise<void> =>
    atAccessDesk(context, words, async (desk) => {
      await desk.accounts.change(CONSOLE_ACTOR, named(desk, name).id, wanted);
    });

  command
    .command('role <name>')
    .description('Give these roles and take all others.')
    .addOption(roleOption().makeOptionMandatory())
    .addOption(demoOption())
    .action((name: string, words: RoleWords) => change(name, words, { roles: words.role ?? [] }));
  command
    .command('disable <name>')
    .description('Shut an account out; its open screens are cut.')
    .addOption(demoOption())
    .action((name: string, words: StoreWords) => change(name, words, { disabled: true }));
  command
    .command('enable <name>')
    .description('Let an account in again.')
    .addOption(demoOption())
    .action((name: string, words: StoreWords) => change(name, words, { disabled: false }));
}
