import { DEFAULT_MEDIA_TYPE } from '../../contract/artifacts.ts';
import { MEDIA_TYPE_HEADER } from './byte-reply.ts';
import type { JsonNode } from './json-schema.ts';

const BYTES: JsonNode = { type: 'string', format: 'binary' };
const REQUEST_ID: JsonNode = { 'Baton-Request-Id': { $ref: '#/components/headers/RequestId' } };

/** A body of plain bytes, as OpenAPI says it. */
export const BYTES_IN: JsonNode = {
  description: 'The bytes as they are. Any Content-Type may be given and is kept; it says nothing of how they are read.',
  required: false,
  content: { [DEFAULT_MEDIA_TYPE]: { schema: BYTES } },
};

/** An answer of plain bytes. */
export const BYTES_OUT: JsonNode = {
  200: {
    description: 'The bytes as they are. The Content-Type is that of the artifact only where a browser would not run it.',
    headers: {
      ...REQUEST_ID,
      ETag: header('The SHA-256 of the content, in quotes.'),
      [MEDIA_TYPE_HEADER]: header('The media type that was given with the content.'),
      'Content-Disposition': header('`attachment`, with the name.'),
    },
    content: { [DEFAULT_MEDIA_TYPE]: { schema: BYTES } },
  },
  304: { description: 'The content is the one that If-None-Match names.', headers: REQUEST_ID },
};

function header(description: string): JsonNode {
  return { description, schema: { type: 'string' } };
}
