import type { JsonNode } from './json-schema.ts';
import { EVERY_OPERATION, problemResponses, RESPONSE_HEADERS, shared } from './openapi-operation.ts';

/** The streams, which answer more than once, and what tells how the server is. */
export function openApiExtras(stream: { path: string; operationId: string; summary: string }): Record<string, JsonNode> {
  return {
    [stream.path]: { get: eventStream(stream) },
    '/v1/events/ws': { get: eventSocket() },
    '/healthz': { get: health() },
    '/readyz': { get: readiness() },
    '/metrics': { get: metrics() },
    '/openapi.json': { get: contract() },
    '/docs': { get: text('getReference', 'The contract as a page to read.', 'text/html') },
    '/llms.txt': { get: text('getLlmsText', 'What a model must know to work here.', 'text/plain') },
  };
}

const AFTER: JsonNode = {
  name: 'after',
  in: 'query',
  required: false,
  description: 'Begin after this cursor; absent: at the beginning of the log.',
  schema: { type: 'string' },
};
const LAST_EVENT_ID: JsonNode = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'The id of the last event that was received; goes before `after`.',
  schema: { type: 'string' },
};

function eventStream({ operationId, summary }: { operationId: string; summary: string }): JsonNode {
  return {
    operationId,
    summary,
    tags: ['events'],
    'x-baton-role': 'viewer',
    parameters: [AFTER, LAST_EVENT_ID, shared('Project')],
    responses: {
      200: {
        description:
          'Server-sent events: `id` is the cursor, `event` the type, `data` an Event. A comment comes when it is quiet.',
        headers: RESPONSE_HEADERS,
        content: { 'text/event-stream': { schema: { type: 'string' }, 'x-baton-data': { $ref: '#/components/schemas/Event' } } },
      },
      ...problemResponses([...EVERY_OPERATION, 'cursor_expired', 'log_reset']),
    },
  };
}

function eventSocket(): JsonNode {
  return {
    operationId: 'openEventSocket',
    summary: 'A WebSocket with every event from a cursor on, then live; its frames are in frames.json.',
    tags: ['events'],
    'x-baton-role': 'viewer',
    parameters: [shared('Project')],
    responses: {
      101: { description: 'The socket is open: send a subscribe frame; without Authorization header an auth frame first.' },
      ...problemResponses(EVERY_OPERATION),
    },
  };
}

function health(): JsonNode {
  const durability = objectOf({ engine: { type: 'string' }, journal: { type: 'string' }, synchronous: { type: 'string' } });
  const schema = objectOf({
    service: { type: 'string', const: 'batonpass' },
    status: { type: 'string', const: 'ok' },
    version: { type: 'string' },
    durability,
  });
  return open('getHealth', 'Whether the server lives, and what durability is in force.', { 'application/json': { schema } });
}

function readiness(): JsonNode {
  const schema = objectOf({ status: { type: 'string', const: 'ready' } });
  return open('getReadiness', 'Whether the server takes work now.', { 'application/json': { schema } });
}

function contract(): JsonNode {
  return open('getContract', 'This document.', { 'application/json': { schema: { type: 'object' } } });
}

function metrics(): JsonNode {
  return {
    operationId: 'getMetrics',
    summary: 'Numbers for Prometheus.',
    tags: ['health'],
    'x-baton-role': 'viewer',
    responses: {
      200: {
        description: 'In the text format.',
        headers: RESPONSE_HEADERS,
        content: { 'text/plain': { schema: { type: 'string' } } },
      },
      ...problemResponses(['unauthenticated', 'forbidden', 'misdirected', 'internal']),
    },
  };
}

function text(operationId: string, summary: string, mediaType: string): JsonNode {
  return open(operationId, summary, { [mediaType]: { schema: { type: 'string' } } });
}

function open(operationId: string, summary: string, content: JsonNode): JsonNode {
  return {
    operationId,
    summary,
    tags: ['health'],
    security: [],
    responses: {
      200: { description: 'Done.', headers: RESPONSE_HEADERS, content },
      ...problemResponses(['forbidden', 'misdirected', 'internal', 'unavailable']),
    },
  };
}

function objectOf(properties: Record<string, JsonNode>): JsonNode {
  return { type: 'object', properties, required: Object.keys(properties) };
}
