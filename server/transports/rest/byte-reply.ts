import type { OpenArtifact } from '../../domain/artifacts/artifact-service.ts';

/** Says what the author says the bytes are, where Content-Type does not. */
export const MEDIA_TYPE_HEADER = 'Baton-Media-Type';

// What a browser at most shows, and never runs. Anything else is bytes to it: scripts, pages, pictures with scripts in them.
const INERT: ReadonlySet<string> = new Set([
  'application/gzip',
  'application/json',
  'application/octet-stream',
  'application/zip',
  'image/avif',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'text/csv',
  'text/markdown',
  'text/plain',
]);

/** What agents wrote, as an answer that a browser saves, and neither shows nor runs (SPEC AR3). */
export function byteReply(
  { artifact, content }: OpenArtifact,
  given: { headers: Record<string, string>; ifNoneMatch: string | undefined },
): Response {
  const { name, size, sha256, mediaType } = artifact;
  const [kind = ''] = mediaType.toLowerCase().split(/[; \t]/);
  const headers = {
    ...given.headers,
    'Content-Type': INERT.has(kind) ? mediaType : 'application/octet-stream',
    [MEDIA_TYPE_HEADER]: mediaType,
    // The names that may be given need no escaping.
    'Content-Disposition': `attachment; filename="${name}"`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    ETag: `"${sha256}"`,
  };
  if (isKnown(given.ifNoneMatch, sha256)) return new Response(null, { status: 304, headers });
  return new Response(ReadableStream.from(content), { status: 200, headers: { ...headers, 'Content-Length': String(size) } });
}

function isKnown(ifNoneMatch: string | undefined, sha256: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const known = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(`"${sha256}"`);
}
