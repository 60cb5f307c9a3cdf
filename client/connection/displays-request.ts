import type { DisplayLine, DisplaySettings } from '#shared/wire/display.ts';
import { requestHttp } from './http-request.ts';

/** The screens that have a token, with what is kept for each. @throws HttpError */
export async function requestDisplays(): Promise<readonly DisplayLine[]> {
  const answer = await requestHttp<{ displays: readonly DisplayLine[] }>('/api/v1/displays');
  return answer.displays;
}

/**
 * Keeps settings for a screen.
 * @param revision of what was on the form; somebody else's later one is a conflict
 * @throws HttpError 409 `changed-meanwhile`
 */
export function keepDisplay(
  id: string,
  revision: number,
  settings: DisplaySettings,
): Promise<DisplayLine> {
  const body = { id, revision, settings };
  return requestHttp<DisplayLine>('/api/v1/displays', { body });
}

/** Lets another screen take the place of the one that a token is bound to. @throws HttpError */
export function releaseDisplay(id: string): Promise<DisplayLine> {
  return requestHttp<DisplayLine>('/api/v1/displays/release', { body: { id } });
}
