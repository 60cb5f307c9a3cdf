import { systemClock } from '../clock.ts';
import { readStation } from '../input-files.ts';
import { compose } from './compose.ts';
import type { Started } from './options.ts';
import type { StartParts } from './start-parts.ts';

/** The server alone: readings come through its doors. */
export async function startServe(parts: StartParts): Promise<Started> {
  const { system, site } = await readStation(parts.config);
  const house = {
    mode: 'serve',
    system,
    site,
    folder: parts.config.dataFolder,
    clockOf: () => Promise.resolve(systemClock),
  } as const;
  return compose(
    parts,
    house,
    () => Promise.resolve(),
    () => null,
  );
}
