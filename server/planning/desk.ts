import type { Site } from '#shared/station/site-schema.ts';
import type { System } from '#shared/station/system-schema.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { createFollowing, type Following } from './following.ts';
import { createLoadCurves, type LoadCurves } from './load-curves.ts';
import type { Planning } from './planning.ts';
import { createWhatIfs, type WhatIfs } from './what-ifs.ts';

/** The use cases of the dispatcher's desk. */
export interface Desk {
  readonly planning: Pick<
    Planning,
    'life' | 'outages' | 'replan' | 'onOffered' | 'version' | 'inputs' | 'replay'
  >;
  readonly whatIfs: WhatIfs;
  readonly loadCurves: LoadCurves;
  readonly following: Following;
}

export interface DeskParts {
  readonly system: System;
  readonly site: Site;
  readonly store: Store;
  readonly planning: Planning;
  readonly clock: Clock;
  readonly log: Log;
}

export function createDesk({ system, site, store, planning, clock, log }: DeskParts): Desk {
  const { shiftsAt, deviation } = site.planning;
  const { timeZone } = system;
  const loadCurves = createLoadCurves({ store: store.loadCurves, system, clock });
  loadCurves.onTaken(() => planning.note('load'));
  return {
    planning,
    whatIfs: createWhatIfs({ store: store.whatIfs, clock, timeZone, shiftsAt }),
    loadCurves,
    following: createFollowing({
      system,
      band: deviation,
      planning,
      readings: store.readings,
      store: store.following,
      clock,
      log,
    }),
  };
}
