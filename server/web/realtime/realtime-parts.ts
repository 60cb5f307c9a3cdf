import type { Server } from 'node:http';
import type { System } from '#shared/station/system-schema.ts';
import type { RunMode } from '#shared/wire/protocol.ts';
import type { Access } from '../../access/access.ts';
import type { Alarms } from '../../alarms/alarms.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Outlooks } from '../../outlook/outlooks.ts';
import type { Desk } from '../../planning/desk.ts';
import type { Planning } from '../../planning/planning.ts';
import type { Readings } from '../../readings/readings.ts';
import type { Store } from '../../store/store.ts';
import type { RequestLimits } from '../limits.ts';
import type { Metrics } from '../metrics.ts';

/** What the sockets speak of and stand on. */
export interface RealtimeParts {
  readonly server: Server;
  readonly system: System;
  readonly readings: Readings;
  readonly store: Pick<Store, 'readings'>;
  readonly planning: Pick<Planning, 'view' | 'onChange'>;
  /** null: nobody decides anything here. */
  readonly desk: Desk | null;
  readonly alarms: Alarms;
  /** Absent: nobody reckons what a day comes to. */
  readonly outlooks?: Outlooks;
  readonly access: Access;
  readonly limits: RequestLimits;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly mode: RunMode;
  readonly build: string;
}
