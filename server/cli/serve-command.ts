import { Command } from 'commander';
import type { Context } from './context.ts';
import { runServer } from './server-command.ts';

/** `serve`: the server alone, fed from outside. */
export function serveCommand(context: Context): Command {
  return new Command('serve')
    .description('Start the server; readings come in from outside.')
    .action(() =>
      runServer(context, async (parts) => {
        const { startServe } = await import('../start/start-serve.ts');
        return startServe(parts);
      }),
    );
}
