import { BatonError } from '../../contract/errors.ts';
import type { TokenCreate, TokenCreated, TokenInfo, TokenListQuery } from '../../contract/projects.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import { getAgent } from '../agents/agent-service.ts';
import type { DomainDeps } from '../deps.ts';
import type { TokenRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { ADMIN_LABEL, type AuthService } from './auth-service.ts';
import { mintAgentToken, newToken } from './mint-token.ts';
import type { CallContext } from './principal.ts';

export interface TokenService {
  /** A further token of an agent, or one of its own for a viewer or an admin. Shown this once. */
  create(ctx: CallContext, input: TokenCreate): Promise<TokenCreated>;
  list(ctx: CallContext, input: TokenListQuery): Promise<{ items: TokenInfo[]; nextCursor: string | null }>;
  /** Stops a token at once; its open sockets close within a second. */
  revoke(ctx: CallContext, input: { id: string }): Promise<TokenInfo>;
  /**
   * Makes a new admin key unless `known` is one that works. Returns the new key, or null. Older ones end, but where other programs
   * share the store: they are then those programs' own.
   */
  keepAdminKey(known: string): Promise<string | null>;
}

export function createTokenService(
  deps: DomainDeps,
  more: { auth: AuthService; onRevoked: (tokenId: string) => void },
): TokenService {
  const { storage, commands, clock } = deps;
  return {
    create(ctx, input) {
      if (input.label === ADMIN_LABEL) throw reservedLabel();
      const work = (tx: WriteTx) =>
        input.agent === null ? mintOwn(tx, { deps, ctx, input }) : mintForAgent(tx, { deps, ctx, input, agent: input.agent });
      return commands.run({ ctx, operation: 'tokens.create', input, sealed: true, work });
    },
    list(_ctx, input) {
      return storage.read(async ({ q }) => {
        const rows = await q.listTokens({ after: input.cursor ?? '', limit: input.limit });
        return { items: rows.map(toTokenInfo), nextCursor: rows.length === input.limit ? (rows.at(-1)?.id ?? null) : null };
      });
    },
    async revoke(_ctx, input) {
      const info = await storage.write(async (tx) => {
        const token = await tx.q.findToken({ id: input.id });
        if (token === undefined) throw tokenNotFound(input.id);
        const revokedAt = token.revokedAt ?? clock.wallNow();
        await tx.q.revokeToken({ id: input.id, revokedAt });
        return toTokenInfo({ ...token, revokedAt });
      });
      more.auth.forget(input.id);
      more.onRevoked(input.id);
      return info;
    },
    async keepAdminKey(known) {
      const works = await more.auth.authenticate(known).then(
        (principal) => principal.role === 'admin',
        () => false,
      );
      return works ? null : storage.write((tx) => replaceAdminKey(tx, deps));
    },
  };
}

const TOKENS_PAGE = 200;

async function replaceAdminKey(tx: WriteTx, deps: DomainDeps): Promise<string> {
  if (!deps.storage.isShared) await endAdminKeys(tx, deps);
  const { record, token } = newToken(deps, {
    kind: 'admin',
    purpose: 'bearer',
    role: 'admin',
    agent: null,
    label: ADMIN_LABEL,
    project: null,
    createdBy: 'system',
    expiresAt: null,
  });
  await tx.q.insertToken(record);
  return token;
}

async function endAdminKeys(tx: WriteTx, deps: DomainDeps): Promise<void> {
  let after = '';
  for (;;) {
    const page = await tx.q.listTokens({ after, limit: TOKENS_PAGE });
    for (const { id, label, revokedAt } of page) {
      if (label === ADMIN_LABEL && revokedAt === null) await tx.q.revokeToken({ id, revokedAt: deps.clock.wallNow() });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < TOKENS_PAGE) return;
    after = last.id;
  }
}

async function mintForAgent(
  tx: WriteTx,
  made: { deps: DomainDeps; ctx: CallContext; input: TokenCreate; agent: string },
): Promise<TokenCreated> {
  const { deps, ctx, input } = made;
  if (input.role !== undefined) throw roleOfAgent();
  const agent = await getAgent(tx, ctx.project, made.agent);
  const { record, token } = await mintAgentToken(tx, {
    deps,
    of: { project: ctx.project, createdBy: ctx.principal.name },
    agent: agent.name,
    label: input.label,
    expiresAt: timeOf(input),
  });
  return { info: toTokenInfo(record), token };
}

async function mintOwn(tx: WriteTx, made: { deps: DomainDeps; ctx: CallContext; input: TokenCreate }): Promise<TokenCreated> {
  const { deps, ctx, input } = made;
  if (input.role === undefined) throw roleWanted();
  const { record, token } = newToken(deps, {
    kind: input.role,
    purpose: 'bearer',
    role: input.role,
    agent: null,
    label: input.label,
    project: input.role === 'admin' ? null : ctx.project,
    createdBy: ctx.principal.name,
    expiresAt: timeOf(input),
  });
  await tx.q.insertToken(record);
  return { info: toTokenInfo(record), token };
}

function timeOf(input: TokenCreate): number | null {
  return input.expiresAt === null ? null : Date.parse(input.expiresAt);
}

function toTokenInfo(token: TokenRecord): TokenInfo {
  const { id, purpose, project, agent, label, createdBy } = token;
  return {
    id,
    purpose,
    project,
    agent,
    role: token.role,
    label,
    createdBy,
    createdAt: isoTime(token.createdAt),
    expiresAt: token.expiresAt === null ? null : isoTime(token.expiresAt),
    revokedAt: token.revokedAt === null ? null : isoTime(token.revokedAt),
  };
}

function reservedLabel(): BatonError {
  return new BatonError('invalid_input', {
    detail: 'The label `admin` is that of the first key.',
    hint: 'Choose another label.',
  });
}

function roleOfAgent(): BatonError {
  return new BatonError('invalid_input', { detail: "A token of an agent has the agent's role.", hint: 'Leave `role` out.' });
}

function roleWanted(): BatonError {
  return new BatonError('invalid_input', {
    detail: 'A token that is no agent’s needs a role.',
    hint: 'Send `role`: viewer or admin.',
  });
}

function tokenNotFound(id: string): BatonError {
  return new BatonError('not_found', { detail: `There is no token ${id}.`, hint: 'List the tokens with GET /v1/tokens.' });
}
