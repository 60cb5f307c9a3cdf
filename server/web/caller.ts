import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Credentials } from '../access/identify.ts';
import { bearerToken } from '../access/secret.ts';
import { isLoopback } from '../loopback.ts';

export type Incoming = Pick<IncomingMessage, 'headers' | 'socket'>;

/**
 * The cookie that carries a session's secret, by the host that was asked. Browsers share cookies between
 * the ports of a machine: a demo beside a server must not sign anybody out of it.
 */
export function sessionCookie(host: string | undefined): string {
  const port = /:(\d{1,5})$/.exec(host ?? '')?.[1];
  return port === undefined ? 'forebay-session' : `forebay-session-${port}`;
}

/** Headers that a proxy leaves on what it passes on. */
const PASSED_ON = ['x-forwarded-for', 'forwarded', 'x-forwarded-host', 'via', 'x-real-ip'];

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(',') : header;

/** An IPv4 address that came over a socket of both kinds, as IPv4. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

/**
 * Address of the machine that asks. What a proxy says of it is believed of a proxy on this machine alone:
 * any other could be the caller itself, naming somebody else.
 */
export function addressOf({ headers, socket }: Incoming): string {
  const peer = plain(socket.remoteAddress ?? 'unknown');
  const told = one(headers['x-forwarded-for'])?.split(',').at(-1)?.trim();
  return told && isLoopback(peer) ? plain(told).slice(0, 60) : peer;
}

/**
 * Whether a program on this machine asks, by no proxy and under a name of this machine. A page from
 * elsewhere whose host name has been bent to 127.0.0.1 still says its own name in `Host`.
 */
export function isHere({ headers, socket }: Incoming): boolean {
  if (!isLoopback(plain(socket.remoteAddress ?? ''))) return false;
  if (PASSED_ON.some((name) => headers[name] !== undefined)) return false;
  const host = `http://${headers.host ?? ''}`;
  return URL.canParse(host) && isLoopback(new URL(host).hostname.replace(/^\[|\]$/g, ''));
}

/** Whether the caller speaks TLS, with us or with a proxy before us; who lies of it harms only itself. */
export function isTls({ headers, socket }: Incoming): boolean {
  return socket instanceof TLSSocket || one(headers['x-forwarded-proto']) === 'https';
}

/**
 * Whether a request comes from a page of this server, or from no page at all (a script sends no
 * Origin). A page elsewhere must not act with the visitor's cookie or reach.
 */
export function isSameOrigin({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** The secret in the session's cookie; null: there is none. */
export function sessionSecretOf({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const begin = `${sessionCookie(headers.host)}=`;
  return pairs.find((text) => text.startsWith(begin))?.slice(begin.length) || null;
}

/** Header with the key of the browser that a screen's token belongs to. */
const SCREEN_HEADER = 'x-forebay-screen';

/** What a request shows of who sends it. @param token, screen shown in another way than by a header */
export function credentialsOf(
  request: Incoming,
  token: string | null = null,
  screen: string | null = null,
): Credentials {
  return {
    token: token ?? bearerToken(request.headers.authorization),
    screen: screen ?? one(request.headers[SCREEN_HEADER]) ?? null,
    session: sessionSecretOf(request),
    from: addressOf(request),
    isHere: isHere(request),
  };
}
