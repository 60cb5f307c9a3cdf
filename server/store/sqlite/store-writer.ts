import type { DayClosed, Deviation } from '#shared/wire/following.ts';
import type { LoadCurve } from '#shared/wire/load-curve.ts';
import type { Forecast } from '#shared/wire/reading.ts';
import type { Outage } from '#shared/wire/outage.ts';
import type { WhatIf } from '#shared/wire/what-if.ts';
import type { AlarmRecord } from '#shared/alarms/journal.ts';
import type { Account } from '../account-store.ts';
import type { KeptEntry } from '../alarm-store.ts';
import type { AuditEntry, AuditRecord } from '../audit-store.ts';
import type { PlanChange } from '../plan-store.ts';
import type { ClosedDay, EnergyEntry, StationFacts } from '../consumption-store.ts';
import type { AppendResult } from '../reading-store.ts';
import type { Session } from '../session-store.ts';
import type { IssuedToken } from '../token-store.ts';
import {
  addAccount,
  addSession,
  addToken,
  changeAccount,
  changeToken,
  removeSessions,
  revokeToken,
  touchSession,
} from './access-tables.ts';
import { appendAlarms, pruneAlarmsSlice } from './alarm-table.ts';
import { appendReadings } from './append-readings.ts';
import { appendAudit } from './audit-table.ts';
import type { Connection } from './connection.ts';
import { addEnergyEntries, closeConsumption } from './consumption-table.ts';
import { DueMarker } from './due-marker.ts';
import { addForecast } from './forecast-table.ts';
import { closeDay, saveDeviation } from './following-table.ts';
import { addLoadCurve } from './load-curve-table.ts';
import { mendSlice } from './mend-aggregates.ts';
import { migrate } from './migrations.ts';
import { Names } from './names.ts';
import { saveOutage } from './outage-table.ts';
import { recordPlans } from './plan-table.ts';
import { prunePlansSlice } from './prune-plans.ts';
import { pruneSlice } from './prune-readings.ts';
import type { ReadingBatch } from './reading-batch.ts';
import { clearSignInTries, countSignInTry } from './sign-in-try-table.ts';
import { storeParts, type StoreParts, type StoreSetup } from './store-setup.ts';
import { adoptTimeZone } from './time-zone.ts';
import { removeWhatIf, saveWhatIf } from './what-if-table.ts';

/** The writing half of the store, synchronous: the only one that writes to the file. Durable on return. */
export class StoreWriter {
  readonly parts: StoreParts;
  readonly #origins: Names;
  readonly #due: DueMarker;

  constructor(readonly setup: StoreSetup) {
    this.parts = storeParts(setup);
    const { connection, intervals, counters } = this.parts;
    migrate(connection);
    adoptTimeZone(connection, intervals);
    this.#origins = new Names(connection, 'origin');
    this.#due = new DueMarker(connection, intervals, counters);
  }

  /** Writes batches in one transaction, one sync to disk for all of them; each gets its own counts. */
  append(batches: readonly ReadingBatch[]): AppendResult[] {
    const names = { tags: this.parts.tags, origins: this.#origins };
    try {
      return this.parts.connection.write(() =>
        batches.map((batch) => appendReadings(this.parts.connection, names, this.#due, batch)),
      );
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  addForecast(forecast: Forecast): boolean {
    return this.parts.connection.write(() => addForecast(this.parts.connection, forecast));
  }

  recordPlans(change: PlanChange): void {
    this.#write((connection) => recordPlans(connection, change));
  }

  saveWhatIf(whatIf: WhatIf, audit: AuditEntry | null): void {
    this.#write((connection) => saveWhatIf(connection, whatIf, audit));
  }

  removeWhatIf(id: string, revision: number, audit: AuditEntry | null): void {
    this.#write((connection) => removeWhatIf(connection, id, revision, audit));
  }

  addLoadCurve(curve: LoadCurve, audit: AuditEntry): void {
    this.#write((connection) => addLoadCurve(connection, curve, audit));
  }

  saveDeviation(deviation: Deviation, audit: AuditEntry | null): void {
    this.#write((connection) => saveDeviation(connection, deviation, audit));
  }

  closeDay(day: DayClosed, audit: AuditEntry): void {
    this.#write((connection) => closeDay(connection, day, audit));
  }

  saveOutage(outage: Outage, audit: AuditEntry): void {
    this.#write((connection) => saveOutage(connection, outage, audit));
  }

  closeConsumption(days: readonly ClosedDay[], facts: readonly StationFacts[]): void {
    this.#write((connection) => closeConsumption(connection, days, facts));
  }

  addEnergyEntries(entries: readonly EnergyEntry[], audit: AuditEntry | null): void {
    this.#write((connection) => addEnergyEntries(connection, entries, audit));
  }

  addAccount(account: Account, entry: AuditEntry): void {
    this.#write((connection) => addAccount(connection, account, entry));
  }

  changeAccount(account: Account, entry: AuditEntry): boolean {
    return this.#write((connection) => changeAccount(connection, account, entry));
  }

  addSession(session: Session, entry: AuditEntry): void {
    this.#write((connection) => addSession(connection, session, entry));
  }

  touchSession(digest: string, seenAt: number): void {
    this.#write((connection) => touchSession(connection, digest, seenAt));
  }

  removeSessions(digests: readonly string[], entry: AuditEntry | null): void {
    this.#write((connection) => removeSessions(connection, digests, entry));
  }

  addToken(token: IssuedToken, entry: AuditEntry): void {
    this.#write((connection) => addToken(connection, token, entry));
  }

  changeToken(token: IssuedToken, revision: number, entry: AuditEntry): boolean {
    return this.#write((connection) => changeToken(connection, token, revision, entry));
  }

  revokeToken(id: string, at: number, entry: AuditEntry): boolean {
    return this.#write((connection) => revokeToken(connection, id, at, entry));
  }

  countSignInTry(
    ...tried: [name: string, place: string, at: number, forgetBefore: number]
  ): ReturnType<typeof countSignInTry> {
    return this.#write((connection) => countSignInTry(connection, ...tried));
  }

  clearSignInTries(name: string): void {
    this.#write((connection) => clearSignInTries(connection, name));
  }

  appendAudit(entry: AuditEntry): AuditRecord {
    return this.#write((connection) => appendAudit(connection, entry));
  }

  appendAlarms(entries: readonly KeptEntry[], records: readonly AlarmRecord[]): void {
    this.#write((connection) => appendAlarms(connection, entries, records));
  }

  /** Removes one slice of what is too old; returns how many rows went, 0 when nothing is left to remove. */
  prune(now: number): number {
    const { connection, intervals } = this.parts;
    const { retention } = this.setup;
    return (
      pruneSlice(connection, retention, intervals, now) ||
      prunePlansSlice(connection, retention, now) ||
      pruneAlarmsSlice(connection, retention.alarmsDays, now)
    );
  }

  /** Makes one slice of what is due; returns whether there may be more. */
  mend(): boolean {
    this.#due.forget();
    return mendSlice(this.parts.aggregates);
  }

  ping(): void {
    this.parts.connection.get('select 1');
  }

  close(): void {
    this.parts.connection.close();
  }

  #write<T>(work: (connection: Connection) => T): T {
    return this.parts.connection.write(() => work(this.parts.connection));
  }

  #forget(): void {
    this.parts.tags.forget();
    this.parts.counters.forget();
    this.#origins.forget();
    this.#due.forget();
  }
}
