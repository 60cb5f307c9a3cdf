import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Day } from '#shared/station/day-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { WireSchedule } from '#shared/wire/what-if.ts';

/** Inputs of a plan that failed, enough to run it again with `forebay plan`. */
export interface FailedPlan {
  readonly madeAt: number;
  readonly error: string;
  readonly system: System;
  readonly day: Day;
  /** The plan in force that it was to change little, and what a change costs; absent: there was none. */
  readonly inForce?: WireSchedule;
  readonly changePrice?: number;
}

/** Port: where the inputs of failed plans are kept. Returns the place's name. */
export interface FailedPlans {
  keep(failed: FailedPlan): Promise<string>;
}

/** Keeps each as `<time>-<id>.json` in a folder, written whole or not at all. */
export function failedPlansIn(folder: string): FailedPlans {
  return {
    async keep(failed) {
      await mkdir(folder, { recursive: true });
      const time = new Date(failed.madeAt).toISOString().replaceAll(':', '');
      const file = join(folder, `${time}-${randomUUID().slice(0, 8)}.json`);
      await writeFile(`${file}.part`, JSON.stringify(failed, null, 1));
      await rename(`${file}.part`, file);
      return file;
    },
  };
}
