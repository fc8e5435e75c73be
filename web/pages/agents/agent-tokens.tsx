import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page, TokenInfo } from '../../../client/page/index.ts';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import type { SeenAgent } from '../../board/board.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { ErrorNote, Skeleton } from '../../parts/states.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { NewToken } from '../settings/new-token.tsx';
import { RevokeToken } from '../settings/revoke-token.tsx';

const PAGE_ITEMS = 200;

/** What an agent signs in with, for whoever holds the admin key: a further token, and the end of each. */
export function AgentTokens({ agent }: { agent: SeenAgent }) {
  const isAdmin = useMay('admin');
  const isOffline = useIsOffline();
  const [isMaking, setMaking] = useState(false);
  if (!isAdmin) return null;
  return (
    <section className="panel-body agent-part stack" aria-label="Tokens">
      <div className="row">
        <h3 className="grow">Tokens</h3>
        {agent.status !== 'retired' && (
          <Button small disabled={isOffline} onClick={() => setMaking(true)}>
            Create a token
          </Button>
        )}
      </div>
      <TokenRows name={agent.name} />
      {isMaking && <NewToken agent={agent.name} onClose={() => setMaking(false)} />}
    </section>
  );
}

function TokenRows({ name }: { name: string }) {
  const { page, trpc } = useConnection();
  const { data, error, refetch } = useQuery({
    queryKey: [...trpc.tokens.list.pathKey(), { of: name }],
    queryFn: () => tokensOf(page, name),
  });
  const isOffline = useIsOffline();
  const [revoking, setRevoking] = useState<TokenInfo | null>(null);
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={2} />;
  if (data.length === 0) return <p className="soft">None is good any more, so it cannot sign in.</p>;
  return (
    <ul className="stack">
      {data.map((token) => (
        <li key={token.id} className="row wrap">
          <span className="grow">
            {token.label}{' '}
            <span className="quiet small">
              made by {token.createdBy} <TimeAgo at={token.createdAt} />
            </span>
          </span>
          <Button
            small
            danger
            disabled={isOffline}
            aria-label={`Revoke the token ${token.label}`}
            onClick={() => setRevoking(token)}
          >
            Revoke
          </Button>
        </li>
      ))}
      {revoking !== null && <RevokeToken token={revoking} onClose={() => setRevoking(null)} />}
    </ul>
  );
}

/** Those that still open something. The server lists the tokens of all together. */
async function tokensOf({ rpc }: Page, name: string): Promise<TokenInfo[]> {
  const found: TokenInfo[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof rpc.tokens.list.query>> = await rpc.tokens.list.query({
      limit: PAGE_ITEMS,
      ...(cursor === null ? {} : { cursor }),
    });
    found.push(...page.items.filter((token) => token.agent === name && isGood(token)));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

function isGood({ revokedAt, expiresAt }: TokenInfo): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > Date.now());
}
