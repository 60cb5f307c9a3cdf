import type { MessagePort } from 'node:worker_threads';

/** A call to another thread: the name of a method and what it is given. */
export interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** What a thread says back: that it stands ready, the answer to a call, or a fault of its own work. */
export type Said =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly fault: Fault }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** An error as plain data; `code` as far as it has one. */
export interface Fault {
  readonly code: string | null;
  readonly message: string;
}

export function toFault(error: unknown): Fault {
  if (!(error instanceof Error)) return { code: null, message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { code, message: error.message };
}

export function say(port: MessagePort, said: Said): void {
  port.postMessage(said);
}
