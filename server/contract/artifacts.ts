import { z } from 'zod';
import { Epoch, TaskId, Timestamp } from './common.ts';

export const ARTIFACT_MAX_BYTES = 10_485_760;
export const ARTIFACT_NAME_MAX_CHARS = 128;
export const MEDIA_TYPE_MAX_CHARS = 200;
export const ARTIFACTS_MAX_PER_TASK = 100;
/** All artifacts of a project together, each counted with its whole size. */
export const PROJECT_ARTIFACTS_MAX_BYTES = 10_737_418_240;
/** What may travel as base64 within JSON; more goes over REST, as bytes. */
export const ARTIFACT_INLINE_MAX_BYTES = 524_288;
const INLINE_MAX_CHARS = Math.ceil(ARTIFACT_INLINE_MAX_BYTES / 3) * 4;

// Windows gives these names to devices, with any ending.
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
// Two tokens of RFC 9110 and any number of parameters, whose values are tokens or quoted.
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const QUOTED = '"(?:[\\t !#-\\[\\]-~]|\\\\[\\t -~])*"';
const MEDIA_TYPE = new RegExp(`^${TOKEN}/${TOKEN}(?:[ \\t]*;[ \\t]*${TOKEN}=(?:${TOKEN}|${QUOTED}))*$`);

export const DEFAULT_MEDIA_TYPE = 'application/octet-stream';

export const ArtifactName = z
  .string()
  .min(1)
  .max(ARTIFACT_NAME_MAX_CHARS)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_-])?$/, {
    message: 'use letters, digits, dot, dash and underscore, beginning with a letter or digit and not ending with a dot',
  })
  .refine((name) => !DEVICE.test(name), { message: 'is the name of a device on Windows; choose another' })
  .describe('A file name, safe on every system: letters, digits, dot, dash, underscore.');

export const MediaType = z
  .string()
  .max(MEDIA_TYPE_MAX_CHARS)
  .regex(MEDIA_TYPE, 'a media type looks like text/plain or text/plain; charset=utf-8')
  .describe('What the bytes are, as their author says; over REST the Content-Type header.');

export const Artifact = z
  .object({
    name: ArtifactName,
    size: z.int().min(0).max(ARTIFACT_MAX_BYTES).describe('In bytes.'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('Of the content, in hex.'),
    mediaType: MediaType,
    by: z.string().describe('Who attached it.'),
    at: Timestamp,
    epoch: Epoch.nullable().describe('The epoch of the holder who attached it; null: a lead did.'),
  })
  .meta({ id: 'Artifact' });
export type Artifact = z.infer<typeof Artifact>;

export const ArtifactAttach = z
  .strictObject({
    id: TaskId,
    name: ArtifactName,
    epoch: Epoch.optional().describe('The epoch that the claim gave. Leads may leave it out.'),
    mediaType: MediaType.default(DEFAULT_MEDIA_TYPE),
    base64: z
      .base64()
      .max(INLINE_MAX_CHARS)
      .optional()
      .describe(`The content, where the call is JSON: at most ${ARTIFACT_INLINE_MAX_BYTES} bytes. Over REST it is the body.`),
  })
  .meta({ id: 'ArtifactAttach' });
export type ArtifactAttach = z.infer<typeof ArtifactAttach>;

export const ArtifactRef = z.strictObject({ id: TaskId, name: ArtifactName }).meta({ id: 'ArtifactRef' });
export type ArtifactRef = z.infer<typeof ArtifactRef>;

/** An artifact where the answer is JSON. */
export const ArtifactContent = z.object({ artifact: Artifact, base64: z.base64() }).meta({ id: 'ArtifactContent' });
export type ArtifactContent = z.infer<typeof ArtifactContent>;
