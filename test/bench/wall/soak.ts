import { loadavg } from 'node:os';
import { median, robustSlope, rounded } from '../statistics.ts';
import { type MeasuredWall, openMeasuredWall } from './open-wall.ts';
import { serverFigure, wait } from './settled.ts';

/** A simulated hour is a minute. */
const SPEED = 60;
const HOUR_MS = 3_600_000 / SPEED;

/** Hours that the figures are required of. */
const WHOLE_HOURS = 12;

/**
 * Required: growth of the heap, MB an hour; what must be flat may by its trend change by this share of itself an hour,
 * and of nodes that are in no document there may be no more than so many more an hour.
 */
const BOUNDS = { heapMb: 0.5, share: 0.005, loose: 0.5 } as const;

/** What a page holds on to after garbage collection. */
interface Held {
  readonly heapMb: number;
  readonly nodes: number;
  /** Nodes that are in no document. */
  readonly loose: number;
  readonly listeners: number;
  readonly documents: number;
  /** TCP connections of the server, the bench's own included. */
  readonly sockets: number;
}

async function heldBy({ session, page, figures, address }: MeasuredWall): Promise<Held> {
  // What the first collection frees may be what kept more alive.
  for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage');
  const { JSHeapUsedSize, Nodes, JSEventListeners, Documents } = await figures();
  const within = await page.evaluate(() => {
    const nodes = document.createNodeIterator(document, NodeFilter.SHOW_ALL);
    let count = 0;
    while (nodes.nextNode()) count += 1;
    return count;
  });
  return {
    heapMb: JSHeapUsedSize! / 1e6,
    nodes: Nodes!,
    loose: Nodes! - within,
    listeners: JSEventListeners!,
    documents: Documents!,
    sockets: await serverFigure(address, 'nodejs_active_resources{type="TCPSocketWrap"}'),
  };
}

/** A wall at 60 times, so many simulated hours long: what it holds on to at the end of each. */
export async function measureSoak(hours: number): Promise<Record<string, unknown>[]> {
  const wall = await openMeasuredWall(SPEED);
  try {
    const held: Held[] = [];
    const begun = performance.now();
    for (let hour = 1; hour <= hours; hour++) {
      await wait(begun + hour * HOUR_MS - performance.now());
      held.push(await heldBy(wall));
    }
    return figures(held, wall.complaints.length);
  } finally {
    await wall.close();
  }
}

function figures(held: readonly Held[], errors: number): Record<string, unknown>[] {
  const hours = held.length;
  const line = {
    part: 'soak',
    hours,
    ...(hours < WHOLE_HOURS && { note: `a short run: ${WHOLE_HOURS} hours are what is required` }),
  };
  const trend = (name: keyof Held, bound: (middle: number) => number) => {
    const values = held.map((one) => one[name]);
    const perHour = robustSlope(values.map((value, hour) => [hour + 1, value]));
    const most = bound(median(values));
    return {
      ...line,
      measure: name,
      value: rounded(perHour, 3),
      unit: name === 'heapMb' ? 'MB an hour' : 'an hour',
      afterHour1: rounded(values[0]!, 5),
      afterLast: rounded(values.at(-1)!, 5),
      most: rounded(Math.max(...values), 5),
      loadAverage: rounded(loadavg()[0]!, 3),
      bound: rounded(most, 3),
      ok: perHour < most,
    };
  };
  const flat = (middle: number): number => BOUNDS.share * middle;
  return [
    trend('heapMb', () => BOUNDS.heapMb),
    trend('nodes', flat),
    trend('loose', () => BOUNDS.loose),
    trend('listeners', flat),
    trend('documents', flat),
    trend('sockets', flat),
    { ...line, measure: 'errors in the console', value: errors, bound: 0, ok: errors === 0 },
  ];
}
