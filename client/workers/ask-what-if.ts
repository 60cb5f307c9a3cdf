import type {
  BestOutcome,
  Outcome,
  WhatIfAnswer,
  WhatIfAsk,
  WhatIfDay,
  WhatIfQuestion,
} from './what-if-messages.ts';

/** As much of a `Worker` as is needed to ask it. */
export interface AskedWorker {
  postMessage(ask: WhatIfAsk): void;
  addEventListener(type: 'message', heard: (event: { readonly data: WhatIfAnswer }) => void): void;
  addEventListener(type: 'error', failed: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

/** A question that was not answered because a newer one took its place. */
export const OVERTAKEN = Symbol('overtaken');

export interface WhatIfDesk {
  /**
   * Asks one worker at a time; of the questions that wait under one `place` only the newest is asked.
   * @param place whose question it is, for example a what-if's id
   * @returns the outcome, or `OVERTAKEN`
   * @throws Error with the worker's own word
   */
  ask(
    place: string,
    day: WhatIfDay,
    question: WhatIfQuestion,
  ): Promise<Outcome | BestOutcome | typeof OVERTAKEN>;
  close(): void;
}

interface Waiting {
  readonly place: string;
  readonly day: WhatIfDay;
  readonly question: WhatIfQuestion;
  resolve(outcome: Outcome | BestOutcome | typeof OVERTAKEN): void;
  reject(error: Error): void;
}

/** @param makeWorker a new worker, at first and after one has died */
export function whatIfDesk(makeWorker: () => AskedWorker): WhatIfDesk {
  return new Desk(makeWorker);
}

class Desk implements WhatIfDesk {
  private worker: AskedWorker | null = null;
  private known = new Set<string>();
  private waiting: Waiting[] = [];
  private asked: { readonly id: number; readonly of: Waiting } | null = null;
  private lastId = 0;

  constructor(private readonly makeWorker: () => AskedWorker) {}

  ask(place: string, day: WhatIfDay, question: WhatIfQuestion) {
    return new Promise<Outcome | BestOutcome | typeof OVERTAKEN>((resolve, reject) => {
      const overtaken = this.waiting.filter((other) => other.place === place);
      this.waiting = this.waiting.filter((other) => other.place !== place);
      for (const other of overtaken) other.resolve(OVERTAKEN);
      this.waiting.push({ place, day, question, resolve, reject });
      this.next();
    });
  }

  close(): void {
    this.worker?.terminate();
    this.worker = null;
    for (const waiting of this.waiting) waiting.resolve(OVERTAKEN);
    this.asked?.of.resolve(OVERTAKEN);
    this.waiting = [];
    this.asked = null;
  }

  private next(): void {
    if (this.asked) return;
    const of = this.waiting.shift();
    if (!of) return;
    this.lastId += 1;
    this.asked = { id: this.lastId, of };
    const { key } = of.day;
    const worker = this.running();
    const unknown = !this.known.has(key);
    this.known.add(key);
    worker.postMessage({
      id: this.lastId,
      key,
      question: of.question,
      ...(unknown ? { day: of.day } : {}),
    });
  }

  private running(): AskedWorker {
    if (this.worker) return this.worker;
    const worker = this.makeWorker();
    worker.addEventListener('message', ({ data }) => this.answered(data));
    worker.addEventListener('error', ({ message }) =>
      this.died(message ?? 'it could not be loaded'),
    );
    this.worker = worker;
    this.known = new Set();
    return worker;
  }

  private answered(answer: WhatIfAnswer): void {
    if (!this.asked || this.asked.id !== answer.id) return;
    const { of } = this.asked;
    this.asked = null;
    if (answer.ok) of.resolve(answer.outcome);
    else if (answer.unknownDay) {
      this.known.delete(of.day.key);
      this.waiting.unshift(of);
    } else of.reject(new Error(answer.message));
    this.next();
  }

  private died(message: string): void {
    this.worker?.terminate();
    this.worker = null;
    this.asked?.of.reject(new Error(`the what-if worker failed: ${message}`));
    this.asked = null;
    this.next();
  }
}
