import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TokenInfo } from '../../../client/page/index.ts';
import { useMay, useMe } from '../../app/use-me.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { ErrorNote, Skeleton } from '../../parts/states.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { absoluteTime } from '../../parts/time-words.ts';
import { NewToken } from './new-token.tsx';
import { RevokeToken } from './revoke-token.tsx';
import { Section } from './section.tsx';
import { useOff } from './use-off.ts';

const PURPOSES: Readonly<Record<TokenInfo['purpose'], string>> = {
  bearer: 'for programs',
  browser: 'signed-in browser',
  link: 'link, not opened yet',
};

/** Every way in that there is, and the end of each. */
export function Tokens() {
  const isAdmin = useMay('admin');
  const off = useOff('admin');
  const [isMaking, setMaking] = useState(false);
  return (
    <Section
      title="Tokens"
      about="What programs and browsers sign in with. The server keeps only the hash of each."
      tools={
        <Button disabled={off !== undefined} title={off} onClick={() => setMaking(true)}>
          Create a token
        </Button>
      }
    >
      {isAdmin ? <TokenList /> : <p className="panel-body soft">Only whoever holds the admin key sees and revokes tokens.</p>}
      {isMaking && <NewToken onClose={() => setMaking(false)} />}
    </Section>
  );
}

function TokenList() {
  const { page, trpc } = useConnection();
  const tokens = useInfiniteQuery({
    // What tRPC itself would send names a direction, which the server refuses as it refuses all that it does not know.
    queryKey: [...trpc.tokens.list.pathKey(), 'pages'],
    queryFn: ({ pageParam: cursor }) => page.rpc.tokens.list.query({ limit: 50, ...(cursor === null ? {} : { cursor }) }),
    initialPageParam: null as string | null, // the first page has no cursor
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  if (tokens.error !== null) return <ErrorNote error={tokens.error} retry={() => void tokens.refetch()} />;
  if (tokens.data === undefined) return <Skeleton lines={4} />;
  const good = tokens.data.pages.flatMap(({ items }) => items).filter(isGood);
  return (
    <>
      <ul className="list" aria-label="Tokens">
        {good.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
      {tokens.hasNextPage && (
        <div className="panel-body">
          <Button small disabled={tokens.isFetchingNextPage} onClick={() => void tokens.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

/** One that is revoked or over opens nothing. */
function isGood({ revokedAt, expiresAt }: TokenInfo): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > Date.now());
}

function TokenRow({ token }: { token: TokenInfo }) {
  const me = useMe();
  const [isRevoking, setRevoking] = useState(false);
  const off = useOff('admin');
  const isMine = me.tokenId === token.id;
  return (
    <li className="row wrap settings-row">
      <span className="grow settings-who">
        <strong>{token.agent ?? token.label}</strong>{' '}
        <span className="soft">
          {PURPOSES[token.purpose]}
          {token.role !== null && `, ${token.role}`}
          {token.agent !== null && token.label !== '' && token.label !== token.agent && `, ${token.label}`}
        </span>
        {isMine && <span className="quiet"> this browser</span>}
        <span className="settings-paused quiet">
          Made by {token.createdBy} <TimeAgo at={token.createdAt} />
          {token.expiresAt !== null && `, ends ${absoluteTime(token.expiresAt)}`}
        </span>
      </span>
      <Button
        small
        aria-label={`Revoke the token of ${token.agent ?? token.label}, ${PURPOSES[token.purpose]}`}
        disabled={off !== undefined || isMine}
        title={isMine ? 'Sign out below to end this one.' : off}
        onClick={() => setRevoking(true)}
      >
        Revoke
      </Button>
      {isRevoking && <RevokeToken token={token} onClose={() => setRevoking(false)} />}
    </li>
  );
}
