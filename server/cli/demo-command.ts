import { Command, Option } from 'commander';
import type { Context } from './context.ts';
import { instantFrom, speedOption, wholeNumberFrom } from './options.ts';
import type { DemoOptions } from '../start/options.ts';
import { runServer } from './server-command.ts';

interface DemoWords {
  readonly speed: number;
  readonly faults?: string;
  readonly seed?: number;
  readonly at?: number;
}

const LARGEST_SEED = 0xffff_ffff;

/** `demo`: the server with a simulated plant. */
export function demoCommand(context: Context): Command {
  return new Command('demo')
    .description('Start the server with a simulated plant that follows the plan in force.')
    .addOption(speedOption(1))
    .addOption(
      new Option(
        '--faults <list>',
        'what goes wrong: kind:tag@after+span, parted by commas (flood@1h+8h, stuck:s1/forebay/level@10m+30m), or random',
      ),
    )
    .addOption(
      new Option('--seed <number>', 'the same seed gives the same weather and noise').argParser(
        wholeNumberFrom(0, LARGEST_SEED, 'A whole number'),
      ),
    )
    .addOption(
      new Option(
        '--at <instant>',
        'where the clock of the plant begins, or goes on where its record reaches further (default: now)',
      ).argParser(instantFrom),
    )
    .action((words: DemoWords) => {
      const options: DemoOptions = {
        speed: words.speed,
        faults: words.faults ?? null,
        seed: words.seed ?? null,
        atMs: words.at ?? null,
      };
      return runServer(context, async (parts) => {
        const { startDemo } = await import('../start/start-demo.ts');
        return startDemo(parts, options);
      });
    });
}
