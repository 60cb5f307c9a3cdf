import { z } from 'zod';
import type { Path } from './json-path.ts';

/** The part of JSON Schema that our forms use; `unit` is our own (quantity.ts). */
export interface FormNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly FormNode[];
  readonly properties?: Readonly<Record<string, FormNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: FormNode | boolean;
  readonly items?: FormNode | boolean;
  readonly prefixItems?: readonly FormNode[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly format?: string;
  readonly unit?: string;
}

/** The form that a schema asks of a file, as one can walk it. */
export function formOf(schema: z.ZodType): FormNode {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as FormNode;
}

/** The node itself, or the one beside `null` where null is allowed too. */
function solid(node: FormNode): FormNode {
  return node.anyOf?.find((one) => one.type !== 'null' && one.const === undefined) ?? node;
}

/** The form's node at `path`; undefined where the form has nothing there. */
export function nodeAt(form: FormNode, path: Path): FormNode | undefined {
  let node: FormNode | undefined = form;
  for (const key of path) {
    if (node === undefined) return undefined;
    node = childNode(solid(node), key);
  }
  return node;
}

function childNode(node: FormNode, key: string | number): FormNode | undefined {
  if (typeof key === 'number')
    return node.prefixItems?.[key] ?? (typeof node.items === 'object' ? node.items : undefined);
  if (node.properties && Object.hasOwn(node.properties, key)) return node.properties[key];
  return typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
}

/** Keys that the form knows in the object at `path`. */
export function knownKeys(form: FormNode, path: Path): string[] {
  const node = nodeAt(form, path);
  return node === undefined ? [] : Object.keys(solid(node).properties ?? {});
}

/** Whether the key at the end of `path` may be left out. */
export function isOptional(form: FormNode, path: Path): boolean {
  const key = path.at(-1);
  const parent = nodeAt(form, path.slice(0, -1));
  if (typeof key !== 'string' || parent === undefined) return false;
  const node = solid(parent);
  return node.properties?.[key] !== undefined && !(node.required ?? []).includes(key);
}

/** What a node asks for, in words: `a number in m of at least 0, or null`. */
export function expectationOf(node: FormNode): string {
  if (node.anyOf) return node.anyOf.map(expectationOf).join(' or ');
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum) return node.enum.map((one) => JSON.stringify(one)).join(' or ');
  switch (node.type) {
    case 'number':
    case 'integer':
      return numberExpectation(node);
    case 'string':
      return textExpectation(node);
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'array':
      return listExpectation(node);
    case 'object':
      return objectExpectation(node);
    default:
      return 'some value';
  }
}

function numberExpectation(node: FormNode): string {
  const kind = node.type === 'integer' ? 'a whole number' : 'a number';
  if (node.unit === 'efficiency')
    return `an efficiency ${node.minimum === 0 ? 'from 0' : 'above 0'} to 1 (0.925 for 92.5 %)`;
  const quantity = node.unit === undefined ? kind : `${kind} in ${node.unit}`;
  if (node.exclusiveMinimum !== undefined) return `${quantity} above ${node.exclusiveMinimum}`;
  const low =
    node.minimum === undefined || node.minimum <= Number.MIN_SAFE_INTEGER ? null : node.minimum;
  const high =
    node.maximum === undefined || node.maximum >= Number.MAX_SAFE_INTEGER ? null : node.maximum;
  if (low !== null && high !== null) return `${quantity} from ${low} to ${high}`;
  if (low !== null) return `${quantity} of at least ${low}`;
  return high === null ? quantity : `${quantity} up to ${high}`;
}

function textExpectation(node: FormNode): string {
  if (node.format === 'date-time')
    return 'an instant with its offset from UTC, such as "2026-06-01T00:00:00+08:00",';
  return (node.minLength ?? 0) > 0 ? 'a text that is not empty' : 'a text';
}

function listExpectation(node: FormNode): string {
  if (node.prefixItems)
    return `a list [${node.prefixItems.map((item) => item.unit ?? 'number').join(', ')}]`;
  const items = pluralOf(typeof node.items === 'object' ? node.items : {});
  const least = node.minItems ?? 0;
  if (least > 0 && least === node.maxItems) return `a list of ${least} ${items}`;
  if (least > 1) return `a list of at least ${least} ${items}`;
  return least === 1 ? `a list of one or more ${items}` : `a list of ${items}`;
}

function pluralOf(item: FormNode): string {
  if (item.unit === 'efficiency') return 'efficiencies from 0 to 1';
  if (item.type === 'number' || item.type === 'integer')
    return item.unit === undefined ? 'numbers' : `numbers in ${item.unit}`;
  if (item.prefixItems) return `points ${expectationOf(item).replace('a list ', '')}`;
  if (item.type === 'array')
    return `lists of ${pluralOf(typeof item.items === 'object' ? item.items : {})}`;
  return item.type === 'object' ? 'objects' : `items, each ${expectationOf(item)}`;
}

function objectExpectation(node: FormNode): string {
  const required = node.required ?? [];
  const keys = required.length > 0 ? required : Object.keys(node.properties ?? {});
  return keys.length === 0
    ? 'an object'
    : `an object with ${keys.map((key) => JSON.stringify(key)).join(', ')}`;
}
