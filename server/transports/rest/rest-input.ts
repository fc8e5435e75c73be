import { z } from 'zod';
import { BatonError } from '../../contract/errors.ts';
import type { Operation } from './read-operations.ts';

/** The query parameter that chooses the project, on every operation. */
export const PROJECT_PARAMETER = 'project';

/** What a body of bytes says by itself, and by its Content-Type. */
const BYTE_FIELDS: readonly string[] = ['base64', 'mediaType'];

/** Where an operation's input is in a request: each field in one place only. */
export interface InputPlan {
  readonly pathFields: readonly string[];
  /** The fields taken from the query, and how. Empty where there is a body. */
  readonly queryFields: ReadonlyMap<string, QueryKind>;
  /** The field that is the If-Match header, if the operation has one. */
  readonly ifMatch: boolean;
  /** Whether there is a body of JSON. One of bytes is no part of the input. */
  readonly hasBody: boolean;
}

export type QueryKind = 'text' | 'number' | 'boolean' | 'list';

/** Made once per operation. */
export function planInput(operation: Operation): InputPlan {
  const { meta, input } = operation;
  const pathFields = [...meta.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const hasBody = meta.bytes !== 'request' && (meta.method === 'POST' || meta.method === 'PATCH' || meta.method === 'PUT');
  const elsewhere = meta.bytes === 'request' ? [...pathFields, ...BYTE_FIELDS] : pathFields;
  const fields = Object.entries(input.shape).filter(([name]) => !elsewhere.includes(name));
  return {
    pathFields,
    hasBody,
    ifMatch: 'ifMatch' in input.shape,
    queryFields: new Map(hasBody ? [] : fields.map(([name, schema]) => [name, queryKind(schema)])),
  };
}

/** The input of an operation, put together from the parts of a request. Its schema has yet to look at it. */
export function restInput(
  plan: InputPlan,
  from: { path: Record<string, string>; query: URLSearchParams | null; body: unknown; ifMatch: string | undefined },
): Record<string, unknown> {
  const input = plan.hasBody ? bodyFields(plan, from.body) : {};
  if (from.query !== null) addQuery(input, plan, from.query);
  for (const name of plan.pathFields) input[name] = from.path[name];
  if (plan.ifMatch && from.ifMatch !== undefined) input['ifMatch'] = readVersion(from.ifMatch);
  return input;
}

/** The project that the query names, or null. */
export function askedProject(query: URLSearchParams | null): string | null {
  if (query === null) return null;
  const asked = query.getAll(PROJECT_PARAMETER);
  if (asked.length > 1) throw badField(PROJECT_PARAMETER, 'is given more than once');
  return asked[0] ?? null;
}

function bodyFields(plan: InputPlan, body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BatonError('bad_request', { detail: 'The body is not a JSON object.', hint: 'Send one JSON object.' });
  }
  const fields: Record<string, unknown> = { ...body };
  // These have a place of their own; taking them from two places would let the two differ.
  for (const name of plan.pathFields)
    if (Object.hasOwn(fields, name)) throw badField(name, 'belongs in the path, not in the body');
  if (plan.ifMatch && Object.hasOwn(fields, 'ifMatch'))
    throw badField('ifMatch', 'belongs in the If-Match header, not in the body');
  return fields;
}

function addQuery(input: Record<string, unknown>, plan: InputPlan, query: URLSearchParams): void {
  for (const name of new Set(query.keys())) {
    if (name === PROJECT_PARAMETER) continue;
    const kind = plan.queryFields.get(name);
    if (kind === undefined) throw badField(name, 'is no query parameter of this operation');
    const values = query.getAll(name);
    if (kind === 'list') input[name] = values;
    else if (values.length > 1) throw badField(name, 'is given more than once');
    else input[name] = fromText(values[0] ?? '', kind);
  }
}

/** What does not read as its kind stays text, and the operation's schema says what is wrong with it. */
function fromText(text: string, kind: QueryKind): unknown {
  if (kind === 'number' && /^-?[0-9]{1,16}(\.[0-9]{1,16})?$/.test(text)) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function queryKind(schema: unknown): QueryKind {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return queryKind(schema.unwrap());
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  return schema instanceof z.ZodArray ? 'list' : 'text';
}

const VERSION = /^(?:"([0-9]{1,15})"|([0-9]{1,15}))$/;

function readVersion(ifMatch: string): number {
  const match = VERSION.exec(ifMatch.trim());
  if (match === null) throw badField('If-Match', 'is not a version: send the number in `version`, bare or quoted, without W/');
  return Number(match[1] ?? match[2]);
}

function badField(path: string, message: string): BatonError {
  return new BatonError('bad_request', {
    detail: `${path} ${message}.`,
    hint: 'See /openapi.json for what the operation takes and where.',
    problems: [{ path, message }],
  });
}
