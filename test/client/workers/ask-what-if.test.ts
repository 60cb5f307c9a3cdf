import { describe, expect, test } from 'vitest';
import { exampleDay, exampleSystem } from '#shared/station/example/example.ts';
import { type AskedWorker, OVERTAKEN, whatIfDesk } from '#client/workers/ask-what-if.ts';
import type { Outcome, WhatIfAnswer, WhatIfAsk } from '#client/workers/what-if-messages.ts';

const day = { key: 'd1', system: exampleSystem, day: exampleDay };
const rule = { kind: 'rule' } as const;

/** The page's end of a worker, answered by the test. */
class Line implements AskedWorker {
  readonly asks: WhatIfAsk[] = [];
  ended = false;
  private heard: ((event: { data: WhatIfAnswer }) => void) | null = null;
  private failed: ((event: { message?: string }) => void) | null = null;

  postMessage(ask: WhatIfAsk): void {
    this.asks.push(ask);
  }
  addEventListener(type: 'message' | 'error', listener: (event: never) => void): void {
    if (type === 'message') this.heard = listener as typeof this.heard;
    else this.failed = listener as typeof this.failed;
  }
  terminate(): void {
    this.ended = true;
  }
  /** @param ms a mark to tell outcomes by */
  answer(ms: number): void {
    const outcome = { ms } as Outcome;
    this.heard?.({ data: { id: this.asks.at(-1)!.id, ok: true, outcome } });
  }
  refuse(unknownDay: boolean): void {
    const { id } = this.asks.at(-1)!;
    this.heard?.({ data: { id, ok: false, message: 'no such unit', unknownDay } });
  }
  die(): void {
    this.failed?.({ message: 'out of memory' });
  }
}

function desk() {
  const lines: Line[] = [];
  const asked = whatIfDesk(() => {
    lines.push(new Line());
    return lines.at(-1)!;
  });
  return { asked, lines };
}

describe('questions to the worker', () => {
  test('go one at a time, and of those that wait in one place the newest wins', async () => {
    const { asked, lines } = desk();
    const first = asked.ask('a', day, rule);
    const second = asked.ask('a', day, rule);
    const third = asked.ask('a', day, rule);
    const other = asked.ask('b', day, rule);
    expect(lines[0]!.asks).toHaveLength(1);
    lines[0]!.answer(1);
    lines[0]!.answer(3);
    lines[0]!.answer(4);
    expect(await first).toMatchObject({ ms: 1 });
    expect(await second).toBe(OVERTAKEN);
    expect(await third).toMatchObject({ ms: 3 });
    expect(await other).toMatchObject({ ms: 4 });
  });

  test('carry their day once, and again where the worker has let it go', async () => {
    const { asked, lines } = desk();
    const first = asked.ask('a', day, rule);
    lines[0]!.answer(1);
    await first;
    const second = asked.ask('a', day, rule);
    expect(lines[0]!.asks.map((ask) => ask.day?.key)).toEqual(['d1', undefined]);
    lines[0]!.refuse(true);
    expect(lines[0]!.asks.at(-1)!.day?.key).toBe('d1');
    lines[0]!.answer(2);
    expect(await second).toMatchObject({ ms: 2 });
  });

  test('that cannot be answered say why', async () => {
    const { asked, lines } = desk();
    const answer = asked.ask('a', day, rule);
    lines[0]!.refuse(false);
    await expect(answer).rejects.toThrow('no such unit');
  });

  test('outlive a worker that dies: the next gets a new one', async () => {
    const { asked, lines } = desk();
    const lost = asked.ask('a', day, rule);
    const kept = asked.ask('b', day, rule);
    lines[0]!.die();
    await expect(lost).rejects.toThrow('out of memory');
    expect(lines[0]!.ended).toBe(true);
    lines[1]!.answer(5);
    expect(await kept).toMatchObject({ ms: 5 });
  });
});
