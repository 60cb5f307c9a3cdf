import { z } from 'zod';

const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** An instant in an address: ISO 8601 with zone, or ms since 1970 UTC. A `+` that became a blank is mended. */
export const instantParameter = z
  .string()
  .transform((text, context): number => {
    const mended = text.replace(' ', '+');
    const at = /^\d{1,15}$/.test(text)
      ? Number(text)
      : ISO_WITH_ZONE.test(mended)
        ? Date.parse(mended)
        : NaN;
    if (!Number.isNaN(at)) return at;
    context.addIssue(`"${text}" is neither ISO 8601 with a zone nor epoch milliseconds`);
    return z.NEVER;
  })
  .describe('ISO 8601 with zone, or milliseconds since 1970 UTC');

/** One or more tags: `?tag=a&tag=b`. */
export const tagsParameter = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => (typeof given === 'string' ? [given] : given))
  .describe('Path of a tag; may be repeated');
