/** What a page tells its watchdog: that its loop has turned, or whether anybody can see it. */
export type WatchdogMessage =
  { readonly kind: 'turned' } | { readonly kind: 'seen'; readonly isSeen: boolean };

/** Beat of the watchdog, ms. */
export const WATCH_MS = 1000;

/** A page whose loop has not turned for so many beats is loaded anew: a long task may take some of them. */
export const DEAD_BEATS = 15;

/**
 * Counts the beats without a turn. Beats and not time: a machine that has slept wakes with one beat, not with
 * an hour of them. A page that nobody can see is slowed down by the browser on purpose: it is not counted.
 */
export function createDeadBeats(): {
  heard(message: WatchdogMessage): void;
  /** @returns whether the page is dead */
  beat(): boolean;
} {
  let silent = 0;
  let isSeen = true;
  return {
    heard(message) {
      silent = 0;
      if (message.kind === 'seen') isSeen = message.isSeen;
    },
    beat() {
      silent = isSeen ? silent + 1 : 0;
      return silent > DEAD_BEATS;
    },
  };
}
