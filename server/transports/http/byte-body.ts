import type { IncomingMessage } from 'node:http';
import { ARTIFACT_MAX_BYTES, DEFAULT_MEDIA_TYPE, MediaType } from '../../contract/artifacts.ts';
import { BatonError } from '../../contract/errors.ts';
import { artifactTooLarge } from '../../domain/artifacts/artifact-errors.ts';

/** A body of plain bytes: what it says it is, and the bytes as they come. */
export interface ByteBody {
  readonly mediaType: string;
  /** To be read once. Ends with `bad_request` where the sender goes away before the end. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/**
 * What the headers say of a body of bytes, which is then read at the pace of whoever wants it. Throws before a byte is read: `too_large`
 * for a length beyond the limit, `wrong_content_type` for a type that is none and for bytes that are encoded on the way.
 */
export function byteBody(incoming: IncomingMessage): ByteBody {
  const { 'content-length': length, 'content-encoding': encoding, 'content-type': type = DEFAULT_MEDIA_TYPE } = incoming.headers;
  if (Number(length ?? 0) > ARTIFACT_MAX_BYTES) throw artifactTooLarge();
  if (encoding !== undefined) throw wrongType('The body has a content encoding.');
  const mediaType = MediaType.safeParse(type);
  if (!mediaType.success) throw wrongType(`${JSON.stringify(type.slice(0, 100))} is no media type.`);
  return { mediaType: mediaType.data, pieces: piecesOf(incoming) };
}

// Left early, the connection must stay: the refusal is yet to be sent over it.
async function* piecesOf(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* incoming.iterator({ destroyOnReturn: false });
  } catch {
    throw new BatonError('bad_request', {
      detail: 'The body ended before it was complete.',
      hint: 'Send it again, whole; nothing of it was kept.',
    });
  }
}

function wrongType(detail: string): BatonError {
  return new BatonError('wrong_content_type', {
    detail,
    hint: `Say what the bytes are with Content-Type, or leave it out for ${DEFAULT_MEDIA_TYPE}; send them unencoded.`,
  });
}
