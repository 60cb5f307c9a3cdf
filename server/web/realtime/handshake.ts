import type { IncomingMessage } from 'node:http';

/**
 * Whether a handshake comes from a page of this server, or from no page at all (a script sends no
 * Origin). A page elsewhere must not open a socket with the visitor's reach: browsers guard
 * websockets by nothing else.
 */
export function isSameOrigin(request: Pick<IncomingMessage, 'headers'>): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** The token a socket shows: `auth.token`, or a Bearer header for those who can set one. */
export function tokenOf(auth: Readonly<Record<string, unknown>>): string | null {
  const token = auth['token'];
  return typeof token === 'string' && token !== '' ? token : null;
}
