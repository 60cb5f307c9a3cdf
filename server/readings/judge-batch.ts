import type { JudgedReading, Reading, Refusal } from '#shared/wire/reading.ts';
import type { Tag } from '#shared/wire/tag.ts';
import { judge, trailAfter, type Judgement, type Trail } from './judge.ts';
import { unknownTagMessage } from './nearest-tag.ts';
import type { WaterBalance } from './water-balance.ts';

/** Unknown tags whose nearest known one is remembered; a sender with a wrong list sends it again and again. */
const KEPT_MESSAGES = 1000;

/** A batch after judgement. */
export interface JudgedBatch {
  readonly taken: JudgedReading[];
  readonly refused: Refusal[];
}

/** Judges readings by their tags, remembering of each tag what the next one is judged by. */
export interface BatchJudge {
  judge(
    batch: readonly Reading[],
    now: number,
    allowed: ((tag: string) => boolean) | undefined,
  ): JudgedBatch;
  /** Takes note of a reading that was believed before. */
  remember(reading: JudgedReading): void;
}

/** @param balance speaks against levels that rest; absent: nothing does */
export function createBatchJudge(
  tags: readonly Tag[],
  measured: readonly string[],
  balance?: WaterBalance,
): BatchJudge {
  const byPath = new Map(tags.map((tag) => [tag.tag, tag]));
  const trails = new Map<string, Trail>();
  const unknown = new Map<string, string>();

  const remember = (reading: JudgedReading): void => {
    const trail = trailAfter(trails.get(reading.tag), reading);
    if (trail) trails.set(reading.tag, trail);
    balance?.observe(reading);
  };

  const messageFor = (path: string): string => {
    if (unknown.size > KEPT_MESSAGES) unknown.clear();
    const message = unknown.get(path) ?? unknownTagMessage(path, measured);
    unknown.set(path, message);
    return message;
  };

  const judgeOne = (reading: Reading, now: number): Judgement => {
    const tag = byPath.get(reading.tag);
    if (!tag) return { ok: false, code: 'unknown-tag', message: messageFor(reading.tag) };
    const mustHaveMoved = balance?.mustHaveMovedM(reading.tag) ?? null;
    const judgement = judge(reading, tag, trails.get(reading.tag), now, mustHaveMoved);
    if (judgement.ok) remember(judgement.reading);
    return judgement;
  };

  return {
    remember,
    judge(batch, now, allowed) {
      const taken: JudgedReading[] = [];
      const refused: Refusal[] = [];
      batch.forEach((reading, index) => {
        if (allowed && !allowed(reading.tag)) {
          const message = `${reading.tag} is not among the tags of this token`;
          refused.push({ index, code: 'not-your-tag', message });
          return;
        }
        const judgement = judgeOne(reading, now);
        if (judgement.ok) taken.push(judgement.reading);
        else refused.push({ index, code: judgement.code, message: judgement.message });
      });
      return { taken, refused };
    },
  };
}
