import { z } from 'zod';
import type { Door } from '../door.ts';
import { sessionCookie } from './caller.ts';
import { errorSchema } from './doors/answer-schema.ts';

type Json = Readonly<Record<string, unknown>>;

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

/** Parts of a path that the caller gives: `:name` of the routes is `{name}` in the document. */
const PATH_PART = /:(\w+)/g;

function pathParametersOf(path: string): Json[] {
  return [...path.matchAll(PATH_PART)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function parametersOf(query: z.ZodObject): Json[] {
  const schema = jsonSchema(query, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(schema.properties ?? {}).map(([name, of]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    schema: of,
  }));
}

function answersOf(door: Door): Json {
  return Object.fromEntries(
    Object.entries(door.answers).map(([status, answer]) => {
      const schema = jsonSchema(answer.schema ?? errorSchema, 'output');
      const type = answer.type ?? 'application/json';
      return [status, { description: answer.means, content: { [type]: { schema } } }];
    }),
  );
}

function bodyOf(body: NonNullable<Door['body']>): Json {
  const schema = jsonSchema(body.schema, 'input');
  return {
    required: true,
    content: Object.fromEntries(body.types.map((type) => [type, { schema }])),
  };
}

function operationOf(door: Door): Json {
  const parameters = [
    ...pathParametersOf(door.path),
    ...(door.query ? parametersOf(door.query) : []),
  ];
  return {
    summary: door.summary,
    ...(door.action === null ? {} : { security: [{ token: [] }, { session: [] }] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(door.body ? { requestBody: bodyOf(door.body) } : {}),
    responses: answersOf(door),
  };
}

/** The OpenAPI 3.1 document of the doors: made of the same table that mounts them. */
export function openApi(doors: readonly Door[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const door of doors) {
    const path = door.path.replaceAll(PATH_PART, '{$1}');
    paths[path] = { ...paths[path], [door.method]: operationOf(door) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Forebay',
      version,
      description: 'Readings and forecasts in, readings, plans and indices out; who may do what.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie(undefined) },
      },
    },
    paths,
  };
}

/** The door of the document itself; it stands in the document too. */
export function openApiDoor(others: readonly Door[], version: string): Door {
  const door: Door = {
    method: 'get',
    path: '/api/v1/openapi.json',
    summary: 'This document.',
    action: 'data.read',
    answers: { 200: { means: 'OpenAPI 3.1.', schema: z.looseObject({ openapi: z.string() }) } },
    handle: (_request, response) => void response.json(document),
  };
  const document = openApi([...others, door], version);
  return door;
}
