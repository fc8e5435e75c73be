import { BatonError } from '../../contract/errors.ts';
import { DEFAULT_PROJECT } from '../../contract/projects.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Storage } from '../store.ts';
import { standingSession } from './mint-token.ts';
import type { Principal } from './principal.ts';
import { sessionNotFound } from './session-errors.ts';
import { hashSecret, parseToken, sameHash } from './token-rules.ts';

/** How long a looked-up token is trusted: a token revoked by another node stops working within this time (SPEC SE5). */
export const TOKEN_CACHE_MS = 1_000;
export const TOKEN_CACHE_MAX = 10_000;
export const SESSION_CACHE_MAX = 100_000;

interface CachedPrincipal {
  readonly principal: Principal;
  readonly secretHash: string;
  readonly expiresAt: number | null;
  readonly loadedAt: number;
}

export interface AuthService {
  /** The principal that `token` proves. Throws `unauthenticated`. */
  authenticate(token: string | null): Promise<Principal>;
  /** The project of a call: the token's own, or for those that may all, the one asked for. Throws `not_found`. */
  projectOf(principal: Principal, asked: string | null): Promise<string>;
  /** The session that a call comes from: the one named, or the token's standing one. Throws `not_found` for another's. */
  sessionOf(principal: Principal, asked: string | null): Promise<string | null>;
  /** Forgets what is cached of a token, or of all. */
  forget(tokenId: string | null): void;
}

export function createAuthService(deps: { storage: Storage; clock: Clock }): AuthService {
  const { storage, clock } = deps;
  const cache = new Map<string, CachedPrincipal>();
  // Whose a session is never changes, so this needs no time limit.
  const owners = new Map<string, string>();

  async function load(id: string): Promise<CachedPrincipal | null> {
    const found = await storage.read(async ({ q }) => {
      const token = await q.findToken({ id });
      if (token === undefined || token.revokedAt !== null || token.purpose === 'link') return null;
      const agent =
        token.agent === null || token.project === null
          ? undefined
          : await q.findAgent({ project: token.project, name: token.agent });
      return { token, agent };
    });
    if (found === null) return null;
    const { token, agent } = found;
    const role = token.agent === null ? token.role : (agent?.role ?? null);
    if (role === null || agent?.status === 'retired') return null;
    const principal: Principal = {
      tokenId: token.id,
      name: token.agent ?? principalName(token.label),
      role,
      project: token.project,
      agent: token.agent,
    };
    return { principal, secretHash: token.secretHash, expiresAt: token.expiresAt, loadedAt: clock.monotonicNow() };
  }

  async function lookUp(id: string): Promise<CachedPrincipal | null> {
    const cached = cache.get(id);
    if (cached !== undefined && clock.monotonicNow() - cached.loadedAt < TOKEN_CACHE_MS) return cached;
    const loaded = await load(id);
    cache.delete(id);
    if (loaded === null) return null;
    if (cache.size >= TOKEN_CACHE_MAX) cache.clear();
    cache.set(id, loaded);
    return loaded;
  }

  return {
    async authenticate(token) {
      if (token === null) throw unauthenticated('The request carries no token.');
      const parsed = parseToken(token);
      if (parsed === null) throw unauthenticated('The token is not well formed.');
      const found = await lookUp(parsed.id);
      if (found === null || !sameHash(found.secretHash, hashSecret(parsed.secret))) {
        throw unauthenticated('The token is not valid, or was revoked.');
      }
      if (found.expiresAt !== null && found.expiresAt <= clock.wallNow()) throw unauthenticated('The token has expired.');
      return found.principal;
    },
    async projectOf(principal, asked) {
      if (principal.project !== null) {
        if (asked !== null && asked !== principal.project) throw noProject(asked);
        return principal.project;
      }
      const name = asked ?? DEFAULT_PROJECT;
      if (name === DEFAULT_PROJECT) return name;
      const project = await storage.read(({ q }) => q.getProject({ name }));
      if (project === undefined) throw noProject(name);
      return name;
    },
    async sessionOf(principal, asked) {
      const { agent, project } = principal;
      if (agent === null || project === null) return null;
      if (asked === null) return standingSession(principal.tokenId);
      let owner = owners.get(asked);
      if (owner === undefined) {
        const session = await storage.read(({ q }) => q.findSession({ id: asked }));
        if (session === undefined) throw sessionNotFound(asked);
        owner = `${session.project}/${session.agent}`;
        if (owners.size >= SESSION_CACHE_MAX) owners.clear();
        owners.set(asked, owner);
      }
      if (owner !== `${project}/${agent}`) throw sessionNotFound(asked);
      return asked;
    },
    forget(tokenId) {
      if (tokenId === null) cache.clear();
      else cache.delete(tokenId);
    },
  };
}

/** The admin key of the first start acts as `admin`; any other token that is no agent's under its label. */
export function principalName(label: string): string {
  return label === ADMIN_LABEL ? ADMIN_LABEL : `token:${label}`;
}

export const ADMIN_LABEL = 'admin';

export function unauthenticated(detail: string, { hint }: { hint: string } = { hint: SEND_A_TOKEN }): BatonError {
  return new BatonError('unauthenticated', { detail, hint });
}

const SEND_A_TOKEN =
  'Send `Authorization: Bearer <token>`. On the machine of the server the admin key is in admin.key in its data directory.';

function noProject(name: string): BatonError {
  return new BatonError('not_found', {
    detail: `There is no project ${name} that this token may see.`,
    hint: 'List the projects with GET /v1/projects; leave `project` out to use your own.',
  });
}
