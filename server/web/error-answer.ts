import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AccessFault, type AccessFaultCode } from '../access/access-fault.ts';
import { NotAllowed } from '../access/actor.ts';
import { HttpFault } from '../door.ts';
import { StoreError, StoreFullError } from '../store/store-error.ts';
import type { Log } from '../log.ts';

/** What the body reader's errors mean, by their `type`. */
const BODY_FAULTS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  'encoding.unsupported': ['bad-encoding', 'send the body plain, or packed with gzip'],
  'request.aborted': ['aborted', 'the request was broken off'],
};

/** An error of unpacking a body has a code of zlib's and no type. */
const isUnpacking = (error: object): boolean =>
  'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');

interface HttpLike {
  readonly status: number;
  readonly type?: unknown;
  /** Of a body that is too large: what would do, bytes. */
  readonly limit?: unknown;
}

const isHttpLike = (error: unknown): error is HttpLike & Error =>
  error instanceof Error && 'status' in error && typeof error.status === 'number';

const tooLarge = (limit: unknown): string =>
  Number(limit) >= 1024 ** 2
    ? `the body is larger than ${Number(limit) / 1024 ** 2} MB; send it in parts`
    : `the body is larger than ${Number(limit) / 1024} kB`;

/** The library's own message may name files of this machine: it is not told on. */
function wordsFor(error: HttpLike): readonly [code: string, message: string] {
  if (error.type === 'entity.too.large') return ['too-large', tooLarge(error.limit)];
  if (isUnpacking(error)) {
    return ['bad-encoding', 'the body is not packed as its Content-Encoding says, or is cut off'];
  }
  return error.status === 404
    ? ['not-found', 'there is no such file']
    : ['bad-request', 'the request cannot be read: its address or a header is malformed'];
}

/** What cannot be done about accounts and tokens, in HTTP's words. */
const ACCESS_STATUS: Readonly<Record<AccessFaultCode, number>> = {
  'bad-name': 400,
  'name-taken': 409,
  'no-role': 400,
  'weak-password': 400,
  'wrong-password': 403,
  'link-gone': 410,
  'last-administrator': 409,
  'changed-meanwhile': 409,
  'no-such': 404,
  'bad-scope': 400,
};

/** Any error as one that can be answered; of the unexpected, nothing is told. */
function faultOf(error: unknown): HttpFault {
  if (error instanceof HttpFault) return error;
  if (error instanceof AccessFault)
    return new HttpFault(ACCESS_STATUS[error.code], error.code, error.message);
  if (error instanceof StoreFullError) return new HttpFault(507, 'store-full', error.message, 60);
  if (error instanceof StoreError && error.code !== 'refused')
    return new HttpFault(503, 'store-busy', error.message, 1);
  if (error instanceof NotAllowed) return new HttpFault(403, 'not-allowed', error.message);
  if (isHttpLike(error) && error.status >= 400 && error.status < 500) {
    const [code, message] = BODY_FAULTS[String(error.type)] ?? wordsFor(error);
    return new HttpFault(error.status, code, message);
  }
  return new HttpFault(500, 'failed', 'the server failed; its log says why under this request id');
}

/** Answers every error as `{ error: { code, message } }`. */
export function errorAnswer(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const fault = faultOf(error);
    if (fault.status === 500)
      log.error({ err: error, id: response.locals['id'] }, 'request failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    if (fault.retryAfterS !== undefined) response.set('Retry-After', String(fault.retryAfterS));
    // What is left of a body nobody reads would be taken for the next request.
    if (!request.complete) response.set('Connection', 'close');
    response.status(fault.status).json({ error: { code: fault.code, message: fault.message } });
  };
}

/** A path under /api that no door has, or a method that no page answers. */
export const noSuchDoor: RequestHandler = ({ method, baseUrl, path }) => {
  const message = `there is no ${method} ${baseUrl}${path}; GET /api/v1/openapi.json lists what there is`;
  throw new HttpFault(404, 'no-such-door', message);
};
