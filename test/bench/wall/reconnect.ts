import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLine } from '../../e2e/support/line.ts';
import { type RunningServer, startServer } from '../../e2e/support/server.ts';
import { quantile, rounded } from '../statistics.ts';
import type { Righted, ScreensOrder, ScreensReport } from './messages.ts';
import { openScreen, type Screen } from './screen.ts';
import { untilSettled } from './settled.ts';

/** Required: all screens right after the line's return, and the server's p99 delay of a tick meanwhile, ms. */
const BOUNDS = { rightMs: 10_000, tickDelayMs: 1000 } as const;

/** Screens are spread over so many processes, besides the one with the line and the screen that is never cut. */
const PROCESSES = 2;

/** As many addresses do the screens come from: an address has its limits. */
const ADDRESSES = 250;

const IMAGE_MS = 1000;
const LOOK_MS = 20;

async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

/** Processes of screens, and how they are spoken to. */
class Screens {
  private readonly processes: readonly ChildProcess[] = Array.from({ length: PROCESSES }, () =>
    fork(fileURLToPath(new URL('./screens-process.ts', import.meta.url))),
  );

  tell(order: (process: number) => ScreensOrder): void {
    this.processes.forEach((one, index) => one.send(order(index)));
  }

  /** The next report of a kind from each of the processes. */
  heard<K extends ScreensReport['kind']>(kind: K): Promise<Extract<ScreensReport, { kind: K }>[]> {
    const next = (one: ChildProcess): Promise<Extract<ScreensReport, { kind: K }>> =>
      new Promise((resolve, reject) => {
        const fail = (code: number | null): void =>
          reject(new Error(`a process of screens ended with ${code}`));
        const listen = (message: ScreensReport): void => {
          if (message.kind !== kind) return;
          one.off('exit', fail);
          one.off('message', listen);
          resolve(message as Extract<ScreensReport, { kind: K }>);
        };
        one.once('exit', fail);
        one.on('message', listen);
      });
    return Promise.all(this.processes.map(next));
  }

  async asked<K extends ScreensReport['kind']>(order: (process: number) => ScreensOrder, kind: K) {
    const answers = this.heard(kind);
    this.tell(order);
    return answers;
  }

  end(): void {
    for (const one of this.processes) if (one.connected) one.disconnect();
  }
}

/** The screen that is never cut: what it says of each image, and when the server made it. */
class Reference {
  readonly digests = new Map<number, string>();
  readonly madeAt = new Map<number, number>();
  readonly screen: Screen;

  constructor(address: string, token: string) {
    this.screen = openScreen(address, token, (screen) => {
      if (screen.image < 0 || this.digests.has(screen.image)) return;
      this.digests.set(screen.image, `${screen.imageDigest()} ${screen.standingDigest()}`);
      this.madeAt.set(screen.image, screen.imageAt);
    });
  }

  /** How much later than a second after the one before each image was made, since image `from`, ms. */
  tickDelays(from: number): number[] {
    const numbers = [...this.madeAt.keys()].filter((number) => number >= from);
    return numbers.slice(1).map((number, index) => {
      const before = numbers[index]!;
      const late = this.madeAt.get(number)! - this.madeAt.get(before)!;
      return Math.max(0, late - (number - before) * IMAGE_MS);
    });
  }
}

/** An alarm rings from the start, so that there is one to acknowledge. */
const FAULT = 'spike:s1/spill/flow@1s+30m';

/** Plan and alarms change while the screens are away, by somebody at the server. */
async function change(address: string): Promise<void> {
  const screen = openScreen(address, null, () => undefined);
  await until(() => screen.isLive);
  const station = screen.station.station!.id;
  const seen = [...screen.alarms.all.values()].map(({ id, occurrence }) => ({ id, occurrence }));
  await screen.ask('acknowledge-alarms', { station, alarms: seen });
  const { id } = screen.station.plan!.inForce!;
  // On a busy machine the plan may come after the patience with its answer.
  screen.ask('make-plan', {}).catch(() => undefined);
  const isSeen = (): boolean =>
    [...screen.alarms.all.values()].some(({ state }) => state === 'acknowledged');
  await until(() => screen.station.plan?.inForce?.id !== id && isSeen());
  screen.end();
}

