import { z } from 'zod';
import { endSchema } from './day-schema.ts';
import { localNameSchema } from './system-schema.ts';

const days = z.int().positive();
const faultRule = z.enum(['refuse', 'mark']);

/** Last part of a tag path: letters, digits, dashes. */
const pathPart = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/);

/** A meter of the station's own consumption; its tag is `<station>/service/<id>/kwh`. */
export const feederSchema = z.strictObject({
  id: pathPart,
  name: localNameSchema,
  /** Unit of the meter's reading. */
  unit: z.literal('kWh').default('kWh'),
});

/** Price of energy by hour of the local day, from 00:00, in the system's currency per MWh. */
export const tariffSchema = z.strictObject({ hourlyPricePerMwh: z.array(z.number()).length(24) });

export const planningSchema = z.strictObject({
  /** Local days that a plan reaches, counting the current one. */
  horizonDays: z.int().min(1).max(7),
  /** A new plan at least this often, minutes. */
  replanMinutes: z.number().min(1).max(1440),
  /** `auto`: an offered plan is in force at once; `none`: it stays an offer. */
  adopt: z.enum(['auto', 'none']),
  /** What the end of the horizon is worth, by station; absent: back to the level of the last local midnight. */
  end: z.record(z.string(), endSchema).optional(),
});

/** How long readings and their aggregates are kept, days. */
export const retentionSchema = z.strictObject({
  rawDays: days,
  minutesDays: days,
  quartersDays: days,
  hoursDays: days,
  daysDays: days,
});

/**
 * One line that changes a tag of the system's list, or adds one. `tag` is its path; every field that
 * is absent keeps what the list says. A tag that is new needs `name`, `unit` and `periodMs`.
 */
export const siteTagSchema = z.strictObject({
  tag: z.string().min(1),
  name: localNameSchema.optional(),
  unit: z.enum(['m', 'm³/s', 'Mm³', 'MW', 'MWh', 'kWh', '°C', 'h', '1']).optional(),
  periodMs: z.number().positive().optional(),
  /** Believable values, `null` for any. */
  range: z.tuple([z.number(), z.number()]).nullable().optional(),
  /** Fastest believable change, unit per second, `null` for any. */
  ratePerS: z.number().positive().nullable().optional(),
  /** Unchanged for longer than this is frozen, ms; `null`: may rest. */
  frozenAfterMs: z.number().positive().nullable().optional(),
  /** A counter, and the value at which it rolls over. */
  counter: z.strictObject({ rollsOverAt: z.number().positive().optional() }).optional(),
  onFault: z
    .strictObject({
      range: faultRule.optional(),
      rate: faultRule.optional(),
      frozen: faultRule.optional(),
    })
    .optional(),
});

/** site.json: what a site knows beside its machines: tariff, meters, planning habits, retention, tags. */
export const siteSchema = z.strictObject({
  format: z.literal('forebay-site/1'),
  tariff: tariffSchema,
  feeders: z.array(feederSchema),
  planning: planningSchema,
  retention: retentionSchema,
  tags: z.array(siteTagSchema).default([]),
});

export type Site = z.infer<typeof siteSchema>;
export type Feeder = z.infer<typeof feederSchema>;
export type SitePlanning = z.infer<typeof planningSchema>;
export type Retention = z.infer<typeof retentionSchema>;
export type SiteTag = z.infer<typeof siteTagSchema>;
