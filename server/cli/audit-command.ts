import { Command, InvalidArgumentError } from 'commander';
import { verifyAudit, type AuditVerdict } from '../access/audit.ts';
import type { AuditHead } from '../store/audit-store.ts';
import { atAccessDesk, demoOption, type StoreWords } from './access-desk.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

interface VerifyWords extends StoreWords {
  readonly head?: AuditHead;
}

function headFrom(text: string): AuditHead {
  const parts = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text);
  if (parts) return { number: Number(parts[1]), hash: parts[2]! };
  throw new InvalidArgumentError('NUMBER:HASH is needed, as an earlier "audit verify" printed it.');
}

type Wrong = Extract<AuditVerdict, { sound: false }>['wrong'];

const WRONGS: Readonly<Record<Wrong, string>> = {
  missing: 'is missing',
  previous: 'does not follow the one before it: that one was changed, or one between was removed',
  hash: 'is not as it was written',
  head: 'is not what the store noted as the end of the chain',
  noted: 'is not the one that was noted as the end of the chain: the chain was made anew',
};

/** `audit verify`: goes through the chain of the audit. */
export function auditCommand(context: Context, end: (code: ExitCode) => void): Command {
  const command = new Command('audit').description('The audit: who did what.');
  command
    .command('verify')
    .description(
      `Compute every hash of the audit anew and print the end of its chain. Exit ${EXIT.broken}: it is not as it was written.`,
    )
    .option('--head <number:hash>', 'an end that was printed before: it must still stand', headFrom)
    .addOption(demoOption())
    .action(async (words: VerifyWords) => {
      await atAccessDesk(context, words, async ({ stores }) => {
        const verdict = await verifyAudit(stores.audit, words.head ?? null);
        if (verdict.sound) {
          const { entries, head } = verdict;
          const at = head ? `, the end is ${head.number}:${head.hash}` : '';
          await context.out.write(`The audit is sound: ${entries} entries${at}\n`);
          return;
        }
        const { number, wrong } = verdict;
        await context.err.write(`audit: entry ${number} ${WRONGS[wrong]}\n`);
        end(EXIT.broken);
      });
    });
  return command;
}
