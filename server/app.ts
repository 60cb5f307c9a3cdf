import { createServer, type Server } from 'node:http';
import express, { type Express, type RequestHandler } from 'express';
import type { System } from '#shared/station/system-schema.ts';
import type { RunMode } from '#shared/wire/protocol.ts';
import type { Access } from './access/access.ts';
import type { Alarms } from './alarms/alarms.ts';
import type { Clock } from './clock.ts';
import type { Door } from './door.ts';
import type { Log } from './log.ts';
import type { Outlooks } from './outlook/outlooks.ts';
import type { Desk } from './planning/desk.ts';
import type { Planning } from './planning/planning.ts';
import { createForecasts } from './readings/forecasts.ts';
import type { Readings } from './readings/readings.ts';
import { ingestDoors, readBody } from './sources/http/ingest-doors.ts';
import { loadPreviewDoor } from './sources/http/load-preview.door.ts';
import type { EnergyReview } from './review/energy-review.ts';
import type { Store } from './store/store.ts';
import { alarmDoors } from './web/doors/alarms.doors.ts';
import { administrationDoors } from './web/doors/administration.doors.ts';
import { auditDoors } from './web/doors/audit.doors.ts';
import { deskDoors } from './web/doors/desk.doors.ts';
import { displaysDoors } from './web/doors/displays.doors.ts';
import { energyDoors } from './web/doors/energy.doors.ts';
import { historyDoor } from './web/doors/history.door.ts';
import { indicesDoor } from './web/doors/indices.door.ts';
import { latestDoor, systemDoor, tagsDoor } from './web/doors/live.doors.ts';
import { plansDoor } from './web/doors/plans.door.ts';
import { sessionDoors } from './web/doors/session.doors.ts';
import { trendsDoor } from './web/doors/trends.door.ts';
import { errorAnswer, noSuchDoor } from './web/error-answer.ts';
import { healthRoutes } from './web/health.ts';
import { REQUEST_LIMITS, requestLimits, type RequestLimits } from './web/limits.ts';
import { createMetrics, type Metrics } from './web/metrics.ts';
import { guard, mountDoors, readSmallBody } from './web/mount-doors.ts';
import { openApiDoor } from './web/open-api.ts';
import { createRealtime, type Realtime } from './web/realtime/realtime.ts';
import { requestId } from './web/request-id.ts';
import { securityHeaders } from './web/security-headers.ts';
import { staticClient } from './web/static-client.ts';

/** What the server is made of; `main.ts` picks the real ones. */
export interface AppParts {
  readonly system: System;
  readonly readings: Readings;
  readonly planning: Pick<Planning, 'view' | 'onChange' | 'between' | 'note'>;
  /** null: nobody decides anything here. */
  readonly desk: Desk | null;
  /** Absent: nobody reviews consumption here. */
  readonly energy?: EnergyReview;
  /** Absent: nobody reckons what a day comes to. */
  readonly outlooks?: Outlooks;
  readonly alarms: Alarms;
  readonly store: Store;
  readonly access: Access;
  readonly clock: Clock;
  readonly log: Log;
  readonly mode: RunMode;
  /** Names this make of server and screens; another one makes the screens load anew. */
  readonly build: string;
  /** Folder of the built screens; null: none. */
  readonly clientDir: string | null;
  readonly limits?: RequestLimits;
  /** While closing: how long the answers under way may take, ms; absent: 5 s. */
  readonly lastAnswersMs?: number;
}

export interface App {
  /** Not listening yet. */
  readonly server: Server;
  readonly express: Express;
  readonly doors: readonly Door[];
  /** What may be asked on a socket. */
  readonly requests: Realtime['requests'];
  /** Takes no more requests, finishes those under way, lets the screens go. The store is the caller's to close. */
  close(): Promise<void>;
}

