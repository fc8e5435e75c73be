import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { useIsOffline } from '../../app/live-notice.tsx';
import { OwnName } from '../../app/own-name.tsx';
import { useMay, useMe } from '../../app/use-me.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty, ErrorNote, Skeleton } from '../../parts/states.tsx';
import { Compose } from './compose.tsx';
import { Offers } from './offers.tsx';
import { ThreadList } from './thread-list.tsx';
import { ThreadView } from './thread-view.tsx';
import { threadsOf } from './threads.ts';
import './inbox.css';

/** An inbox shows the newest messages of each way; what is older was acknowledged long ago or is in Activity. */
const SHOWN_MAX = 200;

/** What was written to this person and what they wrote, by thread, and what is offered to their role. */
export function InboxPage() {
  const me = useMe();
  return <div className="page">{me.agent === null ? <NoInbox /> : <Mail me={me.agent} />}</div>;
}

/** A key is nobody on the board, so nobody can write to it. */
function NoInbox() {
  return (
    <>
      <h1>Inbox</h1>
      <section className="panel">
        <Empty title="This key has no inbox">
          <p>
            You are signed in with the server's own key, which is nobody on the board: agents cannot write to it. What needs you
            is on <Link href="/">Now</Link> either way.
          </p>
          <OwnName />
          <p className="soft">
            You are a lead then, and what you decide carries your name. <code>npm run link</code> signs you in with the key again.
          </p>
        </Empty>
      </section>
    </>
  );
}

function Mail({ me }: { me: string }) {
  const { trpc } = useConnection();
  const { thread } = useParams<{ thread?: string }>();
  const [isWriting, setWriting] = useState(false);
  const may = useMay('agent');
  const isOffline = useIsOffline();
  const head = useQuery(trpc.inbox.list.queryOptions({ limit: 1 }));
  const after = Math.max(0, (head.data?.head ?? 0) - SHOWN_MAX);
  const inbox = useQuery({
    ...trpc.inbox.list.queryOptions({ after, acked: true, limit: SHOWN_MAX }),
    enabled: head.data !== undefined,
  });
  const sent = useQuery(trpc.messages.sent.queryOptions({ limit: SHOWN_MAX }));
  const failed = [head, inbox, sent].find(({ error }) => error !== null);
  if (failed !== undefined || inbox.data === undefined || sent.data === undefined) {
    return (
      <>
        <h1>Inbox</h1>
        {failed === undefined ? <Skeleton lines={8} /> : <ErrorNote error={failed.error} retry={() => void failed.refetch()} />}
      </>
    );
  }
  const threads = threadsOf({ items: inbox.data.items, sent: sent.data.items, me });
  return (
    <>
      <div className="page-head">
        <h1>Inbox</h1>
        <span className="soft">{inbox.data.unacked} unread</span>
        {may && (
          <div className="tools">
            <Button primary disabled={isOffline} onClick={() => setWriting(!isWriting)} aria-expanded={isWriting}>
              Write
            </Button>
          </div>
        )}
      </div>
      {isWriting && <Compose onClose={() => setWriting(false)} />}
      <Offers offers={inbox.data.offers} />
      <div className="inbox-columns" data-open={thread !== undefined} data-empty={threads.length === 0}>
        {threads.length > 0 && <ThreadList threads={threads} open={thread} />}
        {thread === undefined ? (
          <section className="panel inbox-none">
            <Empty title={threads.length === 0 ? 'Nobody has written to you yet' : 'Choose a thread'}>
              <p>Agents write to you when they have a question, and to your role when anybody may answer.</p>
            </Empty>
          </section>
        ) : (
          <ThreadView key={thread} thread={threads.find(({ id }) => id === thread)} />
        )}
      </div>
    </>
  );
}
