import type { DayClosed, Deviation } from '#shared/wire/following.ts';
import type { DayFacts } from '#shared/energy/review/day-facts.ts';
import type { AggregatePoint, RawPoint } from '#shared/wire/history.ts';
import type { LoadCurve } from '#shared/wire/load-curve.ts';
import type { PlanState } from '#shared/wire/plan-life.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { Forecast, JudgedReading } from '#shared/wire/reading.ts';
import type { Outage } from '#shared/wire/outage.ts';
import type { Course } from '#shared/wire/trend.ts';
import type { WhatIf } from '#shared/wire/what-if.ts';
import type { AlarmRecord, JournalEntry } from '#shared/alarms/journal.ts';
import type { StoodBefore } from '#shared/alarms/load/stale.ts';
import type { Account } from '../account-store.ts';
import type { JournalQuery } from '../alarm-store.ts';
import { toPoint } from '../aggregate.ts';
import type { AuditHead, AuditQuery, AuditRecord } from '../audit-store.ts';
import type { ClosedDay, EnergyEntry, LongMeter } from '../consumption-store.ts';
import { AGGREGATE_STEPS, type AggregateStep, type Level, type Span } from '../intervals.ts';
import type { PlanInputs } from '../plan-store.ts';
import type { CourseDetail } from '../reading-store.ts';
import type { SignInTries } from '../sign-in-try-store.ts';
import type { Session } from '../session-store.ts';
import type { IssuedToken } from '../token-store.ts';
import { accessRevision, allAccounts, allSessions, allTokens } from './access-tables.ts';
import {
  alarmPage,
  alarmRecords,
  alarmsBetween,
  alarmsStoodAt,
  lastAlarmNumber,
} from './alarm-table.ts';
import { emptyCourse, readBuckets } from './bucket-query.ts';
import { auditFollowing, auditHead, auditPage } from './audit-table.ts';
import { closedDay, deviationById, deviationsBetween } from './following-table.ts';
import {
  consumptionDayOf,
  consumptionDays,
  consumptionFacts,
  consumptionHeadsOf,
  consumptionSpan,
  consumptionVersions,
  energyEntries,
  energyEntry,
  energyEntryVersions,
  longMeter,
  restatedSince,
} from './consumption-table.ts';
import { newestForecast } from './forecast-table.ts';
import { newestLoadCurves } from './load-curve-table.ts';
import { outagesBetween } from './outage-table.ts';
import { newestPlan, planById, planInputs, plansBetween } from './plan-table.ts';
import { latestReadings, rawColumns, rawPoints, readingVersions } from './reading-queries.ts';
import { signInTries } from './sign-in-try-table.ts';
import { storeParts, type StoreParts, type StoreSetup } from './store-setup.ts';
import { whatIfById, whatIfsSince } from './what-if-table.ts';

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

  course(path: string, span: Span, { widthMs, mostRaw }: CourseDetail): Course {
    const { aggregates, connection, counters, tags } = this.parts;
    const tag = tags.find(path);
    if (tag === undefined || span.to <= span.from) return emptyCourse(widthMs);
    return connection.read(() => {
      const isWanted = mostRaw > 0 && counters.of(tag) === undefined;
      const raw = isWanted ? rawColumns(connection, tag, span, mostRaw) : null;
      return raw ?? readBuckets(aggregates, tag, span, widthMs);
    });
  }

  newestForecast(station: string, asOf: number): Forecast | null {
    return newestForecast(this.parts.connection, station, asOf);
  }

  planById(id: string): PlanVersion | null {
    return planById(this.parts.connection, id);
  }

  planInputs(id: string): PlanInputs | null {
    return planInputs(this.parts.connection, id);
  }

  newestPlan(state: PlanState): PlanVersion | null {
    return newestPlan(this.parts.connection, state);
  }

  plansBetween(from: number, to: number): PlanVersion[] {
    return plansBetween(this.parts.connection, from, to);
  }

  whatIfById(id: string): WhatIf | null {
    return whatIfById(this.parts.connection, id);
  }

  whatIfsSince(station: string, shiftStartsAt: number): WhatIf[] {
    return whatIfsSince(this.parts.connection, station, shiftStartsAt);
  }

  newestLoadCurves(from: string, to: string): LoadCurve[] {
    return newestLoadCurves(this.parts.connection, from, to);
  }

  deviationById(id: string): Deviation | null {
    return deviationById(this.parts.connection, id);
  }

  deviationsBetween(station: string, from: number, to: number): Deviation[] {
    return deviationsBetween(this.parts.connection, station, from, to);
  }

  closedDay(station: string, day: string): DayClosed | null {
    return closedDay(this.parts.connection, station, day);
  }

  outagesBetween(from: number, to: number): Outage[] {
    return outagesBetween(this.parts.connection, from, to);
  }

  consumptionVersions(station: string, consumer: string, date: string): ClosedDay[] {
    return consumptionVersions(this.parts.connection, station, consumer, date);
  }

  consumptionDays(
    station: string,
    consumer: string,
    from: string,
    to: string,
  ): Omit<ClosedDay, 'meter'>[] {
    return consumptionDays(this.parts.connection, station, consumer, from, to);
  }

  consumptionDayOf(station: string, date: string): ClosedDay[] {
    return consumptionDayOf(this.parts.connection, station, date);
  }

  restatedSince(station: string, closedAt: number): Omit<ClosedDay, 'meter'>[] {
    return restatedSince(this.parts.connection, station, closedAt);
  }

  consumptionFacts(station: string, from: string, to: string): DayFacts[] {
    return consumptionFacts(this.parts.connection, station, from, to);
  }

  longMeter(station: string, consumer: string, from: string, to: string): LongMeter {
    return longMeter(this.parts.connection, station, consumer, from, to);
  }

  consumptionSpan(station: string): { from: string; to: string } | null {
    return consumptionSpan(this.parts.connection, station);
  }

  consumptionHeadsOf(
    station: string,
    date: string,
    consumers: readonly string[],
  ): Omit<ClosedDay, 'meter'>[] {
    return consumptionHeadsOf(this.parts.connection, station, date, consumers);
  }

  energyEntry(station: string, kind: string, id: string): EnergyEntry | null {
    return energyEntry(this.parts.connection, station, kind, id);
  }

  energyEntryVersions(station: string, kind: string, id: string): EnergyEntry[] {
    return energyEntryVersions(this.parts.connection, station, kind, id);
  }

  energyEntries(station: string, kind: string): EnergyEntry[] {
    return energyEntries(this.parts.connection, station, kind);
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

  signInTries(name: string): [string, SignInTries][] {
    return signInTries(this.parts.connection, name);
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

  alarmRecords(): AlarmRecord[] {
    return alarmRecords(this.parts.connection);
  }

  lastAlarmNumber(): number {
    return lastAlarmNumber(this.parts.connection);
  }

  alarmPage(query: JournalQuery): JournalEntry[] {
    return alarmPage(this.parts.connection, query);
  }

  alarmsBetween(station: string, from: number, to: number): JournalEntry[] {
    return alarmsBetween(this.parts.connection, station, from, to);
  }

  alarmsStoodAt(station: string, at: number): StoodBefore[] {
    return alarmsStoodAt(this.parts.connection, station, at);
  }

  ping(): void {
    this.parts.connection.get('select 1');
  }

  close(): void {
    this.parts.connection.close();
  }
}
