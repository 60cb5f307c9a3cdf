import { z } from 'zod';
import type { System } from '#shared/station/system-schema.ts';
import type { LoadPreview } from '#shared/wire/load-curve.ts';
import { HttpFault, queryOf, type Door } from '../../door.ts';
import { loadFault } from '../../planning/load-curves.ts';
import { readLoadFile } from './load/read-load-file.ts';

const querySchema = z.object({
  name: z.string().trim().min(1).max(200).default('paste').describe("The file's name"),
  day: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'a local day YYYY-MM-DD is needed')
    .optional()
    .describe('Local day that it is for; absent: the one that it names'),
});

const faultSchema = z.strictObject({
  line: z.int().nullable(),
  column: z.int().nullable(),
  wrong: z.string(),
  right: z.string(),
});

const previewSchema = z.strictObject({
  day: z.string().nullable(),
  stepMinutes: z.union([z.literal(5), z.literal(15)]).nullable(),
  mw: z.array(z.number()),
  source: z.string(),
  understood: z
    .strictObject({
      encoding: z.enum(['utf-8', 'utf-16', 'gbk', 'xlsx']),
      delimiter: z.enum(['tab', 'semicolon', 'comma', 'line', 'table']),
      column: z.int(),
      header: z.string().nullable(),
      timesMean: z.enum(['start', 'end']).nullable(),
      decimalSign: z.enum(['.', ',']),
      unit: z.enum(['MW', 'kW']).nullable(),
    })
    .nullable(),
  sumMwh: z.number(),
  faults: z.array(faultSchema),
}) satisfies z.ZodType<LoadPreview>;

const TYPES = [
  'text/csv',
  'text/plain',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

/** What a load curve in a file or from the clipboard is understood to say; nothing is kept. */
export function loadPreviewDoor(system: System): Door {
  return {
    method: 'post',
    path: '/api/v1/load-curves/preview',
    summary: 'What a file with a load curve is understood to say, before it is imported.',
    action: 'load.import',
    pace: 'intake',
    query: querySchema,
    body: { types: TYPES, schema: z.string() },
    answers: {
      200: {
        means: 'Understood; with `faults` it cannot be imported, and they say where and why.',
        schema: previewSchema,
      },
      400: { means: 'There is no body, or a parameter is wrong.' },
    },
    async handle(request, response) {
      const { name, day } = queryOf(querySchema, request);
      const bytes: unknown = request.body;
      if (!Buffer.isBuffer(bytes) || bytes.length === 0)
        throw new HttpFault(400, 'no-body', 'the body is to be the file, or the pasted text');
      const preview = await readLoadFile(bytes, name, day ?? null, system.timeZone);
      response.json(withOrderFaults(preview, system));
    },
  };
}

/** What would keep it from being imported though it was understood: loads beyond the plant. */
function withOrderFaults(preview: LoadPreview, system: System): LoadPreview {
  const { day, stepMinutes, mw, faults } = preview;
  if (faults.length > 0 || day === null || stepMinutes === null) return preview;
  const wrong = loadFault({ day, stepMinutes, mw }, system);
  if (wrong === null) return preview;
  const right = 'loads that the plant can be asked for are needed';
  return { ...preview, faults: [{ line: null, column: null, wrong, right }] };
}
