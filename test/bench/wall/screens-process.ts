import type { Righted, ScreensOrder, ScreensReport } from './messages.ts';
import { openScreen, type Screen } from './screen.ts';

/** Screens that come at the same time in the beginning; after the cut all do. */
const AT_ONCE = 25;

/** Beat at which the screens are looked at, ms. */
const LOOK_MS = 20;

/** What was not right by then is told as such, ms. */
const PATIENCE_MS = 60_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const report = (message: ScreensReport): void => void process.send!(message);
const screens: Screen[] = [];
/** Of the image that is compared: its number, and what it, plan and alarms said on each screen. */
let compared = { image: Number.NaN, digests: new Map<Screen, string>() };
/** Plan and alarms as they stand. */
let standing = '';

async function until(what: () => boolean, patienceMs = PATIENCE_MS): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!what() && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

function turned(screen: Screen): void {
  if (screen.image === compared.image)
    compared.digests.set(screen, `${screen.imageDigest()} ${screen.standingDigest()}`);
}

async function open(address: string, token: string, count: number): Promise<void> {
  while (screens.length < count) {
    const many = Math.min(AT_ONCE, count - screens.length);
    const came = Array.from({ length: many }, () => openScreen(address, token, turned));
    screens.push(...came);
    await until(() => came.every((one) => one.isLive && one.curves().every((curve) => curve)));
  }
  report({ kind: 'opened' });
}

/** Looks at all screens until each is right, and writes down when it was. */
async function awaitRight(image: number): Promise<void> {
  const before = screens.map((screen) => screen.curves());
  const righted = screens.map((): Mutable<Righted> => ({ live: null, curves: null }));
  await until(() => {
    const now = Date.now();
    screens.forEach((screen, index) => {
      const own = righted[index]!;
      if (screen.isLive && screen.image >= image && screen.standing() === standing)
        own.live ??= now;
      const old = before[index]!;
      if (screen.curves().every((curve, which) => curve !== old[which])) own.curves ??= now;
    });
    return righted.every(({ live, curves }) => live !== null && curves !== null);
  });
  report({ kind: 'right', screens: righted });
}

async function compare(image: number): Promise<void> {
  compared = { image, digests: new Map() };
  await until(() => screens.every((screen) => screen.image > image));
  report({ kind: 'compared', digests: screens.map((one) => compared.digests.get(one) ?? null) });
}

process.on('message', (order: ScreensOrder) => {
  if (order.kind === 'open') void open(order.address, order.token, order.count);
  else if (order.kind === 'await-cut')
    void until(() => screens.every((screen) => screen.isCut)).then(() => report({ kind: 'cut' }));
  else if (order.kind === 'await-right') {
    standing = order.standing;
    void awaitRight(order.image);
  } else if (order.kind === 'standing') standing = order.standing;
  else void compare(order.image);
});
process.on('disconnect', () => process.exit(0));
report({ kind: 'ready' });
