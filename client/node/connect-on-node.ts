import type { Baton } from '../baton.ts';
import { Forbidden, Unauthenticated } from '../baton-errors.ts';
import { type ConnectOptions, connectBaton as connectWith } from '../connect-baton.ts';
import type { CallPolicy } from '../rpc-client.ts';
import { findSettings, ownSurroundings, type Settings, type Surroundings } from './find-settings.ts';
import { type TokenOwner, TokenStore } from './token-store.ts';

/** What a token that names no project belongs to. */
const PROJECT_DEFAULT = 'main';
/** Whoever starts without a server hears so at once. */
const REGISTER_ONCE: CallPolicy = { timeoutMs: 10_000, retries: 0 };
/** How the token of an admin begins, which can be no agent's. */
const ADMIN_TOKEN = /^bat_admin_/;

/**
 * Connects to a server and starts a session with a heartbeat. What is not given is found (see `ConnectOptions.agent`): with nothing but
 * a name, `connectBaton({ agent: 'scout' })` works beside a server on this machine. Throws TypeError for options that cannot be
 * or where nothing was found, Unauthenticated for a token that is not good, Forbidden for one that may not be this agent,
 * NameTaken where another registered it, ConnectionFailed when the server cannot be reached.
 */
export async function connectBaton(options: ConnectOptions = {}): Promise<Baton> {
  return connectAmong(options, ownSurroundings());
}

/** `connectBaton`, told where to look. */
export async function connectAmong(options: ConnectOptions, around: Surroundings): Promise<Baton> {
  const { agent, ...rest } = options;
  if (agent === undefined && options.url !== undefined && options.token !== undefined) return connectWith(rest);
  const settings = await findSettings(options, around);
  const open = (token: string, more: ConnectOptions = {}) => connectWith({ ...rest, url: settings.url, token, ...more });
  if (agent === undefined) {
    if (settings.token === null) throw noToken(settings);
    if (ADMIN_TOKEN.test(settings.token) && options.session !== 'none') throw noName(settings);
    return open(settings.token);
  }
  const { origin } = settings;
  const project = options.project ?? PROJECT_DEFAULT;
  return connectAgent({ owner: { origin, project, agent }, settings, store: new TokenStore(around), open });
}

interface AgentDeps {
  readonly owner: TokenOwner;
  readonly settings: Settings;
  readonly store: TokenStore;
  readonly open: (token: string, more?: ConnectOptions) => Promise<Baton>;
}

async function connectAgent(deps: AgentDeps): Promise<Baton> {
  const { owner, settings, store, open } = deps;
  const key = settings.token;
  // A token that is some agent's may be this one's own; one that is another's may still be a lead's.
  if (key !== null && !ADMIN_TOKEN.test(key)) {
    const baton = await openUnlessPerson(key, open);
    if (baton !== null && (baton.agent === null || baton.agent === owner.agent)) return baton;
    await baton?.close();
  }
  const kept = await store.find(owner);
  if (kept !== null) {
    try {
      return await open(kept);
    } catch (error) {
      // Revoked, or of a board that is no more. Another takes its place, once.
      if (!(error instanceof Unauthenticated) || key === null) throw error;
    }
  }
  if (key === null) throw noToken(settings);
  const token = await register(key, deps);
  await store.keep(owner, token);
  return open(token);
}

/** null: the token is a person's, which has no session; it may be a lead's. */
async function openUnlessPerson(token: string, open: AgentDeps['open']): Promise<Baton | null> {
  try {
    return await open(token);
  } catch (error) {
    if (error instanceof Forbidden) return null;
    throw error;
  }
}

/** Registers the agent, or asks for a further token of one that this key registered. */
async function register(key: string, { owner, settings, open }: AgentDeps): Promise<string> {
  const registrar = await open(key, { session: 'none', transport: 'http' });
  try {
    const { token } = await registrar.rpc.agents.register.mutate(
      { name: owner.agent, rejoin: true },
      { context: { ...REGISTER_ONCE } },
    );
    return token;
  } catch (error) {
    if (error instanceof Forbidden) {
      const { code, status, retryable, requestId } = error;
      const detail = `The token of ${settings.tokenFrom} is not that of ${owner.agent}, and may register nobody: ${error.message}`;
      const hint = `Pass the token of ${owner.agent} itself, or a lead's or the admin's, which may register it.`;
      throw new Forbidden({ code, status, detail, hint, retryable, requestId }, { cause: error });
    }
    throw error;
  } finally {
    await registrar.close();
  }
}

function noToken({ origin, missed }: Settings): TypeError {
  return new TypeError(
    `There is no token for ${origin}. Looked at ${missed.join(', ')}. ` +
      'Start a server on this machine (npx batonpass), or set BATON_URL and BATON_TOKEN.',
  );
}

function noName({ tokenFrom }: Settings): TypeError {
  return new TypeError(
    `The token of ${tokenFrom} is an admin's, which holds no tasks: pass \`agent\` with a name, or \`session: 'none'\` to lead.`,
  );
}
