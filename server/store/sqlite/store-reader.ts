import type { AggregatePoint, RawPoint } from '#shared/wire/history.ts';
import type { PlanState, PlanVersion } from '#shared/wire/plan-view.ts';
import type { Forecast, JudgedReading } from '#shared/wire/reading.ts';
import type { Account } from '../account-store.ts';
import { toPoint } from '../aggregate.ts';
import type { AuditHead, AuditQuery, AuditRecord } from '../audit-store.ts';
import { AGGREGATE_STEPS, type AggregateStep, type Level } from '../intervals.ts';
import type { Session } from '../session-store.ts';
import type { IssuedToken } from '../token-store.ts';
import { accessRevision, allAccounts, allSessions, allTokens } from './access-tables.ts';
import { auditFollowing, auditHead, auditPage } from './audit-table.ts';
import { newestForecast } from './forecast-table.ts';
import { newestPlan, planById, plansBetween } from './plan-table.ts';
import { latestReadings, rawPoints, readingVersions } from './reading-queries.ts';
import { storeParts, type StoreParts, type StoreSetup } from './store-setup.ts';

/** The reading half of the store, synchronous, on a connection of its own. */
export class StoreReader {
  readonly parts: StoreParts;

  /** @param setup of a file whose schema the writer has brought up to date */
  constructor(setup: StoreSetup) {
    this.parts = storeParts(setup);
  }

  latest(paths: readonly string[]): [string, JudgedReading][] {
    return latestReadings(this.parts.connection, this.parts.tags, paths);
  }

  versions(path: string, at: number): JudgedReading[] {
    return readingVersions(this.parts.connection, this.parts.tags, path, at);
  }

  raw(path: string, from: number, to: number, limit: number): RawPoint[] {
    return rawPoints(this.parts.connection, this.parts.tags, path, from, to, limit);
  }

  aggregates(path: string, from: number, to: number, step: AggregateStep): AggregatePoint[] {
    const { aggregates, connection, counters, intervals, tags } = this.parts;
    const tag = tags.find(path);
    if (tag === undefined || to <= from) return [];
    const level = AGGREGATE_STEPS.indexOf(step) as Level;
    const isCounter = counters.of(tag) !== undefined;
    return connection
      .read(() => aggregates.read(level, tag, intervals.around(level, { from, to })))
      .map((aggregate) => toPoint(aggregate, isCounter));
  }

  newestForecast(station: string, asOf: number): Forecast | null {
    return newestForecast(this.parts.connection, station, asOf);
  }

  planById(id: string): PlanVersion | null {
    return planById(this.parts.connection, id);
  }

  newestPlan(state: PlanState): PlanVersion | null {
    return newestPlan(this.parts.connection, state);
  }

  plansBetween(from: number, to: number): PlanVersion[] {
    return plansBetween(this.parts.connection, from, to);
  }

  accounts(): Account[] {
    return allAccounts(this.parts.connection);
  }

  accessRevision(): number {
    return accessRevision(this.parts.connection);
  }

  sessions(): Session[] {
    return allSessions(this.parts.connection);
  }

  tokens(): IssuedToken[] {
    return allTokens(this.parts.connection);
  }

  auditPage(query: AuditQuery): AuditRecord[] {
    return auditPage(this.parts.connection, query);
  }

  auditFollowing(number: number, limit: number): AuditRecord[] {
    return auditFollowing(this.parts.connection, number, limit);
  }

  auditHead(): AuditHead | null {
    return auditHead(this.parts.connection);
  }

  ping(): void {
    this.parts.connection.get('select 1');
  }

  close(): void {
    this.parts.connection.close();
  }
}
