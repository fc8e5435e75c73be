import type { IncomingMessage } from 'node:http';
import type { CookieDoor } from '../trpc/rpc-context.ts';

/**
 * The cookie of a browser that is signed in (SPEC SE5): no script reads it, no other site sends it. Its name holds the port, since a browser
 * keeps one set of cookies for all ports of a host; behind TLS the prefix `__Host-` ties it to this host alone.
 */
export class BrowserCookie implements CookieDoor {
  /** What the answer says of the cookie; null: nothing. */
  header: string | null = null;
  readonly #incoming: Pick<IncomingMessage, 'headers'>;
  readonly #behindProxy: boolean;

  constructor(incoming: Pick<IncomingMessage, 'headers'>, { behindProxy }: { behindProxy: boolean }) {
    this.#incoming = incoming;
    this.#behindProxy = behindProxy;
  }

  keep(token: string, seconds: number): void {
    this.header = this.#written(token, seconds);
  }

  drop(): void {
    this.header = this.#written('', 0);
  }

  #written(value: string, seconds: number): string {
    const name = cookieName(this.#incoming.headers.host ?? '', this.#behindProxy);
    const secure = this.#behindProxy ? '; Secure' : '';
    return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
  }
}

/**
 * The token of the cookie, or null. Only reading goes without an Origin: for all else a browser names the page that asks, and the guard has
 * compared it with our own, so that a page of another port of this host, to which browsers send the cookie too, can do nothing.
 */
export function cookieToken(
  incoming: Pick<IncomingMessage, 'headers' | 'method'>,
  { behindProxy, isUpgrade }: { behindProxy: boolean; isUpgrade: boolean },
): string | null {
  const { cookie, host, origin } = incoming.headers;
  if (cookie === undefined || (origin === undefined && (isUpgrade || incoming.method !== 'GET'))) return null;
  const wanted = `${cookieName(host ?? '', behindProxy)}=`;
  const found = cookie.split(';').find((pair) => pair.trimStart().startsWith(wanted));
  return found === undefined ? null : found.trim().slice(wanted.length);
}

function cookieName(host: string, behindProxy: boolean): string {
  if (behindProxy) return '__Host-baton';
  const port = /:(\d+)$/.exec(host)?.[1] ?? '80';
  return `baton-${port}`;
}
