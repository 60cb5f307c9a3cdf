import { z } from 'zod';
import { QUALITIES } from '#shared/wire/quality.ts';
import { REFUSAL_CODES, type Forecast } from '#shared/wire/reading.ts';
import { SOURCE_SYSTEMS } from '../../readings/source-quality.ts';
import { instantOf } from './parse-instant.ts';

const instant = z
  .union([z.string(), z.number()])
  .describe('ISO 8601 with zone, or milliseconds since 1970 UTC');

/** A reading as it may be sent; what `readingOf` checks by hand. */
export const readingSchema = z.object({
  tag: z.string().min(1).max(200),
  at: instant,
  value: z.number().nullable(),
  quality: z.enum(QUALITIES).optional(),
  sourceQuality: z
    .object({ system: z.enum(SOURCE_SYSTEMS), code: z.union([z.string(), z.number()]) })
    .optional(),
  source: z.string().min(1).max(200).optional(),
  seq: z.int().optional(),
});

export const ingestResultSchema = z.strictObject({
  accepted: z.int(),
  duplicate: z.int(),
  refused: z.array(
    z.strictObject({ index: z.int(), code: z.enum(REFUSAL_CODES), message: z.string() }),
  ),
});

const flows = z.array(z.number().nonnegative()).min(1).max(10_000);

/** A forecast as it may be sent. */
export const forecastSchema = z.object({
  station: z.string().min(1),
  issuedAt: instant,
  startsAt: instant,
  stepMinutes: z.number().positive().max(1440),
  inflowM3s: flows.describe('Step means, m³/s'),
  members: z.array(flows).max(500).optional().describe('Members of an ensemble, each as long'),
});

/** A forecast, or what is wrong with it. */
export function forecastOf(raw: unknown): Forecast | string {
  const parsed = forecastSchema.safeParse(raw);
  if (!parsed.success) {
    return parsed.error.issues
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; ');
  }
  const { station, stepMinutes, inflowM3s, members } = parsed.data;
  const issuedAt = instantOf(parsed.data.issuedAt);
  if (typeof issuedAt === 'string') return `issuedAt: ${issuedAt}`;
  const startsAt = instantOf(parsed.data.startsAt);
  if (typeof startsAt === 'string') return `startsAt: ${startsAt}`;
  const uneven = members?.findIndex((member) => member.length !== inflowM3s.length) ?? -1;
  if (uneven >= 0) return `members.${uneven}: must have ${inflowM3s.length} values like inflowM3s`;
  const forecast = {
    station,
    issuedAt,
    startsAt,
    stepMinutes,
    inflowM3s,
    origin: 'forecast',
  } as const;
  return members ? { ...forecast, members } : forecast;
}
