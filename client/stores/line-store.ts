import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { PlanEvents } from '#shared/wire/plan-requests.ts';
import type { Requests } from '#shared/wire/protocol.ts';
import { RequestError } from '#client/connection/request.ts';

export { RequestError } from '#client/connection/request.ts';

type Ask = <Name extends keyof Requests>(
  name: Name,
  of: Requests[Name]['request'],
) => Promise<Requests[Name]['answer']>;

type Hear = <Name extends keyof PlanEvents>(
  name: Name,
  fact: Parameters<PlanEvents[Name]>[0],
) => void;

/** The line by which the desk asks the server, and hears what happens to what is on it. */
export const useLineStore = defineStore('line', () => {
  const listeners = new Set<Hear>();
  const asked = shallowRef<Ask | null>(null);

  const heard: Hear = (name, fact) => {
    for (const listener of listeners) listener(name, fact);
  };
  /** @throws RequestError */
  const ask: Ask = async (name, of) => {
    if (!asked.value) throw new RequestError('failed', 'there is no link to the server');
    return asked.value(name, of);
  };

  return {
    ask,
    heard,
    open: (by: Ask) => (asked.value = by),
    shut: () => (asked.value = null),
    /** @returns ends it */
    listen(listener: Hear): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
});
