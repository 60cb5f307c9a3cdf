import express, { type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { IngestResult, Reading, Refusal } from '#shared/wire/reading.ts';
import { mayWrite, type Actor } from '../../access/actor.ts';
import { actorOf, HttpFault, type Answer, type Door } from '../../door.ts';
import type { Forecasts } from '../../readings/forecasts.ts';
import { TooBusyError, type Readings } from '../../readings/readings.ts';
import { StoreError, StoreFullError } from '../../store/store-error.ts';
import { forecastOf, forecastSchema, ingestResultSchema, readingSchema } from './ingest-schema.ts';
import { parseBody } from './parse-body.ts';
import { readingOf } from './parse-reading.ts';

/** Largest body; about 50,000 readings. */
const LARGEST_BODY = '5mb';

/** A sender waits this long for a disk that is full, and for a store that is busy, s. */
const RETRY_S = { full: 60, busy: 1 } as const;

const ANSWERS: Readonly<Record<number, Answer>> = {
  200: {
    means: 'Durable. accepted + duplicate + refused is what was sent.',
    schema: ingestResultSchema,
  },
  400: { means: 'The body cannot be read; nothing of it was taken.' },
  401: { means: 'No token, or a wrong one.' },
  403: { means: 'The door is shut, or none of this is for the token to write.' },
  413: { means: `The body is larger than ${LARGEST_BODY}.` },
  429: { means: 'Too many requests; Retry-After says when to come again.' },
  503: { means: 'The store cannot take it now; nothing was taken. Retry-After says when.' },
  507: { means: 'The disk is full; nothing was taken. Retry-After says when.' },
};

/** Takes the body as it came, of any type, up to the limit; unpacks gzip. */
export const readBody: RequestHandler = express.raw({ type: () => true, limit: LARGEST_BODY });

/** The parsed elements by their place in the body, and a refusal for each that could not be read. */
function sortElements<T extends object>(
  elements: readonly unknown[],
  parse: (element: unknown) => T | string,
): { good: T[]; places: number[]; refused: Refusal[] } {
  const good: T[] = [];
  const places: number[] = [];
  const refused: Refusal[] = [];
  elements.forEach((element, index) => {
    const parsed = parse(element);
    if (typeof parsed === 'string') refused.push({ index, code: 'unreadable', message: parsed });
    else {
      good.push(parsed);
      places.push(index);
    }
  });
  return { good, places, refused };
}

/** The use case's answer, its refusals at their places in the body, joined by those of the parser. */
function answerOf(
  result: IngestResult,
  places: readonly number[],
  unread: Refusal[],
): IngestResult {
  const judged = result.refused.map((refusal) => ({
    ...refusal,
    index: places[refusal.index] ?? refusal.index,
  }));
  const refused = [...unread, ...judged].sort((a, b) => a.index - b.index);
  return { accepted: result.accepted, duplicate: result.duplicate, refused };
}

function elementsOf(request: Request): readonly unknown[] {
  const body: unknown = request.body;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const parsed = parseBody(bytes, request.get('content-type') ?? '');
  if (!parsed.ok) throw new HttpFault(400, 'unreadable-body', parsed.message);
  return parsed.elements;
}

/** The store's trouble in HTTP's words; anything else is thrown on. */
function storeFault(error: unknown): unknown {
  if (error instanceof StoreFullError) {
    return new HttpFault(507, 'store-full', error.message, RETRY_S.full);
  }
  if (error instanceof TooBusyError || error instanceof StoreError) {
    return new HttpFault(503, 'store-busy', error.message, RETRY_S.busy);
  }
  return error;
}

/** One token may hold only some of the tags: a batch of none of them is refused whole. */
function refuseForeign(result: IngestResult, size: number): void {
  const foreign = result.refused.filter((refusal) => refusal.code === 'not-your-tag');
  if (size > 0 && foreign.length === size) {
    throw new HttpFault(403, 'not-your-tag', foreign[0]!.message);
  }
}

async function intake<T extends object>(
  request: Request,
  response: Response,
  parse: (element: unknown) => T | string,
  accept: (batch: readonly T[]) => Promise<IngestResult>,
): Promise<void> {
  const elements = elementsOf(request);
  const { good, places, refused } = sortElements(elements, parse);
  const result = await accept(good).catch((error: unknown) => {
    throw storeFault(error);
  });
  refuseForeign(result, elements.length);
  response.json(answerOf(result, places, refused));
}

const BODY_TYPES = ['application/json', 'application/x-ndjson'];

interface IngestParts {
  readonly readings: Readings;
  readonly forecasts: Forecasts;
}

/** What a reading's source is called where it does not say: a token of its own names it. */
const senderOf = ({ id, name }: Actor): string => (id === 'settings' ? 'http' : name);

/** The doors by which data comes in over HTTP. */
export function ingestDoors({ readings, forecasts }: IngestParts): readonly Door[] {
  return [
    {
      method: 'post',
      path: '/api/v1/readings',
      summary: 'Send readings; answered when they are durable.',
      action: 'readings.send',
      pace: 'intake',
      body: { types: BODY_TYPES, schema: z.array(readingSchema) },
      answers: ANSWERS,
      handle: (request, response) => {
        const actor = actorOf(response);
        const allowed = (tag: string): boolean => mayWrite(actor, tag);
        return intake<Reading>(
          request,
          response,
          (element) => readingOf(element, senderOf(actor)),
          (batch) => readings.accept(batch, { allowed }),
        );
      },
    },
    {
      method: 'post',
      path: '/api/v1/forecasts',
      summary: 'Send inflow forecasts; every issue is kept.',
      action: 'forecasts.send',
      pace: 'intake',
      body: { types: BODY_TYPES, schema: z.array(forecastSchema) },
      answers: ANSWERS,
      handle: (request, response) => intake(request, response, forecastOf, forecasts.accept),
    },
  ];
}
