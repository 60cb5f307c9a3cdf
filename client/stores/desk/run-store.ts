import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AggregatePoint } from '#shared/wire/history.ts';
import type { Quality } from '#shared/wire/quality.ts';
import { viewToken } from '#client/connection/access-token.ts';
import { requestHistory } from '#client/connection/history-request.ts';

/** A mean over a quarter-hour as measured. */
export interface RunMean {
  readonly value: number;
  readonly quality: Quality;
}

export type RunState = 'asked' | 'here' | 'failed';

/** What was run, by tag and quarter-hour, as the server keeps it. */
export const useRunStore = defineStore('run', () => {
  const means = shallowRef<ReadonlyMap<string, ReadonlyMap<number, RunMean>>>(new Map());
  const state = shallowRef<RunState>('asked');

  /** Asks for quarter-hours of tags in `[from, to)` and keeps them beside those it has. */
  async function ask(tags: readonly string[], from: number, to: number): Promise<void> {
    // At midnight nothing of the day has been run.
    if (to <= from) return;
    const token = viewToken(window.location, window.sessionStorage);
    try {
      const answers = await Promise.all(
        tags.map((tag) => requestHistory({ tag, from, to, step: '15m' }, { token })),
      );
      const next = new Map(means.value);
      answers.forEach((points, i) => {
        const tag = tags[i]!;
        next.set(tag, new Map([...(next.get(tag) ?? []), ...meansOf(points)]));
      });
      means.value = next;
      state.value = 'here';
    } catch {
      if (state.value === 'asked') state.value = 'failed';
    }
  }

  const mean = (tag: string, at: number): RunMean | null => means.value.get(tag)?.get(at) ?? null;

  return { means, state, ask, mean };
});

function meansOf(points: readonly AggregatePoint[]): (readonly [number, RunMean])[] {
  return points.flatMap(({ at, mean, worstQuality }) =>
    mean === null ? [] : [[at, { value: mean, quality: worstQuality }] as const],
  );
}
