import { z } from 'zod';
import type { System } from '#shared/station/system-schema.ts';
import { systemSchema } from '#shared/station/system-schema.ts';
import { isStale } from '#shared/wire/quality.ts';
import type { Clock } from '../../clock.ts';
import { HttpFault, queryOf, type Door } from '../../door.ts';
import { unknownTagMessage } from '../../readings/nearest-tag.ts';
import type { Readings } from '../../readings/readings.ts';
import { latestSchema, tagSchema } from './answer-schema.ts';
import { tagsParameter } from './parameter.ts';

/** The system as it was given. */
export function systemDoor(system: System): Door {
  return {
    method: 'get',
    path: '/api/v1/system',
    summary: 'The system: stations, reservoirs, units.',
    action: 'data.read',
    answers: { 200: { means: 'The checked system.json.', schema: systemSchema } },
    handle: (_request, response) => void response.json(system),
  };
}

export function tagsDoor({ tags }: Readings): Door {
  return {
    method: 'get',
    path: '/api/v1/tags',
    summary: 'Every tag: unit, range, expected period, rules.',
    action: 'data.read',
    answers: {
      200: {
        means: 'In the order of the images.',
        schema: z.strictObject({ tags: z.array(tagSchema) }),
      },
    },
    handle: (_request, response) => void response.json({ tags }),
  };
}

const latestQuery = z.object({ tag: tagsParameter.optional() });

/** Newest durable value of the tags asked for, or of all. */
export function latestDoor({ tags, live }: Readings, clock: Clock): Door {
  const measured = tags.filter((tag) => tag.origin === 'measured');
  const byPath = new Map(measured.map((tag) => [tag.tag, tag]));
  return {
    method: 'get',
    path: '/api/v1/latest',
    summary: 'Newest value of each tag asked for; of every measured tag without `tag`.',
    action: 'data.read',
    query: latestQuery,
    answers: {
      200: {
        means: 'Tags that have had no value yet are left out.',
        schema: z.strictObject({ at: z.int(), values: z.array(latestSchema) }),
      },
      404: { means: 'There is no such tag; the nearest known one is named.' },
    },
    handle(request, response) {
      const asked = queryOf(latestQuery, request).tag ?? measured.map((tag) => tag.tag);
      const now = clock.now();
      const values = asked.flatMap((path) => {
        const tag = byPath.get(path);
        if (!tag) {
          throw new HttpFault(404, 'unknown-tag', unknownTagMessage(path, [...byPath.keys()]));
        }
        const newest = live.value(path);
        if (!newest) return [];
        const { at, value, quality, receivedAt, source } = newest;
        const ageMs = now - at;
        const stale = isStale(ageMs, tag.periodMs, clock.rate);
        return [{ tag: path, at, value, quality, receivedAt, source, ageMs, stale }];
      });
      response.json({ at: now, values });
    },
  };
}
