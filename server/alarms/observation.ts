import type { AlarmData } from '#shared/alarms/journal.ts';
import type { AlarmCode } from '#shared/station/alarm-codes.ts';
import type { Station } from '#shared/station/system-schema.ts';
import type { PlanView } from '#shared/wire/plan-view.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Heard } from './heard.ts';

/** What is watched for one alarm, now. */
export interface Observation {
  readonly code: AlarmCode;
  /** Unit, source or tag; empty for the whole station. */
  readonly subject: string;
  /** In the alarm's unit; null: not known, and everything stays as it stands. */
  readonly value: number | null;
  readonly data: AlarmData;
}

/** Looks at something of a station. Watches decide nothing: limits, deadbands and delays are alarms.ts's. */
export type Watch = (at: number) => readonly Observation[];

/** What the watches of a station see. */
export interface WatchParts {
  readonly station: Station;
  /** The station's measured tags. */
  readonly tags: readonly Tag[];
  readonly heard: Heard;
  /** Newest view of planning. */
  readonly view: () => PlanView;
  readonly clockRate: number;
  /** Subjects of a code whose condition is there: what was so before a restart may have to be cleared. */
  readonly activeSubjects: (code: AlarmCode) => readonly string[];
}

export const ofStation = (
  code: AlarmCode,
  value: number | null,
  data: AlarmData = {},
): Observation => ({ code, subject: '', value, data });
