import { z } from 'zod';
import { LOAD_DAYS } from '#shared/alarms/load/load-report.ts';
import { DEEDS, FACTS } from '#shared/alarms/states.ts';
import { ALARM_CODES } from '#shared/station/alarm-codes.ts';
import { MS_PER_HOUR } from '#shared/units/physics.ts';
import type { Alarms } from '../../alarms/alarms.ts';
import type { Clock } from '../../clock.ts';
import { actorOf, HttpFault, queryOf, type Door } from '../../door.ts';
import { instantParameter } from './parameter.ts';

/** One or more of a list: `?code=a&code=b`. */
const severalOf = <T extends z.ZodType>(one: T) =>
  z
    .union([one, z.array(one)])
    .transform((given) => (Array.isArray(given) ? given : [given]) as z.output<T>[])
    .optional();

const stationQuery = z.object({ station: z.string() });

const journalQuery = stationQuery.extend({
  before: z.coerce.number().int().positive().optional().describe('Only older than this number'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  from: instantParameter.optional(),
  to: instantParameter.optional(),
  code: severalOf(z.enum(ALARM_CODES)),
  event: severalOf(z.enum([...FACTS, ...DEEDS])),
  priority: severalOf(z.enum(['1', '2', '3'])),
  alarm: z.string().optional().describe('Path of one alarm'),
  by: z.string().min(1).max(100).optional().describe('Part of the name of who did it'),
});

const loadQuery = stationQuery.extend({
  from: instantParameter.optional().describe('Absent: 30 days before `to`'),
  to: instantParameter.optional().describe('Absent: now'),
});

/** Of more time than this the load is not reckoned at once, ms. */
const LONGEST_MS = 400 * 24 * MS_PER_HOUR;

const entrySchema = z.looseObject({ number: z.int(), at: z.int(), alarm: z.string() });

const reads = { method: 'get', action: 'data.read' } as const;
const faults = {
  400: { means: 'A parameter is missing or wrong; it is named.' },
  404: { means: 'There is no such station; the known ones are named.' },
};

/** What is read out about alarms; deeds are asked for on the socket. */
export function alarmDoors(
  alarms: Alarms,
  stations: readonly string[],
  clock: Clock,
): readonly Door[] {
  const check = (station: string): void => {
    if (stations.includes(station)) return;
    const known = stations.join(', ');
    throw new HttpFault(404, 'unknown-station', `no station "${station}"; known: ${known}`);
  };
  return [
    {
      ...reads,
      path: '/api/v1/alarms',
      summary: 'Alarms of a station that are not normal: highest priority first, then newest.',
      query: stationQuery,
      answers: { 200: { means: 'As the screens see them.', schema: alarmsSchema() }, ...faults },
      handle(request, response) {
        const { station } = queryOf(stationQuery, request);
        check(station);
        response.json({ at: clock.now(), alarms: alarms.active(station) });
      },
    },
    journalDoor(alarms, check),
    loadDoor(alarms, check, clock),
    {
      ...reads,
      path: '/api/v1/alarms/sheet',
      summary: 'The rationalised list of a station: limits, delays, priorities as they hold.',
      query: stationQuery,
      answers: {
        200: { means: 'One line an alarm.', schema: z.looseObject({ station: z.string() }) },
        ...faults,
      },
      handle(request, response) {
        const { station } = queryOf(stationQuery, request);
        check(station);
        response.json(alarms.pages.sheet(actorOf(response), station));
      },
    },
  ];
}

function alarmsSchema(): z.ZodType {
  return z.strictObject({ at: z.int(), alarms: z.array(z.looseObject({ id: z.string() })) });
}

function loadDoor(alarms: Alarms, check: (station: string) => void, clock: Clock): Door {
  return {
    ...reads,
    path: '/api/v1/alarms/load',
    summary: 'The load of a station’s alarms by IEC 62682, each figure against its bounds.',
    query: loadQuery,
    answers: {
      200: { means: 'Shares are 0..1.', schema: z.looseObject({ station: z.string() }) },
      ...faults,
    },
    async handle(request, response) {
      const { station, ...asked } = queryOf(loadQuery, request);
      check(station);
      const to = asked.to ?? clock.now();
      const from = asked.from ?? to - LOAD_DAYS * 24 * MS_PER_HOUR;
      if (from >= to || to - from > LONGEST_MS)
        throw new HttpFault(400, 'bad-parameter', 'from: must be before `to`, by 400 days at most');
      response.json(await alarms.pages.load(station, from, to));
    },
  };
}

function journalDoor(alarms: Alarms, check: (station: string) => void): Door {
  return {
    ...reads,
    path: '/api/v1/alarms/journal',
    summary: 'Every transition of a station’s alarms, newest first, with who and why.',
    query: journalQuery,
    answers: {
      200: {
        means: '`before` asks for older ones; `waiting` are not durable yet.',
        schema: z.strictObject({
          entries: z.array(entrySchema),
          before: z.int().nullable(),
          waiting: z.int(),
        }),
      },
      ...faults,
    },
    async handle(request, response) {
      const asked = queryOf(journalQuery, request);
      check(asked.station);
      const page = await alarms.pages.journal({
        station: asked.station,
        limit: asked.limit,
        before: asked.before ?? null,
        from: asked.from ?? null,
        to: asked.to ?? null,
        codes: asked.code ?? null,
        events: asked.event ?? null,
        priorities: asked.priority?.map(Number) ?? null,
        alarm: asked.alarm ?? null,
        by: asked.by ?? null,
      });
      response.json(page);
    },
  };
}
