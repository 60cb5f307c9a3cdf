import type { Request, Response } from 'express';
import writeSheet from 'write-excel-file/node';
import { z } from 'zod';
import type { System } from '#shared/station/system-schema.ts';
import { HttpFault, queryOf, type Door } from '../../door.ts';
import type { Desk } from '../../planning/desk.ts';
import { type Language, planRows, type PlanRows } from './plan-rows.ts';

const querySchema = z.object({
  day: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'a local day YYYY-MM-DD is needed')
    .optional()
    .describe('Only the steps of this local day; absent: all'),
  lang: z.enum(['zh', 'en']).default('zh').describe('Language of the headers'),
});

const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Characters that a column of times or of numbers needs. */
const TIME_WIDTH = 17;
const NUMBER_WIDTH = 14;

const NAMES: Readonly<Record<Language, string>> = { zh: '计划', en: 'Plan' };

/** A version as a file: a table of its steps, as CSV and as a sheet. */
export function planExportDoors(system: System, { planning }: Pick<Desk, 'planning'>): Door[] {
  async function rowsFor(request: Request): Promise<{ rows: PlanRows; language: Language }> {
    const { day, lang } = queryOf(querySchema, request);
    const id = String(request.params['id']);
    const version = await planning.version(id);
    if (!version) throw new HttpFault(404, 'no-such', `there is no plan "${id}"`);
    const rows = rowsOfDay(() => planRows(system, version, day ?? null, lang));
    return { rows, language: lang };
  }
  const door = (
    kind: 'csv' | 'xlsx',
    type: string,
    send: (response: Response, rows: PlanRows, language: Language) => Promise<void>,
  ): Door => ({
    method: 'get',
    path: `/api/v1/plans/:id.${kind}`,
    summary: `A version of a plan as ${kind.toUpperCase()}: one row for each step.`,
    action: 'data.read',
    query: querySchema,
    answers: {
      200: { means: 'The file.', type, schema: z.string() },
      404: { means: 'There is no such plan, or it has no step on that day.' },
    },
    async handle(request, response) {
      const { rows, language } = await rowsFor(request);
      response.attachment(`plan-${String(request.params['id'])}.${kind}`);
      await send(response, rows, language);
    },
  });
  return [
    door('csv', 'text/csv', (response, rows) => {
      // The mark at the start tells spreadsheets that it is UTF-8.
      response.type('text/csv').send(`\ufeff${rows.map(csvLine).join('\r\n')}\r\n`);
      return Promise.resolve();
    }),
    door('xlsx', SHEET_TYPE, async (response, rows, language) => {
      const columns = rows[0]!.map((_, i) => ({ width: i < 2 ? TIME_WIDTH : NUMBER_WIDTH }));
      const sheet = writeSheet(
        rows.map((row, i) => row.map((value) => cellOf(value, i === 0))),
        {
          sheet: NAMES[language],
          columns,
          stickyRowsCount: 1,
        },
      );
      response.type(SHEET_TYPE).send(await sheet.toBuffer());
    }),
  ];
}

/** @throws HttpFault where the day is none of the plan's */
function rowsOfDay(rows: () => PlanRows): PlanRows {
  try {
    const found = rows();
    if (found.length > 1) return found;
  } catch (error) {
    if (error instanceof RangeError) throw new HttpFault(400, 'bad-parameter', error.message);
    throw error;
  }
  throw new HttpFault(404, 'no-such', 'the plan has no step on that day');
}

const csvLine = (row: PlanRows[number]): string =>
  row
    .map((value) =>
      typeof value === 'number' || !/[",\r\n]/.test(value)
        ? String(value)
        : `"${value.replaceAll('"', '""')}"`,
    )
    .join(',');

type SheetCell =
  | { readonly value: string; readonly type: StringConstructor; readonly fontWeight?: 'bold' }
  | { readonly value: number; readonly type: NumberConstructor; readonly format: string };

function cellOf(value: string | number, isHeader: boolean): SheetCell {
  if (typeof value === 'number') return { value, type: Number, format: '0.000' };
  return { value, type: String, ...(isHeader ? { fontWeight: 'bold' } : {}) };
}
