import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { readIfThere, type Surroundings } from './find-settings.ts';

const ONLY_OWNER_DIR = 0o700;
const ONLY_OWNER_FILE = 0o600;

/** Whose token it is: one agent of one project on one server. */
export interface TokenOwner {
  /** Where a board has several addresses, all of them: the token goes to no other. */
  readonly origin: string;
  readonly project: string;
  readonly agent: string;
}

/**
 * Keeps the tokens of agents in the user's state folder, a file for each, so that all processes of an agent share one. The Python
 * SDK has the same files.
 */
export class TokenStore {
  readonly #folder: string;

  constructor(around: Surroundings) {
    const state = around.env['XDG_STATE_HOME'];
    // The specification of that variable has relative paths ignored.
    const base = state !== undefined && isAbsolute(state) ? state : join(around.home, '.local', 'state');
    this.#folder = join(base, 'batonpass', 'tokens');
  }

  /** The kept token; null where there is none, or the file is not what was kept. */
  async find(owner: TokenOwner): Promise<string | null> {
    const text = await readIfThere(this.#file(owner));
    if (text === null) return null;
    try {
      const { origin, project, agent, token } = JSON.parse(text);
      const isOwn = origin === owner.origin && project === owner.project && agent === owner.agent;
      return isOwn && typeof token === 'string' ? token : null;
    } catch {
      // Half a file, or none of ours: another token takes its place.
      return null;
    }
  }

  /** Makes the folder, before there is a token to lose. Throws TypeError where this user cannot. */
  async prepare(): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: ONLY_OWNER_DIR });
      await chmod(this.#folder, ONLY_OWNER_DIR);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      const next = "set XDG_STATE_HOME to a folder that can be, or pass the agent's own token.";
      throw new TypeError(`The tokens of agents are kept in ${this.#folder}, which cannot be written (${why}): ${next}`, {
        cause,
      });
    }
  }

  /** Keeps a token, readable by this user alone, in the folder that was prepared. */
  async keep(owner: TokenOwner, token: string): Promise<void> {
    const { origin, project, agent } = owner;
    const file = this.#file(owner);
    // Renamed into place, so that a reader never sees half a token.
    const fresh = `${file}.${randomUUID()}`;
    try {
      await writeFile(fresh, `${JSON.stringify({ origin, project, agent, token })}\n`, { mode: ONLY_OWNER_FILE, flag: 'wx' });
      await rename(fresh, file);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
  }

  #file({ origin, project, agent }: TokenOwner): string {
    const name = createHash('sha256').update(`${origin}\n${project}\n${agent}`).digest('hex');
    return join(this.#folder, `${name}.json`);
  }
}
