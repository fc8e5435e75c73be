import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isLoopback, serverUrls, URL_DEFAULT } from '../server-url.ts';

/** The file of a project that says where its board is, and perhaps with which token. */
export const SETTINGS_FILE = '.baton.json';
/** Where a server keeps the key of its admin, in its data directory. */
const ADMIN_KEY_FILE = 'admin.key';

/** What is looked at; for tests it is not the process's own. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
}

/** Where to connect, and with what; `token` is null where none was found that may go there. */
export interface Settings {
  readonly url: string | readonly string[];
  /** Of the first address. */
  readonly origin: string;
  /** Of all addresses, each once, whatever the order in which they were named. */
  readonly origins: readonly string[];
  readonly token: string | null;
  /** Where the token was, for messages. */
  readonly tokenFrom: string;
  /** What was looked at in vain, for messages. */
  readonly missed: readonly string[];
}

interface Asked {
  readonly url?: string | readonly string[] | undefined;
  readonly token?: string | undefined;
  readonly insecureHttp?: boolean | undefined;
}

interface SettingsFile {
  readonly path: string;
  readonly url: string | undefined;
  readonly token: string | undefined;
}

/** Those of this process. Where its user has no home, that is an error only once something is looked for in it. */
export function ownSurroundings(): Surroundings {
  return {
    env: process.env,
    cwd: process.cwd(),
    get home() {
      return ownHome();
    },
  };
}

/** Throws TypeError. A user that the system does not know, as in many a container, has none; an empty one would be the current folder. */
function ownHome(): string {
  let home = '';
  try {
    home = homedir();
  } catch {
    // What Node says of it names a function of its own.
  }
  if (home !== '') return home;
  throw new TypeError("This user has no home folder to look into: set HOME, or pass the url and the agent's own token.");
}

/**
 * Url and token: as they were given, else from the environment, else from `.baton.json` in this folder or one above, else those of
 * a server on this machine. A token goes only where it belongs: that of the file to the url of the file, the key of a local server to
 * this machine, and to a foreign server that only a file names none that comes from elsewhere. Throws TypeError.
 */
export async function findSettings(asked: Asked, around: Surroundings): Promise<Settings> {
  const env = (name: string) => around.env[name]?.trim() || undefined;
  const file = await findSettingsFile(around.cwd);
  const said = asked.url ?? env('BATON_URL');
  const url = said ?? file?.url ?? URL_DEFAULT;
  const addresses = serverUrls(url, { insecureHttp: asked.insecureHttp === true });
  const [{ origin }] = addresses;
  const origins = [...new Set(addresses.map((address) => address.origin))].sort();
  // A token goes to every address, so each must be one that it may go to.
  const local = origins.every((one) => isLoopback(new URL(one).hostname));
  const found = (token: string | null, tokenFrom: string, missed: readonly string[] = []): Settings => ({
    url,
    origin,
    origins,
    token,
    tokenFrom,
    missed,
  });
  const outer = asked.token ?? env('BATON_TOKEN');
  if (outer !== undefined) {
    if (said === undefined && file?.url !== undefined && !local) throw namedByFileAlone(file.path, origin);
    return found(outer, asked.token === undefined ? 'BATON_TOKEN' : 'the option `token`');
  }
  const ofFile = originOf(file?.url ?? URL_DEFAULT);
  if (file?.token !== undefined && origins.every((one) => one === ofFile)) return found(file.token, file.path);
  const missed = ['the option `token`', 'BATON_TOKEN', `${SETTINGS_FILE} in ${around.cwd} and above`];
  if (!local) return found(null, '', missed);
  const keyFile = join(env('BATON_DATA_DIR') ?? join(around.home, '.batonpass'), ADMIN_KEY_FILE);
  const key = (await readIfThere(keyFile))?.trim();
  return key === undefined || key === '' ? found(null, '', [...missed, keyFile]) : found(key, keyFile);
}

async function findSettingsFile(cwd: string): Promise<SettingsFile | null> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const path = join(folder, SETTINGS_FILE);
    const text = await readIfThere(path);
    if (text !== null) return readSettings(path, text);
    if (folder === dirname(folder)) return null;
  }
}

/** The stock messages of JSON.parse repeat the text, which may hold a token. */
function readSettings(path: string, text: string): SettingsFile {
  const wrong = () => new TypeError(`${path} cannot be read; it looks like {"url": "${URL_DEFAULT}", "token": "…"}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong();
  const fieldOf = (name: string): string | undefined => {
    const field: unknown = Reflect.get(value, name);
    if (field !== undefined && typeof field !== 'string') throw wrong();
    return field === '' ? undefined : field;
  };
  return { path, url: fieldOf('url'), token: fieldOf('token') };
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

function namedByFileAlone(path: string, origin: string): TypeError {
  return new TypeError(
    `${path} alone names ${origin}, and a file of a project does not decide where your token goes. ` +
      'Say so yourself: set BATON_URL to that address, or pass `url`.',
  );
}

/** The text of a file; null where there is none, or none that this user may read. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES' || code === 'EISDIR') return null;
    throw error;
  }
}
