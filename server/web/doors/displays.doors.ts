import { z } from 'zod';
import {
  DISPLAY_RANGES,
  type DisplaySettings,
  MOST_PAGES,
  WALL_PANELS,
  WALL_THEMES,
} from '#shared/wire/display.ts';
import type { Access } from '../../access/access.ts';
import { actorOf, bodyOf, type Door } from '../../door.ts';

const JSON_BODY = ['application/json'];

const within = (name: keyof typeof DISPLAY_RANGES): z.ZodNumber => {
  const [low, high] = DISPLAY_RANGES[name];
  return z.number().min(low).max(high);
};

const pageSchema = z.strictObject({
  panels: z.array(z.enum(WALL_PANELS)).min(1).max(WALL_PANELS.length),
  dwellS: within('dwellS').nullable(),
  fromHour: within('lightFromHour'),
  toHour: within('lightToHour'),
});

const settingsSchema = z
  .strictObject({
    language: z.enum(['zh', 'en']),
    theme: z.enum(WALL_THEMES),
    lightFromHour: within('lightFromHour'),
    lightToHour: within('lightToHour'),
    latitude: within('latitude').nullable(),
    longitude: within('longitude').nullable(),
    diagonalIn: within('diagonalIn'),
    distanceM: within('distanceM'),
    pixelMm: within('pixelMm').nullable(),
    marginPercent: within('marginPercent'),
    shiftMinutes: within('shiftMinutes'),
    screen: within('screen').int(),
    screens: within('screens').int(),
    dwellS: within('dwellS'),
    pages: z.array(pageSchema).max(MOST_PAGES),
  })
  .refine(({ screen, screens }) => screen <= screens, {
    path: ['screen'],
    message: 'a row has no more screens than it has',
  }) satisfies z.ZodType<DisplaySettings>;

const lineSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  station: z.string(),
  revision: z.int(),
  settings: settingsSchema.nullable(),
  boundAt: z.int().nullable(),
});

const keepSchema = z.strictObject({
  id: z.string(),
  revision: z.int().nonnegative().describe('Of what was on the form'),
  settings: settingsSchema,
});

const FAULTS = {
  400: { means: 'A setting is missing or out of its range; it is named.' },
  404: { means: 'There is no such screen with a token.' },
  409: { means: 'Somebody has changed it meanwhile; nothing was written over.' },
};

/** The doors of the screens that have a token: where each hangs, what it shows, which browser it is. */
export function displaysDoors({ displays }: Access): readonly Door[] {
  return [
    {
      method: 'get',
      path: '/api/v1/displays',
      summary:
        'Screens with a token, what is kept for each, and since when each belongs to a browser.',
      action: 'settings.change',
      answers: {
        200: { means: 'Oldest first.', schema: z.strictObject({ displays: z.array(lineSchema) }) },
      },
      handle: (_request, response) => void response.json({ displays: displays.lines() }),
    },
    {
      method: 'post',
      path: '/api/v1/displays',
      summary: 'Keep settings for a screen; it follows at once.',
      action: 'settings.change',
      body: { types: JSON_BODY, schema: keepSchema },
      answers: { 200: { means: 'Kept.', schema: lineSchema }, ...FAULTS },
      async handle(request, response) {
        const { id, revision, settings } = bodyOf(keepSchema, request);
        response.json(await displays.keep(actorOf(response), id, revision, settings));
      },
    },
    {
      method: 'post',
      path: '/api/v1/displays/release',
      summary: 'Let another browser take the place of the one that a token belongs to.',
      action: 'settings.change',
      body: { types: JSON_BODY, schema: z.strictObject({ id: z.string() }) },
      answers: { 200: { means: 'The next that shows it has it.', schema: lineSchema }, ...FAULTS },
      async handle(request, response) {
        const { id } = bodyOf(z.strictObject({ id: z.string() }), request);
        response.json(await displays.release(actorOf(response), id));
      },
    },
  ];
}
