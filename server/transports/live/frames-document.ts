import { CLOSE_CODES, ClientFrame, ServerFrame } from '../../contract/frames.ts';
import { type JsonNode, jsonSchemas } from '../rest/json-schema.ts';

/** The frames of /v1/events/ws as JSON Schema. */
export function framesDocument(): JsonNode {
  const client = jsonSchemas({ ClientFrame }, 'input').named;
  const server = jsonSchemas({ ServerFrame }, 'output').named;
  const named = Object.entries({ ...client, ...server }).sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Batonpass live frames',
    description:
      'Text frames of the WebSocket /v1/events/ws, one JSON object each: ClientFrame to the server, ServerFrame from it.',
    'x-baton-close-codes': CLOSE_CODES,
    $defs: Object.fromEntries(named),
  };
}
