import {
  ARTIFACT_INLINE_MAX_BYTES,
  Artifact,
  ArtifactAttach,
  ArtifactContent,
  ArtifactRef,
} from '../../../contract/artifacts.ts';
import { BatonError } from '../../../contract/errors.ts';
import { tooLargeForJson } from '../../../domain/artifacts/artifact-errors.ts';
import type { OpenArtifact } from '../../../domain/artifacts/artifact-service.ts';
import { operation } from '../procedures.ts';

const shared = { tag: 'tasks', path: '/v1/tasks/{id}/artifacts/{name}', status: 200 } as const;

/** What goes over REST as plain bytes, and over tRPC as base64 within JSON, where that is not too much. */
export const artifactOperations = {
  attach: operation({
    ...shared,
    method: 'PUT',
    operationId: 'attachArtifact',
    summary: 'Attach a file to a task, or replace it; for the holder with its epoch, and for leads. Renews the lease.',
    role: 'agent',
    bytes: 'request',
    errors: ['not_found', 'epoch_required', 'lease_lost', 'too_large', 'invalid_input'],
  })
    .input(ArtifactAttach)
    .output(Artifact)
    .mutation(({ ctx, input }) => {
      const { base64, ...attach } = input;
      return ctx.services.artifacts.attach(ctx.call, attach, ctx.bytes?.body ?? decoded(base64));
    }),

  artifact: operation({
    ...shared,
    method: 'GET',
    operationId: 'getArtifact',
    summary: 'The content of an artifact, to be saved and never shown by a browser.',
    role: 'viewer',
    bytes: 'response',
    errors: ['not_found', 'too_large'],
  })
    .input(ArtifactRef)
    .output(ArtifactContent)
    .query(async ({ ctx, input }) => {
      const opened = await ctx.services.artifacts.open(ctx.call, input);
      return ctx.bytes === undefined ? encoded(input, opened) : ctx.bytes.answer(opened);
    }),
};

async function* decoded(base64: string | undefined): AsyncGenerator<Uint8Array> {
  if (base64 === undefined) {
    throw new BatonError('bad_request', {
      detail: 'base64: the content is missing.',
      hint: 'Send it as `base64`, or with PUT /v1/tasks/{id}/artifacts/{name} as the body.',
      problems: [{ path: 'base64', message: 'the content is missing' }],
    });
  }
  yield Buffer.from(base64, 'base64');
}

async function encoded({ id, name }: ArtifactRef, { artifact, content }: OpenArtifact): Promise<ArtifactContent> {
  if (artifact.size > ARTIFACT_INLINE_MAX_BYTES) throw tooLargeForJson(id, name);
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return { artifact, base64: Buffer.concat(pieces).toString('base64') };
}
