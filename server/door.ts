import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Action } from '#shared/wire/access.ts';
import type { Actor } from './access/actor.ts';

/** A request that cannot be answered as asked; becomes `{ error: { code, message } }` with `status`. */
export class HttpFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterS?: number,
  ) {
    super(message);
  }
}

/** What a door answers with one status. */
export interface Answer {
  readonly means: string;
  /** Absent: `{ error: { code, message } }`. */
  readonly schema?: z.ZodType;
  /** Media type; absent: JSON. */
  readonly type?: string;
}

/**
 * How often a door may be used, and how large a body it reads. `intake`: data of the plant, wide.
 * `read`: no body. `deed`: something small is done. `entrance`: a password or a link is tried.
 */
export type Pace = 'intake' | 'read' | 'deed' | 'entrance';

/** One line of the route table: mounts the route and stands in the OpenAPI document. */
export interface Door {
  readonly method: 'get' | 'post';
  /** Full path, for example `/api/v1/latest`; `:name` stands for a part that the caller gives. */
  readonly path: string;
  readonly summary: string;
  /** Whose it is, by server/access/permissions.ts; null: everybody's, even who has not signed in. */
  readonly action: Action | null;
  /** Absent: `read` of a `get`, `deed` of a `post`. */
  readonly pace?: Pace;
  /** Parameters of the address; what the handler gets is its output. */
  readonly query?: z.ZodObject;
  readonly body?: { readonly types: readonly string[]; readonly schema: z.ZodType };
  readonly answers: Readonly<Record<number, Answer>>;
  handle(request: Request, response: Response): Promise<void> | void;
}

export const paceOf = ({ method, pace }: Door): Pace =>
  pace ?? (method === 'get' ? 'read' : 'deed');

/** Who asks: the door's guard has found out, and has let this actor pass. */
export function actorOf(response: Response): Actor {
  return response.locals['actor'] as Actor;
}

const issuesOf = (error: z.ZodError, whole: string): string =>
  error.issues.map((issue) => `${issue.path.join('.') || whole}: ${issue.message}`).join('; ');

/** The address's parameters as the door's schema has them. @throws HttpFault 400 that names the parameter */
export function queryOf<T extends z.ZodObject>(schema: T, request: Request): z.output<T> {
  const parsed = schema.safeParse(request.query);
  if (parsed.success) return parsed.data;
  throw new HttpFault(400, 'bad-parameter', issuesOf(parsed.error, 'the address'));
}

/** A small JSON body as the schema has it. @throws HttpFault 400 that names the field */
export function bodyOf<T extends z.ZodType>(schema: T, request: Request): z.output<T> {
  const parsed = schema.safeParse(jsonOf(request.body));
  if (parsed.success) return parsed.data;
  throw new HttpFault(400, 'bad-body', issuesOf(parsed.error, 'the body'));
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch {
    throw new HttpFault(400, 'unreadable-body', 'the body is not JSON');
  }
}
