import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Action } from './access/access.ts';

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
}

/** One line of the route table: mounts the route and stands in the OpenAPI document. */
export interface Door {
  readonly method: 'get' | 'post';
  /** Full path, for example `/api/v1/latest`. */
  readonly path: string;
  readonly summary: string;
  readonly action: Action;
  /** Parameters of the address; what the handler gets is its output. */
  readonly query?: z.ZodObject;
  readonly body?: { readonly types: readonly string[]; readonly schema: z.ZodType };
  readonly answers: Readonly<Record<number, Answer>>;
  handle(request: Request, response: Response): Promise<void> | void;
}

/** The address's parameters as the door's schema has them. @throws HttpFault 400 that names the parameter */
export function queryOf<T extends z.ZodObject>(schema: T, request: Request): z.output<T> {
  const parsed = schema.safeParse(request.query);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the address'}: ${issue.message}`,
  );
  throw new HttpFault(400, 'bad-parameter', issues.join('; '));
}
