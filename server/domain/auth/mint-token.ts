import type { DomainDeps } from '../deps.ts';
import type { TokenRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';
import type { CallContext } from './principal.ts';
import { formatToken, hashSecret, newSecret } from './token-rules.ts';

/** The id of a token's standing session: the one that speaks when a call names none. */
export function standingSession(tokenId: string): string {
  return `ses_${tokenId}`;
}

/** Makes a token of an agent, with the session that stands for it when plain HTTP calls name none. */
export async function mintAgentToken(
  tx: WriteTx,
  made: { deps: DomainDeps; ctx: CallContext; agent: string; label: string; expiresAt: number | null },
): Promise<{ record: TokenRecord; token: string }> {
  const { deps, ctx, agent } = made;
  const secret = newSecret();
  const record: TokenRecord = {
    id: deps.ids.next('t').slice(2),
    secretHash: hashSecret(secret),
    project: ctx.project,
    agent,
    role: null,
    label: made.label,
    createdBy: ctx.principal.name,
    createdAt: deps.clock.wallNow(),
    expiresAt: made.expiresAt,
    revokedAt: null,
  };
  await tx.q.insertToken(record);
  await tx.q.insertSession({
    id: standingSession(record.id),
    project: ctx.project,
    agent,
    tokenId: record.id,
    standing: true,
    harness: '',
    host: '',
    pid: null,
    sdkVersion: '',
    startedAt: record.createdAt,
    lastSeen: null,
    lost: false,
    endedAt: null,
  });
  return { record, token: formatToken('agent', record.id, secret) };
}
