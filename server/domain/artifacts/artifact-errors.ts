import {
  ARTIFACT_INLINE_MAX_BYTES,
  ARTIFACT_MAX_BYTES,
  ARTIFACTS_MAX_PER_TASK,
  PROJECT_ARTIFACTS_MAX_BYTES,
} from '../../contract/artifacts.ts';
import { BatonError } from '../../contract/errors.ts';

const SPLIT = 'Compress or split it, or keep it elsewhere and name it by its URL in the evidence.';

/** The content is longer than any artifact may be. */
export function artifactTooLarge(): BatonError {
  return new BatonError('too_large', { detail: `The artifact is larger than ${ARTIFACT_MAX_BYTES} bytes.`, hint: SPLIT });
}

/** The content is longer than JSON may carry. */
export function tooLargeForJson(id: string, name: string): BatonError {
  return new BatonError('too_large', {
    detail: `${name} of ${id} is larger than the ${ARTIFACT_INLINE_MAX_BYTES} bytes that travel within JSON.`,
    hint: `Read it with GET /v1/tasks/${id}/artifacts/${name}, which answers the bytes themselves.`,
  });
}

export function tooManyArtifacts(id: string): BatonError {
  return new BatonError('invalid_input', {
    detail: `${id} has ${ARTIFACTS_MAX_PER_TASK} artifacts, the most that a task may have.`,
    hint: 'Replace one of them by attaching under its name, or pack several into an archive.',
  });
}

export function projectFull(project: string): BatonError {
  return new BatonError('too_large', {
    detail: `With this the artifacts of ${project} would take more than ${PROJECT_ARTIFACTS_MAX_BYTES} bytes together.`,
    hint: 'Replace large artifacts that nobody needs any more with empty ones, under the same names.',
  });
}

export function artifactNotFound(id: string, name: string): BatonError {
  return new BatonError('not_found', {
    detail: `${id} has no artifact ${JSON.stringify(name)}.`,
    hint: `GET /v1/tasks/${id} lists the artifacts of the task.`,
  });
}

/** The row is there and the bytes are not: somebody removed them behind the server's back. */
export function contentMissing(id: string, name: string): BatonError {
  return new BatonError('not_found', {
    detail: `The content of ${name} of ${id} is missing on the server.`,
    hint: 'Was the board restored without the folder artifacts beside it? Restore that too, or attach the content again.',
  });
}

/** The caller is no lead, and so must be the holder and say with which epoch. */
export function attachEpochMissing(id: string): BatonError {
  return new BatonError('epoch_required', {
    detail: `Attaching to ${id} needs the epoch of the claim, unless a lead does it.`,
    hint: `Send it as ?epoch=…; the claim of ${id} gave it.`,
  });
}

/** What was just stored was removed before the artifact could be made of it: hours must have passed in between. */
export function contentSwept(): BatonError {
  return new BatonError('unavailable', {
    detail: 'The content was removed as unused before the artifact was made of it.',
    hint: 'Send it again.',
    retryAfterSeconds: 1,
  });
}

export function tooManyUploads(whose: string, max: number): BatonError {
  return new BatonError('rate_limited', {
    detail: `${max} artifacts ${whose} are being received at this moment, which is the most at once.`,
    hint: 'Send it again when one of them is done.',
    retryAfterSeconds: 1,
  });
}
