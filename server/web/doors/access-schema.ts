import { z } from 'zod';
import { ACTIONS, ROLES } from '#shared/wire/access.ts';

const text = z.string().max(200);
/** A password is typed, not sent by the megabyte. */
const password = z.string().min(1).max(1000);

export const roleSchema = z.enum(ROLES);

export const signInSchema = z.strictObject({ name: text, password });
export const passwordChangeSchema = z.strictObject({ old: password, wanted: password });
export const linkSchema = z.strictObject({ secret: text });
export const setupSchema = z.strictObject({
  secret: text,
  password,
  name: text.default('').describe('Only for the first account'),
  label: text.default('').describe('Only for the first account'),
});

export const accountWishSchema = z.strictObject({
  name: text.describe('To sign in with'),
  label: text.default('').describe('To show; empty: the name'),
  roles: z.array(roleSchema),
});
export const accountChangeSchema = z.strictObject({
  id: text,
  label: text.optional(),
  roles: z.array(roleSchema).optional(),
  disabled: z.boolean().optional(),
});
export const idSchema = z.strictObject({ id: text });
export const tokenWishSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('display'),
    name: text,
    station: text.describe('The one station that the screen shows'),
  }),
  z.strictObject({
    kind: z.literal('ingest'),
    name: text,
    tagPrefixes: z.array(text).default([]).describe('Beginnings of its tags; empty: all'),
  }),
]);

export const identitySchema = z.strictObject({
  kind: z.enum(['account', 'display', 'open', 'nobody']),
  name: z.string(),
  roles: z.array(roleSchema),
  actions: z.array(z.enum(ACTIONS)),
});

export const sessionSchema = z.strictObject({
  identity: identitySchema,
  account: z.strictObject({ name: z.string(), label: z.string() }).nullable(),
  hasAccounts: z.boolean(),
});

export const accountSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  label: z.string(),
  roles: z.array(roleSchema),
  disabled: z.boolean(),
  madeAt: z.int(),
  hasPassword: z.boolean(),
  linkEndsAt: z.int().nullable(),
  sessions: z.int(),
});

export const tokenSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(['display', 'ingest']),
  name: z.string(),
  station: z.string().nullable(),
  tagPrefixes: z.array(z.string()),
  madeAt: z.int(),
  madeBy: z.string(),
  revokedAt: z.int().nullable(),
});

export const auditEntrySchema = z.strictObject({
  number: z.int(),
  at: z.int(),
  actorKind: z.string(),
  actorName: z.string(),
  from: z.string(),
  action: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});

export const auditVerdictSchema = z.discriminatedUnion('sound', [
  z.strictObject({
    sound: z.literal(true),
    entries: z.int(),
    head: z.strictObject({ number: z.int(), hash: z.string() }).nullable(),
  }),
  z.strictObject({ sound: z.literal(false), number: z.int(), wrong: z.string() }),
]);
