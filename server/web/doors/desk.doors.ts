import { z } from 'zod';
import type { System } from '#shared/station/system-schema.ts';
import { DEVIATION_CAUSES } from '#shared/wire/following.ts';
import { actorOf, HttpFault, queryOf, type Door } from '../../door.ts';
import type { Desk } from '../../planning/desk.ts';
import { PlanFault } from '../../planning/plan-fault.ts';
import { qualitySchema } from './answer-schema.ts';
import { instantParameter } from './parameter.ts';
import { planExportDoors } from './plan-export.doors.ts';
import { planDoors } from './plan.doors.ts';

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a local day YYYY-MM-DD is needed');
const whoSchema = z.strictObject({ id: z.string(), name: z.string() });
const mw = z.number().nullable();

const followedSchema = z.strictObject({
  recommendedMw: mw,
  orderedMw: mw,
  actualMw: mw,
  quality: qualitySchema,
  deviationMw: mw,
  isOver: z.boolean(),
});

const deviationSchema = z.strictObject({
  id: z.string(),
  station: z.string(),
  unit: z.string().nullable(),
  from: z.int(),
  to: z.int(),
  largestMw: z.number(),
  energyMwh: z.number(),
  bandMw: z.number(),
  revision: z.int(),
  explained: z
    .strictObject({
      cause: z.enum(DEVIATION_CAUSES),
      note: z.string(),
      by: whoSchema,
      at: z.int(),
    })
    .nullable(),
});

const followedDaySchema = z.strictObject({
  station: z.string(),
  day: z.string(),
  bandMw: z.strictObject({ station: z.number(), units: z.record(z.string(), z.number()) }),
  steps: z.array(
    z.strictObject({
      at: z.int(),
      planId: z.string().nullable(),
      station: followedSchema,
      units: z.record(z.string(), followedSchema),
    }),
  ),
  withinShare: z.number().nullable(),
  deviations: z.array(deviationSchema),
  closed: z
    .strictObject({
      station: z.string(),
      day: z.string(),
      by: whoSchema,
      at: z.int(),
      note: z.string(),
      deviations: z.int(),
    })
    .nullable(),
});

const followedQuery = z.object({ station: z.string().optional(), day });

/** How a day was followed: recommended, ordered and actual by quarter-hour and unit. */
function followedDayDoor(system: System, { following }: Pick<Desk, 'following'>): Door {
  return {
    method: 'get',
    path: '/api/v1/followed-day',
    summary: 'Recommended, ordered and actual output by quarter-hour and unit, with deviations.',
    action: 'data.read',
    query: followedQuery,
    answers: {
      200: { means: 'Quarter-hours that have ended.', schema: followedDaySchema },
      400: { means: 'It is no day.' },
      404: { means: 'There is no such station.' },
    },
    async handle(request, response) {
      const asked = queryOf(followedQuery, request);
      const station = asked.station ?? system.stations[0]!.id;
      try {
        response.json(await following.day(actorOf(response), station, asked.day));
      } catch (error) {
        if (!(error instanceof PlanFault)) throw error;
        const status = error.code === 'unknown-station' ? 404 : 400;
        throw new HttpFault(status, error.code, error.message);
      }
    },
  };
}

const curvesQuery = z.object({ from: day, to: day });

const curveSchema = z.strictObject({
  id: z.string(),
  day: z.string(),
  stepMinutes: z.union([z.literal(5), z.literal(15)]),
  mw: z.array(z.number()),
  source: z.string(),
  importedBy: whoSchema,
  importedAt: z.int(),
});

/** The load curves that the grid has ordered. */
function loadCurvesDoor({ loadCurves }: Pick<Desk, 'loadCurves'>): Door {
  return {
    method: 'get',
    path: '/api/v1/load-curves',
    summary: 'The ordered load curves of some local days, of each day the newest.',
    action: 'data.read',
    query: curvesQuery,
    answers: {
      200: {
        means: 'By day; days without one are left out.',
        schema: z.strictObject({ curves: z.array(curveSchema) }),
      },
    },
    async handle(request, response) {
      const span = queryOf(curvesQuery, request);
      response.json({ curves: await loadCurves.list(actorOf(response), span) });
    },
  };
}

const outagesQuery = z.object({ from: instantParameter, to: instantParameter });

const outageSchema = z.strictObject({
  id: z.string(),
  station: z.string(),
  unit: z.string(),
  origin: z.enum(['declared', 'trip']),
  from: z.int(),
  until: z.int().nullable(),
  reason: z.string(),
  declaredBy: whoSchema,
  declaredAt: z.int(),
  revision: z.int(),
  ended: z.strictObject({ by: whoSchema, at: z.int() }).nullable(),
});

/** Units that were, are or will be out of service. */
function outagesDoor({ planning }: Pick<Desk, 'planning'>): Door {
  return {
    method: 'get',
    path: '/api/v1/outages',
    summary: 'Units out of service in a span: declared by hand, or tripped.',
    action: 'data.read',
    query: outagesQuery,
    answers: {
      200: {
        means: 'By their beginning; `until` null is until further notice.',
        schema: z.strictObject({ outages: z.array(outageSchema) }),
      },
    },
    async handle(request, response) {
      const { from, to } = queryOf(outagesQuery, request);
      response.json({ outages: await planning.outages.between(actorOf(response), from, to) });
    },
  };
}

/** Every door of the dispatcher's desk. Files of a plan go before the plan: its path would take theirs. */
export function deskDoors(system: System, desk: Desk): Door[] {
  return [
    ...planExportDoors(system, desk),
    ...planDoors(desk),
    followedDayDoor(system, desk),
    loadCurvesDoor(desk),
    outagesDoor(desk),
  ];
}
