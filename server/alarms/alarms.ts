import type { Station, System } from '#shared/station/system-schema.ts';
import type { Alarm } from '#shared/wire/protocol.ts';
import type { Tag } from '#shared/wire/tag.ts';
import type { Clock } from '../clock.ts';
import { listeners } from '../listeners.ts';
import type { LiveState, LiveValue } from '../readings/live-state.ts';
import { isLost, sourceHealth } from './data-loss.ts';
import { nextLimitState, RESTING, type LimitState } from './limit-alarm.ts';
import { rulesOf, type AlarmRule } from './station-rules.ts';

/** Use case: what must be looked at. */
export interface Alarms {
  /** Judges everything that depends on time: delays, lost data. Called every cycle of the image. */
  evaluate(): void;
  active(station: string): readonly Alarm[];
  onChange(listener: (alarm: Alarm) => void): () => void;
}

export interface AlarmParts {
  readonly system: System;
  readonly tags: readonly Tag[];
  readonly live: LiveState;
  readonly clock: Clock;
}

/** The value an alarm may be rung by: a doubtful or bad one rings none and clears none. */
function believed(live: LiveValue | undefined): number | null {
  if (!live || live.quality === 'bad' || live.quality === 'doubtful') return null;
  return live.value;
}

export function createAlarms({ system, tags, live, clock }: AlarmParts): Alarms {
  const changes = listeners<Alarm>();
  const alarms = new Map<string, Alarm>();
  const states = new Map<string, LimitState>();
  const rules = system.stations.flatMap((station) =>
    rulesOf(station).map((rule) => ({ station: station.id, rule })),
  );
  const measured = new Map(
    system.stations.map(({ id }) => [
      id,
      tags.filter((tag) => tag.station === id && tag.origin === 'measured'),
    ]),
  );

  const set = (alarm: Alarm): void => {
    if (alarm.active) alarms.set(alarm.id, alarm);
    else alarms.delete(alarm.id);
    changes.tell(alarm);
  };

  const evaluateLimit = (station: string, rule: AlarmRule, at: number): void => {
    const id = `${station}/${rule.code}`;
    const before = states.get(id) ?? RESTING;
    const value = believed(live.value(rule.tag));
    const state = nextLimitState(before, rule, value, at);
    states.set(id, state);
    if (state.active === before.active || value === null) return;
    const { code, priority, limit, tag } = rule;
    const { active, since } = state;
    set({ id, station, code, priority, active, since, data: { tag, value, limit } });
  };

  const evaluateDataLoss = (station: Station, at: number): void => {
    const health = sourceHealth(measured.get(station.id) ?? [], live.value, at, clock.rate);
    for (const of of health) {
      const id = `${station.id}/data.lost/${of.source}`;
      const active = isLost(of);
      if (active === alarms.has(id)) continue;
      const { source, tags: fed, stale, newestAt } = of;
      const data = { source, tags: fed, stale, newestAt };
      set({ id, station: station.id, code: 'data.lost', priority: 1, active, since: at, data });
    }
  };

  live.onNewest(({ tag }) => {
    for (const { station, rule } of rules) {
      if (rule.tag === tag) evaluateLimit(station, rule, clock.now());
    }
  });

  return {
    evaluate() {
      const at = clock.now();
      for (const { station, rule } of rules) evaluateLimit(station, rule, at);
      for (const station of system.stations) evaluateDataLoss(station, at);
    },
    active: (station) =>
      [...alarms.values()]
        .filter((alarm) => alarm.station === station)
        .sort((a, b) => a.priority - b.priority || b.since - a.since),
    onChange: changes.add,
  };
}
