import { defineStore } from 'pinia';
import { computed, type ShallowRef, shallowRef } from 'vue';
import type { Identity } from '#shared/wire/access.ts';
import type { Hello, ServerClock } from '#shared/wire/protocol.ts';
import { judgeLink, type LinkFacts } from '#client/connection/link-state.ts';
import { type ClockFix, serverNow } from '#client/connection/server-clock.ts';
import { watchAnswers, watchPicture } from './link-parts.ts';

export type { LinkState } from '#client/connection/link-state.ts';

/** The link to the server and its clock. Everything on a screen takes "now" from here. */
export const useLinkStore = defineStore('link', () => {
  const hello = shallowRef<Hello | null>(null);
  const facts = shallowRef<LinkFacts>({ connected: false, lastHeardAt: null });
  const { refusal, unanswered, takenIn, notTakenIn } = watchAnswers();
  /** The server is of another build or protocol; this page waits to be loaded anew. */
  const outdated = shallowRef(false);
  /** When the link was lost, on the server's clock; null while it lives. */
  const cutAt = shallowRef<number | null>(null);
  const fix = shallowRef<ClockFix | null>(null);
  const steadyNow = shallowRef(performance.now());

  const state = computed(() => judgeLink(facts.value, steadyNow.value));
  /** The server's clock now, ms; null before the first word from it. */
  const now = computed(() => (fix.value ? serverNow(fix.value, steadyNow.value) : null));
  const rate = computed(() => fix.value?.clock.rate ?? 1);
  const { stall, imaged, finished } = watchPicture(fix, steadyNow, () => state.value === 'live');
  /** What is shown is old, whatever the reason. */
  const isOld = computed(() => state.value === 'cut' || stall.value !== null);

  function heard(): void {
    facts.value = { connected: true, lastHeardAt: performance.now() };
  }
  function setClock(clock: ServerClock): void {
    fix.value = Object.freeze({ clock, heardAt: performance.now() });
  }
  /** @param tickAgeMs how long ago the server last finished a cycle, real time */
  function beat(clock: ServerClock, tickAgeMs: number): void {
    setClock(clock);
    finished(tickAgeMs);
  }
  function greeted(greeting: Hello): void {
    hello.value = Object.freeze(greeting);
    setClock(greeting.clock);
  }
  function dropped(word: string | null): void {
    facts.value = { ...facts.value, connected: false };
    refusal.value = word;
  }
  /** One turn of the loop that draws the page. */
  function tick(): void {
    steadyNow.value = performance.now();
    if (state.value === 'live') cutAt.value = null;
    else if (state.value === 'cut') cutAt.value ??= now.value;
  }

  return {
    hello,
    facts,
    refusal,
    unanswered,
    outdated,
    cutAt,
    state,
    steadyNow,
    now,
    rate,
    stall,
    isOld,
    imaged,
    beat,
    heard,
    setClock,
    greeted,
    accessChanged: (identity: Identity) => changeIdentity(hello, identity),
    takenIn,
    notTakenIn,
    dropped,
    tick,
  };
});

/** Somebody has changed what this screen may do. */
function changeIdentity(hello: ShallowRef<Hello | null>, identity: Identity): void {
  if (hello.value) hello.value = Object.freeze({ ...hello.value, identity });
}
