import { ERRORS, type ErrorCode, ErrorCodeSchema } from '../../contract/errors.ts';
import type { JsonNode } from './json-schema.ts';
import { BYTES_IN, BYTES_OUT } from './openapi-bytes.ts';
import type { OperationSchemas } from './openapi-components.ts';
import type { Operation } from './read-operations.ts';
import { planInput } from './rest-input.ts';

/** What any operation may answer. */
export const EVERY_OPERATION: readonly ErrorCode[] = [
  'bad_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'misdirected',
  'rate_limited',
  'internal',
  'unavailable',
];
const WITH_BODY: readonly ErrorCode[] = ['too_large', 'wrong_content_type'];
const WITH_KEY: readonly ErrorCode[] = ['key_reused'];
const WRITING: readonly ErrorCode[] = ['storage_full'];

const RESPONSES = '#/components/responses/';
const SEPARATOR = '.or.';

export const RESPONSE_HEADERS: JsonNode = { 'Baton-Request-Id': { $ref: '#/components/headers/RequestId' } };

/** One operation of the contract as OpenAPI says it. */
export function openApiOperation(operation: Operation, schemas: OperationSchemas): JsonNode {
  const { meta } = operation;
  const body = planInput(operation).hasBody ? schemas.body(operation) : null;
  return {
    operationId: meta.operationId,
    summary: meta.summary,
    tags: [meta.tag],
    ...(meta.role === 'anyone' ? { security: [] } : { 'x-baton-role': meta.role }),
    parameters: parametersOf(operation, schemas),
    ...(body === null
      ? {}
      : { requestBody: { required: body.required, content: { 'application/json': { schema: body.schema } } } }),
    ...(meta.bytes === 'request' ? { requestBody: BYTES_IN } : {}),
    responses: {
      ...(meta.bytes === 'response' ? BYTES_OUT : { [meta.status]: success(operation, schemas) }),
      ...problemResponses(codesOf(operation)),
    },
  };
}

function parametersOf(operation: Operation, schemas: OperationSchemas): JsonNode[] {
  const plan = planInput(operation);
  const { method } = operation.meta;
  const parameter = (name: string, place: 'path' | 'query'): JsonNode => {
    const { schema, required } = schemas.field(operation, name);
    const { description, ...rest } = schema;
    return {
      name,
      in: place,
      required: place === 'path' || required,
      ...(description === undefined ? {} : { description }),
      ...(plan.queryFields.get(name) === 'list' ? { style: 'form', explode: true } : {}),
      schema: rest,
    };
  };
  return [
    ...plan.pathFields.map((name) => parameter(name, 'path')),
    ...[...plan.queryFields.keys()].map((name) => parameter(name, 'query')),
    shared('Project'),
    shared('Session'),
    ...(method === 'POST' || method === 'PATCH' ? [shared('IdempotencyKey')] : []),
    ...(plan.ifMatch ? [shared('IfMatch')] : []),
  ];
}

export function shared(name: string): JsonNode {
  return { $ref: `#/components/parameters/${name}` };
}

function success(operation: Operation, schemas: OperationSchemas): JsonNode {
  const replayed = { 'Idempotency-Replayed': { $ref: '#/components/headers/IdempotencyReplayed' } };
  return {
    description: operation.meta.status === 201 ? 'Made.' : 'Done.',
    headers: { ...RESPONSE_HEADERS, ...(operation.meta.method === 'GET' ? {} : replayed) },
    content: { 'application/json': { schema: schemas.output(operation) } },
  };
}

function codesOf({ meta }: Operation): readonly ErrorCode[] {
  const hasBody = meta.method === 'POST' || meta.method === 'PATCH' || meta.method === 'PUT';
  return [
    ...EVERY_OPERATION,
    ...(hasBody ? WITH_BODY : []),
    ...(meta.method === 'POST' || meta.method === 'PATCH' ? WITH_KEY : []),
    ...(meta.method === 'GET' ? [] : WRITING),
    ...meta.errors,
  ];
}

/** A reference for each status, to the response that lists the codes which it may carry here. */
export function problemResponses(codes: readonly ErrorCode[]): JsonNode {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codes)) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const entries = [...byStatus].sort(([left], [right]) => left - right);
  return Object.fromEntries(entries.map(([status, some]) => [status, { $ref: `${RESPONSES}${some.sort().join(SEPARATOR)}` }]));
}

/** The responses that `paths` refers to, by name. */
export function namedResponses(paths: unknown): JsonNode {
  const refs = new Set(JSON.stringify(paths).match(/#\/components\/responses\/[a-z_.]+/g) ?? []);
  const names = [...refs].map((ref) => ref.slice(RESPONSES.length)).sort();
  return Object.fromEntries(names.map((name) => [name, problemResponse(name.split(SEPARATOR).map(errorCode))]));
}

function errorCode(text: string): ErrorCode {
  return ErrorCodeSchema.parse(text);
}

function problemResponse(codes: readonly ErrorCode[]): JsonNode {
  const retryable = codes.some((code) => ERRORS[code].retryable);
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].title}.`).join(' '),
    'x-baton-codes': codes,
    headers: { ...RESPONSE_HEADERS, ...(retryable ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } : {}) },
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}
