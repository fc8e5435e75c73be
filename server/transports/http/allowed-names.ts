import type { BoundAddress, HttpConfig } from './http-config.ts';

/** What may stand in Host and Origin, in lower case. */
export interface AllowedNames {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

export const NOTHING_ALLOWED: AllowedNames = { hosts: new Set(), origins: new Set() };

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const WILDCARDS = ['0.0.0.0', '::', ''];
const HTTP_PORT = 80;

/** The names under which a server that listens there may be addressed: this machine's own, and those it was told of. */
export function allowedNames(config: HttpConfig, bound: BoundAddress): AllowedNames {
  const own = new Set(LOOPBACK_NAMES);
  if (!WILDCARDS.includes(bound.host)) own.add(bound.host.includes(':') ? `[${bound.host}]` : bound.host.toLowerCase());
  const ownHosts = [...own].flatMap((name) => [`${name}:${bound.port}`, ...(bound.port === HTTP_PORT ? [name] : [])]);
  const extraHosts = config.extraHosts.map((name) => name.toLowerCase());
  const extraScheme = config.behindProxy ? 'https' : 'http';
  return {
    hosts: new Set([...ownHosts, ...extraHosts]),
    origins: new Set([...ownHosts.map((host) => `http://${host}`), ...extraHosts.map((host) => `${extraScheme}://${host}`)]),
  };
}
