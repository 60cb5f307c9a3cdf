import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

/**
 * The project's own lint over a text as if it stood in `file`, which need not exist. The rules that
 * need types are left out: a file that exists nowhere has none.
 */
const linter = new ESLint({ overrideConfig: [tseslint.configs.disableTypeChecked] });

/** The same with types; `file` must exist, its text is replaced. */
const typedLinter = new ESLint();

/** Names of the rules that refuse `code`, each once. */
export async function refusals(file: string, code: string): Promise<string[]> {
  return rulesOf(await linter.lintText(code, { filePath: file }));
}

export async function typedRefusals(file: string, code: string): Promise<string[]> {
  return rulesOf(await typedLinter.lintText(code, { filePath: file }));
}

function rulesOf(results: ESLint.LintResult[]): string[] {
  const messages = results.flatMap((result) => result.messages);
  return [...new Set(messages.map((message) => message.ruleId ?? `fatal: ${message.message}`))];
}
