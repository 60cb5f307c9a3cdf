import type { Socket } from 'socket.io-client';

/**
 * Delay before the first and the longest between later attempts, ms, each spread by ± half, and how long an
 * attempt or a look may hang: within 3 s of the line's return a screen has come back (screens.md, live.md).
 */
const RETRY_MS = { first: 200, longest: 250, hanging: 1200 } as const;

/** An attempt after a look that was answered is given this long, ms: many screens may be coming back at once. */
const ANSWERED_MS = 4000;

/**
 * So many attempts in vain open sockets at once; from then on a look goes before. Chromium holds a page's sockets
 * back by up to 5 s, longer than an attempt may hang, once some sixteen have failed for each that has not. Looks
 * alone would not do: the first may go by connections that the cut has left dead.
 */
const BLIND_ATTEMPTS = 8;

/** Brings a socket back that has lost its server, for as long as it takes. */
export class ComingBack {
  private readonly socket: Socket;
  private readonly address: string;
  private inVain = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private look: AbortController | null = null;

  /** @param address origin of the server, the page's own when empty */
  constructor(socket: Socket, address: string) {
    this.socket = socket;
    this.address = address;
    socket.io.timeout(RETRY_MS.hanging);
    socket.on('connect', () => (this.inVain = 0));
  }

  /** Makes the next attempt soon, or after `ms`; one that was to be made before is forgotten. */
  soon(ms: number = this.inVain === 0 ? RETRY_MS.first : RETRY_MS.longest): void {
    this.stop();
    this.timer = setTimeout(() => this.attempt(), ms * (0.5 + Math.random()));
  }

  now(): void {
    this.stop();
    this.attempt();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.look?.abort();
    this.look = null;
  }

  private attempt(): void {
    this.inVain++;
    if (this.inVain > BLIND_ATTEMPTS) return void this.attemptIfAnswered();
    this.socket.io.timeout(RETRY_MS.hanging);
    this.socket.connect();
  }

  /** Whatever the answer is: there is a line. */
  private async attemptIfAnswered(): Promise<void> {
    const look = new AbortController();
    this.look = look;
    const ended = setTimeout(() => look.abort(), RETRY_MS.hanging);
    const { signal } = look;
    const answer = await fetch(`${this.address}/health/live`, { signal, cache: 'no-store' }).catch(
      () => null,
    );
    clearTimeout(ended);
    if (this.look !== look) return;
    if (!answer) return this.soon();
    this.socket.io.timeout(ANSWERED_MS);
    this.socket.connect();
  }
}
