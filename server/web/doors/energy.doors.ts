import { z } from 'zod';
import { BUDGET_RULES } from '#shared/energy/review/budget.ts';
import { CAUSE_CODES } from '#shared/energy/review/notes.ts';
import type { Actor } from '../../access/actor.ts';
import { actorOf, bodyOf, HttpFault, queryOf, type Answer, type Door } from '../../door.ts';
import { EnergyRefusal } from '../../review/energy-book.ts';
import type { EnergyReview } from '../../review/energy-review.ts';

const date = z.iso.date();
const month = z.string().regex(/^\d{4}-\d\d$/, 'must be YYYY-MM');
const words = z.string().trim().min(1).max(400);
const JSON_BODY = ['application/json'];

const where = { station: z.string(), consumer: z.string() };
const stationQuery = z.object({ station: z.string() });
const dayQuery = z.object({ ...where, day: date.describe('Local day, YYYY-MM-DD') });
const adviceQuery = z.object({ station: z.string(), day: date });
const spanQuery = z.object({
  ...where,
  of: z.union([month, z.string().regex(/^\d{4}$/)]).describe('A month YYYY-MM or a year YYYY'),
});

const page = (means: string, keys: z.ZodRawShape): Answer => ({
  means,
  schema: z.looseObject(keys),
});

/** Whoever asks for what is not here is told what is. */
function checked(review: EnergyReview, stations: readonly string[]) {
  return (station: string, consumer?: string): void => {
    if (!stations.includes(station))
      throw new HttpFault(
        404,
        'unknown-station',
        `no station "${station}"; known: ${stations.join(', ')}`,
      );
    if (consumer !== undefined && !review.consumers.includes(consumer))
      throw new HttpFault(
        404,
        'unknown-consumer',
        `no consumer "${consumer}"; known: ${review.consumers.join(', ')}`,
      );
  };
}

/** What a person may not set so is told as the request's fault. */
async function refusing<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof EnergyRefusal ? new HttpFault(400, 'refused', error.message) : error;
  });
}

export function energyDoors(review: EnergyReview, stations: readonly string[]): readonly Door[] {
  const check = checked(review, stations);
  return [...pageDoors(review, check), ...deedDoors(review, check)];
}

type Check = ReturnType<typeof checked>;

function pageDoors({ pages, advice, consumersPage }: EnergyReview, check: Check): Door[] {
  const reads = { method: 'get', action: 'data.read' } as const;
  const faults = {
    400: { means: 'A parameter is missing or wrong.' },
    404: {
      means: 'No such station or consumer, or the day is not closed; what there is is named.',
    },
  };
  return [
    {
      ...reads,
      path: '/api/v1/energy/consumers',
      summary: 'Consumers of a station as a tree, and which days are closed.',
      query: stationQuery,
      answers: { 200: page('Parents before their children.', { station: z.string() }), ...faults },
      async handle(request, response) {
        const { station } = queryOf(stationQuery, request);
        check(station);
        response.json(await consumersPage(station));
      },
    },
    {
      ...reads,
      path: '/api/v1/energy/day',
      summary: 'The daily review of a consumer: five lines, variance, lights, versions, trends.',
      query: dayQuery,
      answers: { 200: page('As the newest version says it.', { date }), ...faults },
      async handle(request, response) {
        const { station, consumer, day } = queryOf(dayQuery, request);
        check(station, consumer);
        const found = await pages.day(station, consumer, day);
        if (!found) throw new HttpFault(404, 'not-closed', `${day} is not closed yet`);
        response.json(found);
      },
    },
    {
      ...reads,
      path: '/api/v1/energy/span',
      summary: 'A month by days, or a year by months.',
      query: spanQuery,
      answers: { 200: page('Sums of closed days.', { from: date, to: date }), ...faults },
      async handle(request, response) {
        const { station, consumer, of } = queryOf(spanQuery, request);
        check(station, consumer);
        const isMonth = of.length === 7;
        const from = isMonth ? `${of}-01` : `${of}-01-01`;
        const to = isMonth ? `${of}-31` : `${of}-12-31`;
        const by = isMonth ? 'day' : 'month';
        response.json(await pages.span(station, consumer, from, to, by));
      },
    },
    {
      ...reads,
      path: '/api/v1/energy/advice',
      summary: 'Where flexible consumers are best run on a day, and what that saves.',
      query: adviceQuery,
      answers: { 200: page('By step of the day.', { date }), ...faults },
      async handle(request, response) {
        const { station, day } = queryOf(adviceQuery, request);
        check(station);
        response.json(await advice(station, day));
      },
    },
  ];
}

const noteBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('finding'),
    station: z.string(),
    document: z.strictObject({
      consumer: z.string(),
      date,
      cause: z.enum(CAUSE_CODES),
      comment: z.string().max(2000),
    }),
  }),
  z.strictObject({
    kind: z.literal('action'),
    station: z.string(),
    id: z.string().optional(),
    document: z.strictObject({
      consumer: z.string(),
      date,
      title: words,
      owner: words,
      due: date,
      state: z.enum(['open', 'done']),
    }),
  }),
  z.strictObject({
    kind: z.literal('event'),
    station: z.string(),
    id: z.string().optional(),
    document: z.strictObject({
      name: words,
      from: date,
      to: date,
      consumers: z.array(z.string()).min(1).nullable(),
      effect: z.enum(['excluded', 'marked']),
    }),
  }),
  z.strictObject({
    kind: z.literal('budget'),
    station: z.string(),
    document: z.strictObject({
      consumer: z.string(),
      year: z.int().min(2000).max(2200),
      kwh: z.number().positive(),
      rule: z.enum(BUDGET_RULES),
      fixed: z.record(z.string(), z.number().nonnegative()).default({}),
      generationMwh: z.array(z.number().nonnegative()).length(12).optional(),
    }),
  }),
]);

type Note = z.output<typeof noteBody>;

/** Sets a note of any kind; what each needs of its holder is asked there. */
function setNote(book: EnergyReview['book'], actor: Actor, note: Note): Promise<{ id: string }> {
  const { station } = note;
  switch (note.kind) {
    case 'finding':
      return book.set(actor, station, note.kind, note.document);
    case 'action':
      return book.set(actor, station, note.kind, note.document, note.id);
    case 'event':
      return book.set(actor, station, note.kind, note.document, note.id);
    case 'budget': {
      const { generationMwh, ...budget } = note.document;
      const weights = generationMwh === undefined ? {} : { generationMwh };
      return book.set(actor, station, note.kind, { ...budget, ...weights });
    }
  }
}

const freezeBody = z.strictObject({ station: z.string(), from: date, to: date });
const takeBody = z.strictObject({ station: z.string(), day: date });

function deedDoors({ book, freeze, takeAdvice }: EnergyReview, check: Check): Door[] {
  const faults = {
    400: { means: 'The body is wrong, or it cannot be set so; the message says why.' },
    403: { means: 'Not of this role.' },
    404: { means: 'No such station or consumer.' },
  };
  return [
    {
      method: 'post',
      path: '/api/v1/energy/notes',
      summary: 'Sets a cause, an action, an event or a budget; every version is kept.',
      action: 'data.read',
      body: { types: JSON_BODY, schema: noteBody },
      answers: { 200: page('As it is kept, with its id.', { id: z.string() }), ...faults },
      async handle(request, response) {
        const note = bodyOf(noteBody, request);
        const consumer = 'consumer' in note.document ? note.document.consumer : undefined;
        check(note.station, consumer);
        response.json(await refusing(setNote(book, actorOf(response), note)));
      },
    },
    {
      method: 'post',
      path: '/api/v1/energy/baselines',
      summary: 'Fits the baselines of all consumers on a window of closed days and freezes them.',
      action: 'energy.baseline',
      body: { types: JSON_BODY, schema: freezeBody },
      answers: { 200: page('How many were frozen.', { frozen: z.int() }), ...faults },
      async handle(request, response) {
        const { station, from, to } = bodyOf(freezeBody, request);
        check(station);
        const actor = actorOf(response);
        response.json({ frozen: await refusing(freeze(actor, station, { from, to })) });
      },
    },
    {
      method: 'post',
      path: '/api/v1/energy/advice',
      summary: 'Takes the advice of a day into the plans that are made from now on.',
      action: 'energy.review',
      body: { types: JSON_BODY, schema: takeBody },
      answers: { 200: page('As it was taken.', { id: z.string() }), ...faults },
      async handle(request, response) {
        const { station, day } = bodyOf(takeBody, request);
        check(station);
        response.json(await takeAdvice(actorOf(response), station, day));
      },
    },
  ];
}
