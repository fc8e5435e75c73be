import type { DomainDeps } from '../deps.ts';
import type { TokenRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { formatToken, hashSecret, newSecret, type TokenKind } from './token-rules.ts';

/** The id of a token's standing session: the one that speaks when a call names none. */
export function standingSession(tokenId: string): string {
  return `ses_${tokenId}`;
}

/** Makes a token of an agent, with the session that stands for it when plain HTTP calls name none. */
export async function mintAgentToken(
  tx: WriteTx,
  made: {
    deps: DomainDeps;
    of: { project: string; createdBy: string };
    agent: string;
    label: string;
    expiresAt: number | null;
    purpose?: 'bearer' | 'browser';
  },
): Promise<{ record: TokenRecord; token: string }> {
  const { deps, of, agent, purpose = 'bearer' } = made;
  const secret = newSecret();
  const record: TokenRecord = {
    id: deps.ids.next('t').slice(2),
    purpose,
    secretHash: hashSecret(secret),
    project: of.project,
    agent,
    role: null,
    label: made.label,
    createdBy: of.createdBy,
    createdAt: deps.clock.wallNow(),
    expiresAt: made.expiresAt,
    revokedAt: null,
  };
  await tx.q.insertToken(record);
  await tx.q.insertSession({
    id: standingSession(record.id),
    project: of.project,
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
  return { record, token: formatToken(purpose === 'browser' ? 'browser' : 'agent', record.id, secret) };
}

/** Makes a token that is no agent's: a viewer's or an admin's own, or a link's. */
export function newToken(
  deps: DomainDeps,
  made: Omit<TokenRecord, 'id' | 'secretHash' | 'createdAt' | 'revokedAt'> & { kind: TokenKind },
): { record: TokenRecord; token: string } {
  const { kind, ...fields } = made;
  const secret = newSecret();
  const id = deps.ids.next('t').slice(2);
  const record = { ...fields, id, secretHash: hashSecret(secret), createdAt: deps.clock.wallNow(), revokedAt: null };
  return { record, token: formatToken(kind, id, secret) };
}
