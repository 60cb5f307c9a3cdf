import { z } from 'zod';
import { BUDGET_RULES } from '#shared/energy/review/budget.ts';
import { CAUSE_CODES } from '#shared/energy/review/notes.ts';
import type { Actor } from '../../access/actor.ts';
import { actorOf, bodyOf, type Door, HttpFault } from '../../door.ts';
import { EnergyRefusal } from '../../review/energy-book.ts';
import type { EnergyReview } from '../../review/energy-review.ts';
import { type Check, page } from './energy-answers.ts';

const date = z.iso.date();
const words = z.string().trim().min(1).max(400);
const JSON_BODY = ['application/json'];

/** What a person may not set so is told as the request's fault. */
async function refusing<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof EnergyRefusal ? new HttpFault(400, 'refused', error.message) : error;
  });
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
      effect: z.enum(['excluded', 'marked', 'taken-back']),
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
      reason: words,
    }),
  }),
]);

type Note = z.output<typeof noteBody>;

/** Sets a note of any kind; what each needs of its holder is asked there. */
function setNote({ book, deeds }: EnergyReview, actor: Actor, note: Note): Promise<{ id: string }> {
  const { station } = note;
  switch (note.kind) {
    case 'finding':
      return book.set(actor, station, note.kind, note.document);
    case 'action':
      return book.set(actor, station, note.kind, note.document, note.id);
    case 'event':
      return deeds.logEvent(actor, station, note.document, note.id ?? null);
    case 'budget': {
      const { generationMwh, ...budget } = note.document;
      const weights = generationMwh === undefined ? {} : { generationMwh };
      return book.set(actor, station, note.kind, { ...budget, ...weights });
    }
  }
}

const freezeBody = z.strictObject({
  station: z.string(),
  from: date,
  to: date,
  reason: z.string().trim().max(400).default(''),
});
const correctionBody = z.strictObject({
  station: z.string(),
  id: z.string().optional(),
  document: z.strictObject({
    consumer: z.string(),
    date,
    fromMs: z.int(),
    toMs: z.int(),
    how: z.enum(['amount', 'unknown', 'readings']),
    amount: z.number().nonnegative().nullable(),
    reason: words,
    state: z.enum(['in-force', 'taken-back']),
  }),
});
const takeBody = z.strictObject({ station: z.string(), day: date });

export function energyDeedDoors(review: EnergyReview, check: Check): Door[] {
  const { deeds } = review;
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
        response.json(await refusing(setNote(review, actorOf(response), note)));
      },
    },
    {
      method: 'post',
      path: '/api/v1/energy/corrections',
      summary:
        'Corrects a wrong reading or stretch of a meter on a closed day, or takes that back.',
      action: 'energy.correct',
      body: { types: JSON_BODY, schema: correctionBody },
      answers: { 200: page('As it is kept, with its id.', { id: z.string() }), ...faults },
      async handle(request, response) {
        const { station, id, document } = bodyOf(correctionBody, request);
        check(station, document.consumer);
        const actor = actorOf(response);
        response.json(await refusing(deeds.correct(actor, station, document, id ?? null)));
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
        const { station, from, to, reason } = bodyOf(freezeBody, request);
        check(station);
        const actor = actorOf(response);
        response.json({
          frozen: await refusing(deeds.freeze(actor, station, { from, to }, reason)),
        });
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
        response.json(await deeds.takeAdvice(actorOf(response), station, day));
      },
    },
  ];
}
