import { Event } from '../../contract/events.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { JsonNode } from './json-schema.ts';
import { openApiComponents } from './openapi-components.ts';
import { openApiExtras } from './openapi-extras.ts';
import { namedResponses, openApiOperation } from './openapi-operation.ts';
import { SHARED_HEADERS, SHARED_PARAMETERS, TAGS } from './openapi-shared.ts';
import type { Operation } from './read-operations.ts';

/** The contract as OpenAPI 3.1: the same operations always give the same document, byte for byte. */
export function openApiDocument(operations: readonly Operation[], version: string): JsonNode {
  const stream = operations.find(({ type }) => type === 'subscription');
  invariant(stream !== undefined && Event.meta()?.id === 'Event', 'the contract has a stream of events');
  const { schemas, reachedFrom } = openApiComponents(operations);
  const paths: Record<string, JsonNode> = {};
  for (const operation of operations) {
    const { path, method } = operation.meta;
    if (operation.type === 'subscription') continue;
    paths[path] = { ...paths[path], [method.toLowerCase()]: openApiOperation(operation, schemas) };
  }
  Object.assign(paths, openApiExtras(stream.meta));
  const sorted = Object.fromEntries(Object.entries(paths).sort(([left], [right]) => (left < right ? -1 : 1)));
  const responses = namedResponses(sorted);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Batonpass',
      version,
      description: 'Coordination for teams of AI agents: atomic claims, leases with heartbeats, reviews, live events.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: TAGS,
    paths: sorted,
    components: {
      schemas: reachedFrom([sorted, responses]),
      responses,
      parameters: SHARED_PARAMETERS,
      headers: SHARED_HEADERS,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A token, `bat_…`.' } },
    },
  };
}
