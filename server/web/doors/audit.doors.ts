import { z } from 'zod';
import type { AuditView } from '#shared/wire/access-views.ts';
import { verifyAudit } from '../../access/audit.ts';
import { queryOf, type Door } from '../../door.ts';
import type { AuditRecord, AuditStore } from '../../store/audit-store.ts';
import { auditEntrySchema, auditVerdictSchema } from './access-schema.ts';

const MOST_ENTRIES = 500;

const querySchema = z.strictObject({
  before: z.coerce.number().int().positive().optional().describe('Only entries before this number'),
  limit: z.coerce.number().int().min(1).max(MOST_ENTRIES).default(100),
  actor: z.string().max(60).optional().describe('A part of the name of who did it'),
  action: z.string().max(60).optional().describe('The beginning of what was done'),
});

function viewOf({
  actorId: _id,
  previous: _previous,
  hash: _hash,
  ...shown
}: AuditRecord): AuditView {
  return shown;
}

export function auditDoors(store: AuditStore): readonly Door[] {
  return [
    {
      method: 'get',
      path: '/api/v1/audit',
      summary: 'Who did what, before, after, when, where from.',
      action: 'audit.read',
      query: querySchema,
      answers: {
        200: {
          means: 'Newest first.',
          schema: z.strictObject({ entries: z.array(auditEntrySchema) }),
        },
        400: { means: 'A parameter is wrong.' },
      },
      async handle(request, response) {
        const { before = null, limit, actor, action } = queryOf(querySchema, request);
        const query = { before, limit, actor: actor || null, action: action || null };
        response.json({ entries: (await store.page(query)).map(viewOf) });
      },
    },
    {
      method: 'get',
      path: '/api/v1/audit/verify',
      summary: 'Goes through the chain of the audit and computes every hash anew.',
      action: 'audit.read',
      answers: {
        200: { means: 'Whether it is as it was written.', schema: auditVerdictSchema },
      },
      handle: async (_request, response) => void response.json(await verifyAudit(store)),
    },
  ];
}
