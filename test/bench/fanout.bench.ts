import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type {
  Arrivals,
  ClientFigures,
  ClientOrder,
  ClientReport,
  ServerOrder,
  ServerReport,
} from './fanout/messages.ts';

/** Screens that all see the same 200 values change. */
const CLIENTS = [1, 50, 200, 500] as const;

/** Screens are spread over this many processes: one alone would be measured by its own decoding. */
const PROCESSES = 2;

const SETTLE_MS = 3000;
const MEASURE_MS = 20_000;

/**
 * Half of what a common web SCADA on the same stack was measured at: 94–146 ms from first to last
 * client, 19–23 % of a core, both at 500 clients.
 */
const BOUNDS = {
  firstToLastP50Ms: 47,
  firstToLastP99Ms: 73,
  cpuPercent: 9.5,
  heapBytesPerClient: 15_000,
  immediateP99Ms: 100,
} as const;

interface Line extends Record<string, unknown> {
  readonly bench: 'fanout';
  readonly clients: number;
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  readonly bound?: number;
  readonly ok?: boolean;
}

function start(file: string, flags: readonly string[] = []): ChildProcess {
  const path = fileURLToPath(new URL(`./fanout/${file}`, import.meta.url));
  return fork(path, { execArgv: ['--import', 'tsx', ...flags] });
}

function heard<T extends { kind: string }, K extends T['kind']>(
  child: ChildProcess,
  kind: K,
): Promise<Extract<T, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null): void =>
      reject(new Error(`a process of the bench ended with ${code}`));
    const listen = (message: T): void => {
      if (message.kind !== kind) return;
      child.off('exit', fail);
      child.off('message', listen);
      resolve(message as Extract<T, { kind: K }>);
    };
    child.once('exit', fail);
    child.on('message', listen);
  });
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

function line(clients: number, measure: string, value: number, unit: string, bound?: number): Line {
  const base = { bench: 'fanout', clients, measure, value: rounded(value), unit } as const;
  return bound === undefined ? base : { ...base, bound, ok: value <= bound };
}

/** One message's arrivals at the sockets of all processes. */
function together(one: Arrivals | undefined, other: Arrivals): Arrivals {
  if (!one) return other;
  return {
    since: one.since,
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
    count: one.count + other.count,
  };
}

function merged(books: readonly Readonly<Record<string, Arrivals>>[]): Arrivals[] {
  const all = new Map<string, Arrivals>();
  for (const book of books) {
    for (const [key, arrivals] of Object.entries(book)) {
      all.set(key, together(all.get(key), arrivals));
    }
  }
  return [...all.values()];
}

/** The first and the last message of a span may have come to some clients outside of it. */
function linesOf(clients: number, of: readonly ClientFigures[], cpu: number, heap: number): Line[] {
  const complete = ({ count }: Arrivals): boolean => count === clients;
  const allTicks = merged(of.map((figures) => figures.ticks)).slice(1, -1);
  const ticks = allTicks.filter(complete);
  const toLast = (arrivals: readonly Arrivals[]): number[] =>
    arrivals.map(({ since, last }) => last - since);
  const units = toLast(merged(of.map((figures) => figures.units)).filter(complete));
  const alarms = toLast(merged(of.map((figures) => figures.alarms)).filter(complete));
  const spread = ticks.map(({ first, last }) => last - first);
  const readings = of.flatMap((figures) => figures.readingToClient);
  const { firstToLastP50Ms, firstToLastP99Ms, immediateP99Ms } = BOUNDS;
  const ms = (measure: string, values: readonly number[], share: number, bound?: number): Line =>
    line(clients, `${measure} p${share * 100}`, quantile(values, share), 'ms', bound);
  return [
    ms('image to last client', toLast(ticks), 0.5),
    ms('image to last client', toLast(ticks), 0.99),
    ms('first to last client', spread, 0.5, firstToLastP50Ms),
    ms('first to last client', spread, 0.99, firstToLastP99Ms),
    ms('reading to client', readings, 0.5),
    ms('reading to client', readings, 0.95),
    ms('reading to client', readings, 0.99),
    ms('unit change to last client', units, 0.99, immediateP99Ms),
    ms('alarm to last client', alarms, 0.99, immediateP99Ms),
    line(clients, 'images that some client missed', allTicks.length - ticks.length, '1', 0),
    line(clients, 'server CPU of one core', cpu, '%', BOUNDS.cpuPercent),
    line(
      clients,
      'heap per client',
      heap,
      'B',
      clients < 50 ? undefined : BOUNDS.heapBytesPerClient,
    ),
  ];
}

/** The processes of one run, and how they are spoken to. */
class Bench {
  readonly server = start('server-process.ts', ['--expose-gc']);
  readonly screens = Array.from({ length: PROCESSES }, () => start('client-process.ts'));

  order(message: ServerOrder): void {
    this.server.send(message);
  }

  /** Gives all screens' processes an order and waits for the answer of each. */
  async tell<K extends ClientReport['kind']>(
    orderOf: (process: number) => ClientOrder,
    answer: K,
  ): Promise<Extract<ClientReport, { kind: K }>[]> {
    const answers = this.screens.map((screen) => heard<ClientReport, K>(screen, answer));
    this.screens.forEach((screen, process) => screen.send(orderOf(process)));
    return Promise.all(answers);
  }

  async weigh(): Promise<number> {
    await wait(SETTLE_MS);
    this.order({ kind: 'weigh' });
    return (await heard<ServerReport, 'weighed'>(this.server, 'weighed')).heapBytes;
  }

  /** CPU of the server over the span of measurement, %. */
  async measure(): Promise<number> {
    await wait(SETTLE_MS);
    this.order({ kind: 'begin' });
    await heard<ServerReport, 'began'>(this.server, 'began');
    for (const screen of this.screens) screen.send({ kind: 'begin' } satisfies ClientOrder);
    await wait(MEASURE_MS);
    this.order({ kind: 'end' });
    return (await heard<ServerReport, 'ended'>(this.server, 'ended')).cpuPercent;
  }

  /** Some screens come, see images and go; the heap is weighed with them and at once without. */
  async runWith(clients: number, address: string, station: string): Promise<Line[]> {
    const share = (process: number): number =>
      Math.floor(clients / PROCESSES) + (process < clients % PROCESSES ? 1 : 0);
    await this.tell(
      (process) => ({ kind: 'connect', address, station, count: share(process) }),
      'connected',
    );
    const cpu = await this.measure();
    const reports = await this.tell(() => ({ kind: 'end' }), 'figures');
    const heapWith = await this.weigh();
    await this.tell(() => ({ kind: 'leave' }), 'left');
    const heap = (heapWith - (await this.weigh())) / clients;
    return linesOf(
      clients,
      reports.map((one) => one.figures),
      cpu,
      heap,
    );
  }

  end(): void {
    for (const process of [...this.screens, this.server]) process.disconnect();
  }
}

/** Fan-out of one station's images to ever more screens, server and screens in processes of their own. */
export async function run(): Promise<Record<string, unknown>[]> {
  const bench = new Bench();
  const ready = bench.screens.map((screen) => heard<ClientReport, 'ready'>(screen, 'ready'));
  const { address, station } = await heard<ServerReport, 'listening'>(bench.server, 'listening');
  await Promise.all(ready);
  const lines = [line(0, 'server CPU of one core', await bench.measure(), '%')];
  for (const clients of CLIENTS) lines.push(...(await bench.runWith(clients, address, station)));
  bench.end();
  return lines;
}