/** Every door of the HTTP interface, in the order of the document. */
function doorsOf(parts: AppParts): readonly Door[] {
  const { system, readings, planning, store, clock, access } = parts;
  const forecasts = createForecasts(
    store.forecasts,
    system.stations.map((station) => station.id),
  );
  forecasts.onIssue(() => planning.note('forecast'));
  const doors: readonly Door[] = [
    ...ingestDoors({ readings, forecasts }),
    systemDoor(system),
    tagsDoor(readings),
    latestDoor(readings, clock),
    historyDoor(readings.tags, store.readings),
    trendsDoor(readings.tags, store.readings, clock),
    plansDoor(planning),
    indicesDoor({ system, tags: readings.tags, store: store.readings, planning, clock }),
    ...(parts.desk ? [loadPreviewDoor(system), ...deskDoors(system, parts.desk)] : []),
    ...(parts.energy
      ? energyDoors(
          parts.energy,
          system.stations.map(({ id }) => id),
        )
      : []),
    ...alarmDoors(
      parts.alarms,
      system.stations.map(({ id }) => id),
      clock,
    ),
    ...sessionDoors(access),
    ...administrationDoors(access),
    ...displaysDoors(access),
    ...auditDoors(store.audit),
  ];
  return [...doors, openApiDoor(doors, parts.build)];
}

function metricsRoute({ registry }: Metrics): RequestHandler {
  return async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  };
}

/** Counts each new plan's time of search once. */
function watchPlans({ planning, system }: AppParts, metrics: Metrics): () => void {
  let counted: string | null = null;
  const first = system.stations[0]!.id;
  return planning.onChange(() => {
    const newest = planning.view(first).offered ?? planning.view(first).inForce;
    if (!newest || newest.id === counted) return;
    counted = newest.id;
    metrics.planMade(newest.plan.solve.ms / 1000);
  });
}

/** Beat at which connections that have had their answer are cut while closing, ms. */
const CUT_IDLE_MS = 50;

/** What is not answered by then is cut: a request whose body never comes must not hold up the end, ms. */
const LAST_ANSWERS_MS = 5000;

/** Stops listening and waits until the answers under way are out; idle connections are cut. */
function closeServer(server: Server, lastAnswersMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cutIdle = setInterval(() => server.closeIdleConnections(), CUT_IDLE_MS);
    const cutAll = setTimeout(() => server.closeAllConnections(), lastAnswersMs);
    server.close(() => {
      clearInterval(cutIdle);
      clearTimeout(cutAll);
      resolve();
    });
  });
}

function baseOf(log: Log): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(requestId(log), securityHeaders());
  return app;
}

export function createApp(parts: AppParts): App {
  const { readings, store, log, access } = parts;
  const app = baseOf(log);
  const server = createServer(app);
  const metrics = createMetrics(readings, () => realtime.clients());
  const allowed = parts.limits ?? REQUEST_LIMITS;
  const realtime = createRealtime({ ...parts, server, metrics, limits: allowed });
  const stopWatching = watchPlans(parts, metrics);
  const stopAccess = access.watch();

  const limits = requestLimits(allowed);
  const guarding = { access, limitDenied: limits.denied };
  const doors = doorsOf(parts);
  app.use('/health', limits.page);
  app.use(healthRoutes({ store, tickAgeMs: realtime.tickAgeMs }));
  app.get('/metrics', guard(guarding, 'metrics.read'), limits.read, metricsRoute(metrics));
  mountDoors(app, doors, guarding, {
    intake: [limits.intake, readBody],
    read: [limits.read],
    deed: [limits.deed, readSmallBody],
    entrance: [limits.entrance, readSmallBody],
  });
  app.use('/api', noSuchDoor);
  app.use(limits.page, staticClient(parts.clientDir));
  app.use(noSuchDoor);
  app.use(errorAnswer(log));

  return {
    server,
    express: app,
    doors,
    requests: realtime.requests,
    async close() {
      stopWatching();
      const answered = closeServer(server, parts.lastAnswersMs ?? LAST_ANSWERS_MS);
      await realtime.close();
      await stopAccess();
      await answered;
    },
  };
}
