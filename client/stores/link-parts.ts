import { computed, type ShallowRef, shallowRef } from 'vue';
import { judgePicture, type PictureFacts } from '#client/connection/link-state.ts';
import { type ClockFix, serverNow } from '#client/connection/server-clock.ts';

/** What the server has answered to this screen. */
export function watchAnswers() {
  /** The server's own word where it turned this screen away. */
  const refusal = shallowRef<string | null>(null);
  /** The server is there, but has not answered what this screen asked of it. */
  const unanswered = shallowRef(false);
  return {
    refusal,
    unanswered,
    /** The server has answered: its station comes from now on. */
    takenIn(): void {
      refusal.value = null;
      unanswered.value = false;
    },
    /** @param word why the server turned this screen away; null: it did not answer */
    notTakenIn(word: string | null): void {
      if (word === null) unanswered.value = true;
      else refusal.value = word;
    },
  };
}

/** Whether the picture moves while the line holds. */
export function watchPicture(
  fix: Readonly<ShallowRef<ClockFix | null>>,
  steadyNow: Readonly<ShallowRef<number>>,
  isLive: () => boolean,
) {
  const facts = shallowRef<PictureFacts>({ imageAt: null, tickAt: null });
  /** Since when it stands, on the server's clock, and why; null while it moves. */
  const stall = computed(() => {
    if (!isLive() || !fix.value) return null;
    const stands = judgePicture(facts.value, steadyNow.value);
    return stands && { why: stands.why, since: serverNow(fix.value, stands.since) };
  });
  return {
    stall,
    /** @param ageMs how long ago the newest image that came here was made, real time */
    imaged(ageMs: number): void {
      facts.value = { ...facts.value, imageAt: performance.now() - ageMs };
    },
    /** @param ageMs how long ago the server last finished a cycle, real time */
    finished(ageMs: number): void {
      facts.value = { ...facts.value, tickAt: performance.now() - ageMs };
    },
  };
}
