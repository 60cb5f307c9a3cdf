import type { Screen } from './running-app.ts';

/** Resolves when the server has let a screen in; rejects with the word of a refusal. */
export const connected = (screen: Screen): Promise<Screen> =>
  new Promise((resolve, reject) => {
    screen.once('connect', () => resolve(screen));
    screen.once('connect_error', reject);
  });

/** The server's word to a screen that it turns away. */
export const refusal = (screen: Screen): Promise<{ message: string; data?: { code: string } }> =>
  new Promise((resolve) => screen.once('connect_error', resolve));

/** Why a screen that was let in is cut. */
export const gone = (screen: Screen): Promise<string> =>
  new Promise((resolve) => screen.once('disconnect', resolve));
