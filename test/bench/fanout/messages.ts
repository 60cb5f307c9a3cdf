/** What the bench tells the server's process. */
export type ServerOrder = { readonly kind: 'begin' | 'end' | 'weigh' };

/** What the server's process answers. */
export type ServerReport =
  | { readonly kind: 'listening'; readonly address: string; readonly station: string }
  | { readonly kind: 'began' }
  | { readonly kind: 'ended'; readonly cpuPercent: number }
  | { readonly kind: 'weighed'; readonly heapBytes: number };

/** What the bench tells the clients' process. */
export type ClientOrder =
  | {
      readonly kind: 'connect';
      readonly address: string;
      readonly station: string;
      readonly count: number;
    }
  | { readonly kind: 'begin' | 'end' | 'leave' };

/** When a message reached the sockets of one process, ms on the wall clock. */
export interface Arrivals {
  /** The instant the message speaks of. */
  readonly since: number;
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** Arrivals by what identifies the message. */
export interface ClientFigures {
  readonly ticks: Readonly<Record<string, Arrivals>>;
  readonly units: Readonly<Record<string, Arrivals>>;
  readonly alarms: Readonly<Record<string, Arrivals>>;
  /** From the reading's instant to the process's first client, ms, each reading once. */
  readonly readingToClient: readonly number[];
}

export type ClientReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'left' }
  | { readonly kind: 'figures'; readonly figures: ClientFigures };
