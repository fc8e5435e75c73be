import type { Role } from '../../contract/agents.ts';
import { ROLES } from '../../contract/agents.ts';

/** Who calls, as its token proves. */
export interface Principal {
  readonly tokenId: string;
  /** The name under which it acts in the log: the agent's, or the token's own. */
  readonly name: string;
  readonly role: Role;
  /** null: every project. */
  readonly project: string | null;
  /** The agent that the token belongs to; only agents hold leases. */
  readonly agent: string | null;
}

/** One call, as the domain sees it. */
export interface CallContext {
  readonly principal: Principal;
  readonly project: string;
  /** The session that the call comes from; null where the principal is no agent. */
  readonly session: string | null;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  /** Known to the caller alone and never stored: seals replies that hold a token. */
  readonly sealingSecret: string;
  /** Set when the answer is a stored one. */
  readonly reply: { replayed: boolean };
}

export function hasRole(principal: Principal, least: Role): boolean {
  return ROLES.indexOf(principal.role) >= ROLES.indexOf(least);
}
