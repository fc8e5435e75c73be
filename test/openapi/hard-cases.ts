import type { ApiDocument } from '../../openapi/python/document.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const done = (schema: object) => ({
  '200': { content: { 'application/json': { schema } } },
  '404': { $ref: '#/components/responses/NotFound' },
});
const refused = (...codes: string[]) => ({
  description: 'Refused.',
  content: { 'application/problem+json': { schema: ref('Problem') } },
  'x-baton-codes': codes,
});

/** A contract that holds each case that is hard to write in Python, and little else. */
export const HARD_CASES: ApiDocument = {
  paths: {
    '/v1/things/{id}': {
      get: {
        operationId: 'getThing',
        summary: 'Read a thing.',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'from', in: 'query', schema: { type: 'boolean' } },
          { name: 'label', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        ],
        responses: done(ref('Thing')),
      },
      delete: {
        operationId: 'deleteThing',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { '204': { description: 'Gone.' }, '404': { $ref: '#/components/responses/NotFound' } },
      },
      patch: {
        operationId: 'updateThing',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: ref('ThingUpdate') } } },
        responses: { ...done(ref('Thing')), '409': refused('task_held', 'lease_lost') },
      },
    },
    '/v1/stream': {
      get: {
        operationId: 'streamThings',
        responses: { '200': { content: { 'text/event-stream': { schema: { type: 'string' } } } } },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        properties: {
          colour: ref('Colour'),
          shape: ref('Shape'),
          from: { type: 'string' },
          note: { type: ['string', 'null'] },
          maybe: { type: 'string' },
          perhaps: { type: ['string', 'null'] },
          madeAt: { type: 'string', format: 'date-time' },
          holder: {
            anyOf: [{ type: 'object', properties: { agent: { type: 'string' } }, required: ['agent'] }, { type: 'null' }],
          },
          token: { type: 'string', format: 'password' },
          'x-odd': { type: 'integer' },
          data: { type: 'object', additionalProperties: {} },
        },
        required: ['colour', 'shape', 'from', 'note', 'madeAt', 'holder', 'token', 'x-odd', 'data'],
      },
      ThingUpdate: {
        type: 'object',
        additionalProperties: false,
        properties: {
          maybe: { type: 'string' },
          note: { type: ['string', 'null'] },
          dueAt: { type: 'string', format: 'date-time' },
          target: ref('Target'),
          targets: { type: 'array', items: ref('Target') },
        },
      },
      Target: { oneOf: [ref('ToOne'), ref('ToAll')] },
      ToOne: {
        type: 'object',
        additionalProperties: false,
        properties: { name: { type: 'string' }, viaRoute: { type: 'string' } },
        required: ['name'],
      },
      ToAll: {
        type: 'object',
        additionalProperties: false,
        properties: { all: { type: 'boolean', const: true } },
        required: ['all'],
      },
      Problem: {
        type: 'object',
        properties: {
          type: { type: 'string' },
          status: { type: 'integer' },
          code: ref('ErrorCode'),
          current: {},
          problems: {
            type: 'array',
            items: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] },
          },
        },
        required: ['type', 'status', 'code'],
      },
      Colour: { type: 'string', enum: ['red', 'green'] },
      Shape: { oneOf: [ref('Circle'), ref('Square')], discriminator: { propertyName: 'kind' } },
      Circle: { type: 'object', properties: { kind: { type: 'string', const: 'circle' } }, required: ['kind'] },
      Square: { type: 'object', properties: { kind: { type: 'string', const: 'square' } }, required: ['kind'] },
      ErrorCode: { type: 'string', enum: ['not_found', 'task_held', 'lease_lost'] },
    },
    responses: { NotFound: refused('not_found') },
  },
};
