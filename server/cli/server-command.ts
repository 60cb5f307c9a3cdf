import { BadInput } from '../bad-input.ts';
import type { Config } from '../config.ts';
import { codeOf } from '../input-files.ts';
import { createLog } from '../log.ts';
import type { Started } from '../start/options.ts';
import type { StartParts } from '../start/start-parts.ts';
import { faultLine } from '#shared/station/fault.ts';
import type { Context } from './context.ts';

/**
 * Starts a server, says where it is, and stays until it has been asked to end and has ended.
 * @throws BadInput for settings that do not do, or an address that cannot be had
 */
export async function runServer(
  context: Context,
  start: (parts: StartParts) => Promise<Started>,
): Promise<void> {
  const { config } = context;
  if (!config.ok) throw new BadInput(config.faults.map(faultLine));
  for (const notice of config.value.notices) await context.err.write(`forebay: ${notice}\n`);
  const log = createLog(config.value.logLevel);
  const parts = { config: config.value, openStore: context.openStore, log };
  const started = await startOn(parts, start);
  // Whoever reads the address may ask for the end at once: that must be heard already.
  const ended = context.untilEnded(started);
  await context.out.write(`Forebay is at ${started.url} (Ctrl+C ends it)\n`);
  if (started.setupUrl !== null)
    await context.out.write(
      `There is no account yet; this link makes the first, once: ${started.setupUrl}\n`,
    );
  await ended;
}

async function startOn(
  parts: StartParts,
  start: (parts: StartParts) => Promise<Started>,
): Promise<Started> {
  try {
    return await start(parts);
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const line = addressLine(parts.config, codeOf(cause));
    if (line === null) throw error;
    throw new BadInput([line]);
  }
}

/** Why the system does not let us listen, as a fault of the setting; null where that is not the matter. */
function addressLine({ port, host }: Config, code: string | null): string | null {
  switch (code) {
    case 'EADDRINUSE':
      return `PORT: ${port} on ${host} is taken by another program, end that one or set PORT to another port`;
    case 'EACCES':
      return `PORT: ${port} may not be used by this user, a port above 1023 is needed`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST: ${host} is not an address of this machine, 127.0.0.1 or one of its own is needed`;
    default:
      return null;
  }
}
