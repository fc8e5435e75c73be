import type { Me } from '../../contract/me.ts';
import { LEASE_TTL_DEFAULT_SECONDS, LEASE_TTL_MAX_SECONDS, LEASE_TTL_MIN_SECONDS } from '../../contract/tasks.ts';
import { invariant } from '../../kernel/invariant.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import { HEARTBEAT_INTERVAL_MS } from '../agents/presence-rules.ts';
import type { DomainDeps } from '../deps.ts';
import { RECLAIM_DELAY_MS } from '../tasks/lease-rules.ts';
import { unauthenticated } from './auth-service.ts';
import type { CallContext } from './principal.ts';

/** What the program is, as nothing in the store says. */
export interface About {
  readonly version: string;
  /** Whether it runs a board to throw away. */
  readonly demo: boolean;
}

export interface MeService {
  /** Who calls, what it may see and until when, and what it talks to. */
  get(ctx: Pick<CallContext, 'principal'>): Promise<Me>;
}

export function createMeService({ storage, clock }: DomainDeps, about: About): MeService {
  return {
    async get({ principal }) {
      const [who, durability] = await Promise.all([
        storage.read(async ({ q }) => {
          const token = await q.findToken({ id: principal.tokenId });
          const { project, agent } = principal;
          return { token, agent: agent === null || project === null ? null : await q.findAgent({ project, name: agent }) };
        }),
        storage.durability(),
      ]);
      const { token, agent } = who;
      // The principal is cached for a moment; the row is as it is.
      if (token === undefined || token.revokedAt !== null) throw unauthenticated('The token is not valid, or was revoked.');
      invariant(token.purpose !== 'link', 'a link is no token that calls');
      return {
        name: principal.name,
        kind: agent?.kind ?? 'key',
        role: principal.role,
        isAdmin: principal.role === 'admin',
        project: principal.project,
        agent: principal.agent,
        tokenId: token.id,
        signIn: token.purpose,
        expiresAt: token.expiresAt === null ? null : isoTime(token.expiresAt),
        server: { ...about, now: isoTime(clock.wallNow()), ...durability, shared: storage.isShared },
        leases: LEASES,
      };
    },
  };
}

const LEASES: Me['leases'] = {
  ttlDefaultSeconds: LEASE_TTL_DEFAULT_SECONDS,
  ttlMinSeconds: LEASE_TTL_MIN_SECONDS,
  ttlMaxSeconds: LEASE_TTL_MAX_SECONDS,
  reclaimDelayMs: RECLAIM_DELAY_MS,
  heartbeatMs: HEARTBEAT_INTERVAL_MS,
};
