import { SESSION_START_TIMEOUT_MS } from '../agent-session.ts';
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
/** A token is asked whose it is with the patience with which a session starts. */
const ASK_WHOSE: CallPolicy = { timeoutMs: SESSION_START_TIMEOUT_MS, retries: 1 };
/** To ask one thing alone. */
const ASKING: ConnectOptions = { session: 'none', transport: 'http' };
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
  return connectAgent({ agent, project: options.project, settings, around, open });
}

interface AgentDeps {
  readonly agent: string;
  readonly project: string | undefined;
  readonly settings: Settings;
  readonly around: Surroundings;
  readonly open: (token: string, more?: ConnectOptions) => Promise<Baton>;
}

async function connectAgent(deps: AgentDeps): Promise<Baton> {
  const { agent, settings, around, open } = deps;
  const key = settings.token;
  let project = deps.project;
  // A token that is some agent's may be this one's own; one that is another's may still be a lead's.
  if (key !== null && !ADMIN_TOKEN.test(key)) {
    const me = await ownerOf(key, open);
    if (me.agent === agent) return open(key);
    project ??= me.project ?? undefined;
  }
  const owner: TokenOwner = { origin: settings.origins.join(' '), project: project ?? PROJECT_DEFAULT, agent };
  const store = new TokenStore(around);
  const kept = await store.find(owner);
  if (kept !== null && (await isStillOf(owner, kept, deps))) return open(kept);
  if (key === null) throw noToken(settings);
  await store.prepare();
  const token = await register(key, deps);
  await store.keep(owner, token);
  return open(token);
}

/** Whether a kept token is good, and that of the agent and board under which it lies. Without a key, what is wrong with it is the answer. */
async function isStillOf(owner: TokenOwner, kept: string, { settings, open }: AgentDeps): Promise<boolean> {
  try {
    const me = await ownerOf(kept, open);
    return me.agent === owner.agent && me.project === owner.project;
  } catch (error) {
    // Revoked, or of a board that is no more. Another takes its place, once.
    if (!(error instanceof Unauthenticated) || settings.token === null) throw error;
    return false;
  }
}

/** Whose a token is, without a session. */
async function ownerOf(token: string, open: AgentDeps['open']) {
  const asking = await open(token, ASKING);
  try {
    return await asking.rpc.auth.me.query({}, { context: { ...ASK_WHOSE } });
  } finally {
    await asking.close();
  }
}

/** Registers the agent, or asks for a further token of one that this key registered. */
async function register(key: string, { agent, settings, open }: AgentDeps): Promise<string> {
  const registrar = await open(key, ASKING);
  try {
    const { token } = await registrar.rpc.agents.register.mutate(
      { name: agent, rejoin: true },
      { context: { ...REGISTER_ONCE } },
    );
    return token;
  } catch (error) {
    if (error instanceof Forbidden) {
      const { code, status, retryable, requestId } = error;
      const detail = `The token of ${settings.tokenFrom} is not that of ${agent}, and may register nobody: ${error.message}`;
      const hint = `Pass the token of ${agent} itself, or a lead's or the admin's, which may register it.`;
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
