import { z } from 'zod';
import { HttpFault, queryOf, type Door } from '../../door.ts';
import type { EnergyReview } from '../../review/energy-review.ts';
import { type Check, checked, page } from './energy-answers.ts';
import { energyDeedDoors } from './energy-deeds.doors.ts';

const date = z.iso.date();
const month = z.string().regex(/^\d{4}-\d\d$/, 'must be YYYY-MM');
const where = { station: z.string(), consumer: z.string() };
const stationQuery = z.object({ station: z.string() });
const consumerQuery = z.object(where);
const budgetQuery = z.object({ ...where, year: z.coerce.number().int().min(2000).max(2200) });
const dayQuery = z.object({ ...where, day: date.describe('Local day, YYYY-MM-DD') });
const adviceQuery = z.object({ station: z.string(), day: date });
const spanQuery = z.object({
  ...where,
  of: z.union([month, z.string().regex(/^\d{4}$/)]).describe('A month YYYY-MM or a year YYYY'),
});

export function energyDoors(review: EnergyReview, stations: readonly string[]): readonly Door[] {
  const check = checked(review, stations);
  return [
    ...pageDoors(review, check),
    ...historyDoors(review, check),
    ...energyDeedDoors(review, check),
  ];
}

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

/** What was set before, by whom, when and why. */
function historyDoors({ pages }: EnergyReview, check: Check): Door[] {
  const reads = { method: 'get', action: 'data.read' } as const;
  const faults = {
    400: { means: 'A parameter is missing or wrong.' },
    404: { means: 'No such station or consumer; what there is is named.' },
  };
  return [
    {
      ...reads,
      path: '/api/v1/energy/budget',
      summary: "A consumer's target of a year: every version, and the use that it is spread by.",
      query: budgetQuery,
      answers: { 200: page('Versions oldest first.', { year: z.int() }), ...faults },
      async handle(request, response) {
        const { station, consumer, year } = queryOf(budgetQuery, request);
        check(station, consumer);
        response.json(await pages.budget(station, consumer, year));
      },
    },
    {
      ...reads,
      path: '/api/v1/energy/baselines',
      summary:
        'Every freeze of the baselines of a consumer: when, by whom, on what, with what figures.',
      query: consumerQuery,
      answers: { 200: page('Freezes oldest first.', { consumer: z.string() }), ...faults },
      async handle(request, response) {
        const { station, consumer } = queryOf(consumerQuery, request);
        check(station, consumer);
        response.json(await pages.baselines(station, consumer));
      },
    },
  ];
}
