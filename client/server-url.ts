/** Where the server is: the base for HTTP, and the same for WebSockets. Neither ends in a slash. */
export interface ServerUrl {
  readonly origin: string;
  readonly http: string;
  readonly ws: string;
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

/** Whether a host name, as URL gives it, is always this machine. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch {
    // The stock message repeats the text, which may hold a password.
    throw new TypeError('The url cannot be read; it looks like http://localhost:7077.');
  }
}
