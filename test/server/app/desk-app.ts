import { createDesk, type Desk } from '#server/planning/desk.ts';
import type { Solver } from '#server/planning/solver.ts';
import { createLog } from '#server/log.ts';
import { exampleSite, exampleSystem } from '#shared/station/example/example.ts';
import type { SitePlanning } from '#shared/station/site-schema.ts';
import type { PlanRequests } from '#shared/wire/plan-requests.ts';
import type { PlanVersion } from '#shared/wire/plan-view.ts';
import type { Ack } from '#shared/wire/protocol.ts';
import type { Role } from '#shared/wire/access.ts';
import { anHour, planningHouse, type PlanningHouse } from '../planning/planning-house.ts';
import {
  signedIn,
  startApp,
  subscribed,
  type RunningApp,
  type RunningOptions,
  type Screen,
} from './running-app.ts';

/** A server whose plans wait for a dispatcher, on a clock that the test sets. */
export interface DeskApp {
  readonly house: PlanningHouse;
  readonly app: RunningApp;
  readonly desk: Desk;
  /** A screen of somebody with these roles, in the station's room. */
  seat(...roles: Role[]): Promise<Seat>;
  /** Makes a plan from an hour of measurements up to now. */
  offer(): Promise<PlanVersion>;
  stop(): Promise<void>;
}

export interface Seat {
  readonly screen: Screen;
  readonly id: string;
  readonly name: string;
  readonly cookie: string;
  ask<Name extends keyof PlanRequests>(
    name: Name,
    request: PlanRequests[Name]['request'],
  ): Promise<Ack<PlanRequests[Name]['answer']>>;
  /** The same where the answer is yes. */
  done<Name extends keyof PlanRequests>(
    name: Name,
    request: PlanRequests[Name]['request'],
  ): Promise<PlanRequests[Name]['answer']>;
}

export async function deskApp(options: {
  readonly nowMs: number;
  readonly solver: Solver;
  readonly planning?: Partial<SitePlanning>;
  readonly access?: RunningOptions['access'];
}): Promise<DeskApp> {
  const { nowMs, solver } = options;
  const planning = { ...exampleSite.planning, adopt: 'none' as const, ...options.planning };
  const site = { ...exampleSite, planning };
  const house = await planningHouse({ nowMs, solver, site });
  const clock = { now: () => house.nowMs, rate: 1 };
  const desk = createDesk({
    system: exampleSystem,
    site,
    store: house.store,
    planning: house.planning,
    clock,
    log: createLog('silent'),
  });
  const { store, readings, folder } = house;
  const app = await startApp({
    beside: { store, readings, folder },
    planning: house.planning,
    desk,
    clock,
    ...(options.access ? { access: options.access } : {}),
  });
  return {
    house,
    app,
    desk,
    async seat(...roles) {
      const { cookie, account } = await signedIn(app, roles);
      const screen = app.screen({ cookie });
      await subscribed(screen, null);
      // The table of requests says which answer is whose; a union of all of them is none to the compiler.
      const wire = screen as unknown as {
        emitWithAck(name: string, request: unknown): Promise<never>;
      };
      const ask: Seat['ask'] = (name, request) => wire.emitWithAck(name, request);
      return {
        screen,
        cookie,
        id: account.id,
        name: account.name,
        ask,
        async done(name, request) {
          const answer = await ask(name, request);
          if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
          return answer.value;
        },
      };
    },
    async offer() {
      await readings.accept(anHour(house.nowMs));
      await house.planning.replan(['period']);
      return house.planning.view('s1').offered!;
    },
    async stop() {
      await app.stop();
      await house.close();
    },
  };
}
