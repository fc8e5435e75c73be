import type { IncomingMessage } from 'node:http';
import { BatonError } from '../../contract/errors.ts';
import type { AllowedNames } from './allowed-names.ts';

/**
 * Why a request is not for us or not from a page of ours, or null (SPEC SE2). Looked at before anything else: a page of
 * another site that the browser led here, by DNS or by a link, must not even learn what there is. A request without
 * Origin comes from no page.
 */
export function refuseForeign(
  request: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url'>,
  allowed: AllowedNames,
): BatonError | null {
  const { host, origin } = request.headers;
  if (host === undefined || !allowed.hosts.has(host.toLowerCase())) return misdirected(host);
  if (origin !== undefined && !allowed.origins.has(origin)) return foreignOrigin(origin);
  // Node keeps the first of several and drops the others: a proxy in front may have looked at another one.
  if (isRepeated(request.rawHeaders)) return repeatedHeader();
  // An absolute target would name a host of its own.
  if (request.url === undefined || !request.url.startsWith('/')) return misdirected(request.url);
  return null;
}

function isRepeated(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  let origins = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
    else if (name.length === 6 && name.toLowerCase() === 'origin') origins += 1;
  }
  return hosts > 1 || origins > 1;
}

const SHOWN_MAX_CHARS = 100;

function misdirected(host: string | undefined): BatonError {
  const named =
    host === undefined
      ? 'The request names no host.'
      : `${JSON.stringify(host.slice(0, SHOWN_MAX_CHARS))} is not a host of this server.`;
  return new BatonError('misdirected', {
    detail: named,
    hint: 'Use the address that the server printed when it started; whoever runs it can allow another with --allow-host.',
  });
}

function foreignOrigin(origin: string): BatonError {
  return new BatonError('forbidden', {
    detail: `Pages of ${JSON.stringify(origin.slice(0, SHOWN_MAX_CHARS))} may not call this server.`,
    hint: 'Call it from its own pages, or from a program, which sends no Origin.',
  });
}

function repeatedHeader(): BatonError {
  return new BatonError('bad_request', { detail: 'The request has more than one Host or Origin.', hint: 'Send each once.' });
}
