/** Where a server listens unless it was told otherwise. */
export const URL_DEFAULT = 'http://localhost:4445';
/** Where tRPC is on a server, for HTTP and WebSocket alike. */
export const RPC_PATH = '/trpc';
/** So many addresses of one board may be given; a call tries each of them before it waits. */
export const ADDRESSES_MAX = 16;

/** Where a server is: the base for HTTP, and the same for WebSockets. Neither ends in a slash. */
export interface ServerUrl {
  readonly origin: string;
  readonly http: string;
  readonly ws: string;
}

/** The addresses of one board: at least one, none twice. */
export type ServerUrls = readonly [ServerUrl, ...ServerUrl[]];

/**
 * Checks the addresses of a board, each as `serverUrl` does; the same one written twice counts once. Throws TypeError for none and
 * for more than ADDRESSES_MAX.
 */
export function serverUrls(given: string | readonly string[], options: { insecureHttp: boolean }): ServerUrls {
  const texts: readonly unknown[] = typeof given === 'string' ? [given] : given;
  if (texts.length > ADDRESSES_MAX) throw new TypeError(`The url names ${texts.length} addresses; ${ADDRESSES_MAX} at most.`);
  const found = new Map<string, ServerUrl>();
  for (const text of texts) {
    // Untyped callers put in what a variable of the environment gave them, which may be nothing.
    if (typeof text !== 'string') throw new TypeError('Each address in the url must be a string.');
    const url = serverUrl(text, options);
    found.set(url.http, url);
  }
  const [first, ...others] = found.values();
  if (first === undefined) throw new TypeError('The url is an empty list; name at least one address.');
  return [first, ...others];
}

/**
 * Checks and splits the address of a server. Throws TypeError for what is no plain http(s) address, and for http beyond
 * this machine unless `insecureHttp` allows that anyone on the way reads the token.
 */
export function serverUrl(text: string, options: { insecureHttp: boolean }): ServerUrl {
  const url = parse(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('The url must begin with http:// or https://.');
  if (url.username !== '' || url.password !== '')
    throw new TypeError('The url must hold no user name or password; pass the token.');
  if (url.search !== '' || url.hash !== '') throw new TypeError('The url must have no query and no fragment.');
  if (url.protocol === 'http:' && !options.insecureHttp && !isLoopback(url.hostname)) {
    throw new TypeError(
      `${url.host} is beyond this machine and http shows the token to all on the way: use https, or insecureHttp.`,
    );
  }
  const path = url.pathname.replace(/\/+$/, '');
  return { origin: url.origin, http: `${url.origin}${path}`, ws: `${url.origin.replace(/^http/, 'ws')}${path}` };
}

/** Whether a host name, as URL gives it, is always this machine. What ends in `.localhost` Node asks the name servers for. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What is given as a query, with its question mark; nothing where nothing is. */
export function queryOf(given: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, value);
  return query.size === 0 ? '' : `?${query}`;
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    // The stock message repeats the text, which may hold a password.
    throw new TypeError(`The url cannot be read; it looks like ${URL_DEFAULT}.`);
  }
}