/** A display's token, issued beside the running demo. */
function displayToken({ folder }: RunningServer): string {
  const words = ['dist/server/main.js', 'token', 'add', 'display', 'Bench', '--station', 's1'];
  const env = { ...process.env, FOREBAY_DATA: join(folder, 'demo') };
  const cwd = fileURLToPath(new URL('../../..', import.meta.url));
  return execFileSync(process.execPath, words, { cwd, env, encoding: 'utf8' }).trim();
}

/** Lets all screens back in one instant, and sees them come. */
async function comeBack(screens: Screens, { screen }: Reference, plugIn: () => void) {
  let standing = screen.standing();
  const right = screens.asked(
    () => ({ kind: 'await-right', image: screen.image, standing }),
    'right',
  );
  // The plan may be made anew while they come; what is right is what stands then.
  const watch = setInterval(() => {
    if (standing === screen.standing()) return;
    standing = screen.standing();
    screens.tell(() => ({ kind: 'standing', standing }));
  }, LOOK_MS);
  const returnedAt = Date.now();
  const fromImage = screen.image;
  plugIn();
  const righted = (await right).flatMap((answer) => answer.screens);
  clearInterval(watch);
  return { righted, returnedAt, fromImage };
}

const latest = (times: readonly (number | null)[], since: number): number =>
  Math.max(...times.map((time) => (time === null ? Infinity : time - since)));

/** So many screens lose their line in one instant and have it back in one instant. */
export async function measureReconnect(count: number): Promise<Record<string, unknown>[]> {
  const server = await startServer(['demo', '--faults', FAULT]);
  let connections = 0;
  const line = await openLine(
    server.address,
    () => `127.0.1.${1 + ((connections += 1) % ADDRESSES)}`,
  );
  const screens = new Screens();
  const token = displayToken(server);
  const reference = new Reference(server.address, token);
  const { screen } = reference;
  try {
    await screens.heard('ready');
    await untilSettled(server.address);
    await until(() => screen.isLive && screen.alarms.all.size > 0);
    const share = (process: number): number =>
      Math.floor(count / PROCESSES) + (process < count % PROCESSES ? 1 : 0);
    const { address } = line;
    await screens.asked(
      (process) => ({ kind: 'open', address, token, count: share(process) }),
      'opened',
    );
    line.pull();
    await screens.asked(() => ({ kind: 'await-cut' }), 'cut');
    await change(server.address);
    await until(() => screen.alarms.shown.every(({ state }) => state === 'acknowledged'));
    const { righted, returnedAt, fromImage } = await comeBack(screens, reference, line.plugIn);
    const load = rounded(loadavg()[0]!, 3);
    const image = screen.image + 3;
    const same = (await screens.asked(() => ({ kind: 'compare', image }), 'compared'))
      .flatMap(({ digests }) => digests)
      .filter((digest) => digest === reference.digests.get(image)).length;
    return figures(count, { righted, returnedAt, same, load }, reference.tickDelays(fromImage));
  } finally {
    screen.end();
    screens.end();
    await line.close();
    await server.stop();
  }
}

function figures(
  count: number,
  of: { righted: readonly Righted[]; returnedAt: number; same: number; load: number },
  tickDelays: readonly number[],
): Record<string, unknown>[] {
  const { righted, returnedAt, same, load } = of;
  const liveMs = latest(
    righted.map(({ live }) => live),
    returnedAt,
  );
  const curvesMs = latest(
    righted.map(({ curves }) => curves),
    returnedAt,
  );
  const rightMs = Math.max(liveMs, curvesMs);
  const tickDelayMs = quantile(tickDelays, 0.99);
  const line = { part: 'reconnect', screens: count };
  return [
    {
      ...line,
      measure: 'until all screens are right',
      value: rightMs,
      unit: 'ms',
      planAlarmsImageMs: liveMs,
      curvesMs,
      screensRight: righted.filter(({ live, curves }) => live !== null && curves !== null).length,
      sameAsNeverCut: same,
      loadAverage: load,
      bound: BOUNDS.rightMs,
      ok: rightMs <= BOUNDS.rightMs && same === count,
    },
    {
      ...line,
      measure: 'delay of the server’s tick, p99',
      ticks: tickDelays.length,
      value: tickDelayMs,
      unit: 'ms',
      p50Ms: quantile(tickDelays, 0.5),
      loadAverage: load,
      bound: BOUNDS.tickDelayMs,
      ok: tickDelayMs < BOUNDS.tickDelayMs,
    },
  ];
}
