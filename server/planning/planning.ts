import type { PlanCause, PlanVersion, PlanView } from '#shared/wire/plan-view.ts';
import type { UnitChange } from '#shared/wire/protocol.ts';
import { listeners } from '../listeners.ts';
import type { Log } from '../log.ts';
import type { PlanInputs } from '../store/plan-store.ts';
import { createFactWatch } from './fact-watch.ts';
import { createOutageBook, type OutageBook } from './outage-book.ts';
import { createPlanBook, type Order, type PlanBook } from './plan-book.ts';
import { createPlanClock } from './plan-clock.ts';
import { createPlanLife, type PlanLife } from './plan-life.ts';
import { type PlanAs, planMaker, type PlanningParts } from './plan-maker.ts';
import { replayPlan, type Replayed } from './replay-plan.ts';
import { planQueue } from './plan-queue.ts';
import type { TryOutcome } from './when-to-plan.ts';

/** Use case: makes plans, keeps every version, says what is in force. */
export interface Planning {
  /** What people decide about plans. */
  readonly life: PlanLife;
  /** Units that are out of service. */
  readonly outages: OutageBook;
  view(station: string): PlanView;
  /** What the units are to do at `atMs`; null where no plan in force speaks of that instant. */
  orderedAt(atMs: number): Order | null;
  /** Calls back when a view changed: a new plan, a decision, or the next step of the one in force. */
  onChange(listener: () => void): () => void;
  /** Calls back with each plan that is made. */
  onOffered(listener: (version: PlanVersion) => void): () => void;
  /** A fact that may want a plan; facts of one time are merged, at the site's pace. */
  note(cause: PlanCause): void;
  /** A unit has started or stopped: one that trips makes a plan at once. */
  unitChanged(change: UnitChange): void;
  /**
   * Makes a plan now; resolves when it is stored, or when it is clear why there is none: the log says so
   * and the plan in force stays.
   */
  replan(causes: readonly PlanCause[], as?: PlanAs): Promise<TryOutcome>;
  /** Reads back the stored plans of the local day of `atMs`. */
  takeUp(atMs: number): Promise<void>;
  /** Takes up the stored plans of today, then plans whenever it is due. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Versions whose steps overlap `[from, to)`, oldest made first. */
  between(from: number, to: number): Promise<readonly PlanVersion[]>;
  version(id: string): Promise<PlanVersion | null>;
  /** What a version was computed from; null: there is no such version, or it is older than inputs. */
  inputs(id: string): Promise<PlanInputs | null>;
  /** Computes a stored version again from its inputs; null where those are not there. */
  replay(id: string): Promise<Replayed | null>;
}

export function createPlanning(parts: PlanningParts): Planning {
  const { system, site, plans, clock, solver, log } = parts;
  const { adopt, secondPerson, band, tripHours } = site.planning;
  const said = (): void => planClock.tell('outage');
  const outages = createOutageBook({ ...parts, store: parts.outages, tripHours, said });
  const changes = listeners<void>();
  const offers = listeners<PlanVersion>();
  const tell = (): void => changes.tell();
  const book = createPlanBook({ plans, system, deciding: { adopt, secondPerson } });
  const life = createPlanLife({ ...parts, book, secondPerson, tell });
  const watch = createFactWatch({
    ...parts,
    book,
    band,
    outages,
    tell: (cause) => planClock.tell(cause),
  });
  const queue = planQueue(
    planMaker({
      ...parts,
      book,
      outagesAt: outages.open,
      tell(version) {
        tell();
        offers.tell(version);
        logged(log, watch.planned(version.madeAt));
      },
    }),
    log,
  );
  const planClock = createPlanClock({
    clock,
    timeZone: system.timeZone,
    ...site.planning,
    dayAheadAt: site.planning.dayAheadAt ?? null,
    replan: queue.ask,
    onLook() {
      logged(log, life.keepTime());
      logged(log, watch.look(clock.now()));
    },
    onStep: tell,
  });

  return {
    life,
    outages,
    view: (station) => book.view(station, clock.now()),
    orderedAt: (atMs) => book.orderedAt(atMs),
    onChange: changes.add,
    onOffered: offers.add,
    note: planClock.tell,
    unitChanged: watch.unitChanged,
    replan: queue.ask,
    takeUp: (atMs) => book.takeUp(atMs),
    async start() {
      await book.takeUp(parts.clock.now());
      await outages.takeUp(parts.clock.now());
      planClock.start();
    },
    async stop() {
      planClock.stop();
      await solver.close();
      await queue.idle();
    },
    between: (from, to) => plans.between(from, to),
    version: (id) => book.find(id),
    inputs: (id) => plans.inputs(id),
    replay: (id) => replayed(parts, book, id),
  };
}

function logged(log: Log, looking: Promise<void>): void {
  looking.catch((error: unknown) => log.error({ err: error }, 'looking after plans failed'));
}

async function replayed(
  { plans, solver, build }: PlanningParts,
  book: PlanBook,
  id: string,
): Promise<Replayed | null> {
  const [version, inputs] = await Promise.all([book.find(id), plans.inputs(id)]);
  return version && inputs && replayPlan(solver, version, inputs, build);
}
