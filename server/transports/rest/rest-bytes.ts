import type { IncomingMessage } from 'node:http';
import type { ArtifactContent } from '../../contract/artifacts.ts';
import type { OperationMeta } from '../../contract/operation.ts';
import type { OpenArtifact } from '../../domain/artifacts/artifact-service.ts';
import { type ByteBody, byteBody } from '../http/byte-body.ts';
import type { ByteDoor } from '../trpc/rpc-context.ts';

/** How one request over REST carries plain bytes, in either direction. */
export class RestBytes implements ByteDoor {
  /** What is to be answered, once the operation has found it. */
  opened: OpenArtifact | null = null;
  /** What the headers say that belongs to the input. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly #body: ByteBody | null;

  private constructor(body: ByteBody | null) {
    this.#body = body;
    this.fields = body === null ? {} : { mediaType: body.mediaType };
  }

  /** null where the operation is JSON on both sides. Throws for a body of bytes that will not do. */
  static of({ bytes }: OperationMeta, incoming: IncomingMessage): RestBytes | null {
    if (bytes === undefined) return null;
    return new RestBytes(bytes === 'request' ? byteBody(incoming) : null);
  }

  get body(): AsyncIterable<Uint8Array> {
    return this.#body?.pieces ?? NO_BYTES;
  }

  answer(opened: OpenArtifact): ArtifactContent {
    this.opened = opened;
    return { artifact: opened.artifact, base64: '' };
  }
}

const NO_BYTES: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {},
};
