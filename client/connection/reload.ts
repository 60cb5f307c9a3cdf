import { type Hello, PROTOCOL_VERSION } from '#shared/wire/protocol.ts';

/** Longest wait of a screen before it loads a new version: not all of them at once, ms. */
export const RELOAD_SPREAD_MS = 10_000;

/** A page that has just been loaded anew and still does not match waits this long, ms. */
export const RELOAD_PAUSE_MS = 60_000;

/** Whether this page is of another make than the server that greets it. */
export function mustReload(hello: Hello, firstBuild: string | null): boolean {
  return hello.protocol !== PROTOCOL_VERSION || (firstBuild !== null && hello.build !== firstBuild);
}

/**
 * How long to wait before loading the page anew, ms.
 * @param draw random number, 0..1
 */
export function reloadDelayMs(lastReloadAt: number | null, now: number, draw: number): number {
  const spread = draw * RELOAD_SPREAD_MS;
  if (lastReloadAt === null) return spread;
  return Math.max(lastReloadAt + RELOAD_PAUSE_MS - now, 0) + spread;
}

/** Pause between two looks whether the server is there, ms, and how long a look may take. */
const LOOK_MS = 3000;

/**
 * Loads the page anew once the server answers: a page that is loaded while the line is cut ends on the
 * browser's own error, which never tries again.
 * @param reload loads the page anew; @param address origin of the server, the page's own when absent
 */
export async function reloadWhenReachable(reload: () => void, address = ''): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/health/live`, {
      signal: AbortSignal.timeout(LOOK_MS),
      cache: 'no-store',
    }).catch(() => null);
    if (answer?.ok) break;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  reload();
}
