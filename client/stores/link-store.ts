import { defineStore } from 'pinia';
import { computed, type ShallowRef, shallowRef } from 'vue';
import type { Identity } from '#shared/wire/access.ts';
import type { Hello, ServerClock } from '#shared/wire/protocol.ts';
import {
  judgeLink,
  judgePicture,
  type LinkFacts,
  type PictureFacts,
} from '#client/connection/link-state.ts';
import { type ClockFix, serverNow } from '#client/connection/server-clock.ts';

export type { LinkState } from '#client/connection/link-state.ts';

/** The link to the server and its clock. Everything on a screen takes "now" from here. */
export const useLinkStore = defineStore('link', () => {
  const hello = shallowRef<Hello | null>(null);
  const facts = shallowRef<LinkFacts>({ connected: false, lastHeardAt: null });
  /** The server's own word where it turned this screen away. */
  const refusal = shallowRef<string | null>(null);
  /** The server is there, but has not answered what this screen asked of it. */
  const unanswered = shallowRef(false);
  /** The server is of another build or protocol; this page waits to be loaded anew. */
  const outdated = shallowRef(false);
  /** When the link was lost, on the server's clock; null while it lives. */
  const cutAt = shallowRef<number | null>(null);
  const fix = shallowRef<ClockFix | null>(null);
  const steadyNow = shallowRef(performance.now());

  const picture = shallowRef<PictureFacts>({ imageAt: null, tickAt: null });

  const state = computed(() => judgeLink(facts.value, steadyNow.value));
  /** The server's clock now, ms; null before the first word from it. */
  const now = computed(() => (fix.value ? serverNow(fix.value, steadyNow.value) : null));
  const rate = computed(() => fix.value?.clock.rate ?? 1);
  /** The line holds and the picture stands: since when, on the server's clock, and why; null while it moves. */
  const stall = computed(() => {
    if (state.value !== 'live' || !fix.value) return null;
    const stands = judgePicture(picture.value, steadyNow.value);
    return stands && { why: stands.why, since: serverNow(fix.value, stands.since) };
  });
  /** What is shown is old, whatever the reason. */
  const isOld = computed(() => state.value === 'cut' || stall.value !== null);

  function heard(): void {
    facts.value = { connected: true, lastHeardAt: performance.now() };
  }
  function setClock(clock: ServerClock): void {
    fix.value = Object.freeze({ clock, heardAt: performance.now() });
  }
  /** @param ageMs how long ago the newest image that came here was made, real time */
  function imaged(ageMs: number): void {
    picture.value = { ...picture.value, imageAt: performance.now() - ageMs };
  }
  /** @param tickAgeMs how long ago the server last finished a cycle, real time */
  function beat(clock: ServerClock, tickAgeMs: number): void {
    setClock(clock);
    picture.value = { ...picture.value, tickAt: performance.now() - tickAgeMs };
  }
  function greeted(greeting: Hello): void {
    hello.value = Object.freeze(greeting);
    setClock(greeting.clock);
  }
  /** The server has answered: its station comes from now on. */
  function takenIn(): void {
    refusal.value = null;
    unanswered.value = false;
  }
  /** @param word why the server turned this screen away; null: it did not answer */
  function notTakenIn(word: string | null): void {
    if (word === null) unanswered.value = true;
    else refusal.value = word;
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
