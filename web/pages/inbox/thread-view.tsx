import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { forPeople } from '../../parts/server-words.ts';
import { AgentName } from '../../parts/sigil.tsx';
import { Empty } from '../../parts/states.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { useAction } from '../../parts/use-action.ts';
import type { InboxItem } from './threads.ts';

/** One thread as this person has it: what came, how far each message has come, and a reply. */
export function ThreadView({ threadId, items }: { threadId: string; items: readonly InboxItem[] }) {
  const { page } = useConnection();
  const action = useAction();
  const isOffline = useIsOffline();
  const newest = items.at(-1);
  if (newest === undefined) {
    return (
      <section className="panel">
        <Empty title="This thread is not in your inbox">
          <Link href="/inbox">Back to the inbox</Link>
        </Empty>
      </section>
    );
  }
  const unread = items.filter(({ ackedAt }) => ackedAt === null).map(({ seq }) => seq);
  const acknowledge = () => action.run(() => page.rpc.inbox.ack.mutate({ seqs: unread }), 'Acknowledged.');
  return (
    <section className="panel thread" aria-label={newest.message.subject ?? 'Thread'}>
      <header className="panel-head">
        <Link href="/inbox" className="thread-back">
          Back
        </Link>
        <h2 className="grow clip">
          {items.find(({ message }) => message.subject !== null)?.message.subject ?? `From ${newest.message.from}`}
        </h2>
        {unread.length > 0 && (
          <Button small disabled={action.busy || isOffline} onClick={acknowledge}>
            Acknowledge {unread.length === 1 ? 'it' : `all ${unread.length}`}
          </Button>
        )}
      </header>
      <ol className="list">
        {items.map((item) => (
          <MessageRow key={item.seq} item={item} />
        ))}
      </ol>
      <Reply to={newest} threadId={threadId} unread={unread} />
    </section>
  );
}

function MessageRow({ item }: { item: InboxItem }) {
  const { message, ackedAt } = item;
  return (
    <li className="stack">
      <div className="row wrap">
        {message.from === 'system' ? <span className="soft">Batonpass</span> : <AgentName name={message.from} />}
        <span className="quiet small">
          to {recipientWords(message.to)}, <TimeAgo at={message.sentAt} />
        </span>
        {message.urgency === 'now' && <span className="chip">to be read now</span>}
        {message.taskId !== null && <TaskLink id={message.taskId} />}
        <span className="quiet small">{ackedAt === null ? 'unread' : 'acknowledged'}</span>
      </div>
      <Markdown text={message.from === 'system' ? forPeople(message.body) : message.body} />
    </li>
  );
}

function recipientWords(to: InboxItem['message']['to']): string {
  if ('agent' in to) return to.agent;
  return 'role' in to ? `every ${to.role}` : 'all';
}

function Reply({ to, threadId, unread }: { to: InboxItem; threadId: string; unread: readonly number[] }) {
  const { page, trpc } = useConnection();
  const [text, setText] = useState('');
  const [sent, setSent] = useState<string | null>(null);
  const action = useAction();
  const isOffline = useIsOffline();
  const may = useMay('agent');
  const id = useId();
  const receipts = useQuery({ ...trpc.messages.get.queryOptions({ id: sent ?? '' }), enabled: sent !== null });
  if (!may || to.message.from === 'system') return null;
  const send = () =>
    action.run(async () => {
      const message = await page.rpc.messages.send.mutate({ replyTo: to.message.id, threadId, body: text.trim() });
      if (unread.length > 0) await page.rpc.inbox.ack.mutate({ seqs: [...unread] });
      setSent(message.id);
      setText('');
    }, `Sent to ${to.message.from}.`);
  return (
    <form
      className="panel-body stack thread-reply"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {receipts.data !== undefined && (
        <p className="soft small" role="status">
          Your reply: {receipts.data.receipts.map(({ inbox, state }) => `${state} at ${inbox}`).join(', ')}.
        </p>
      )}
      <div className="field">
        <label htmlFor={id}>Reply to {to.message.from}</label>
        <textarea id={id} className="input" value={text} onChange={(event) => setText(event.target.value)} />
      </div>
      <div className="row">
        <Button primary type="submit" disabled={action.busy || isOffline || text.trim() === ''}>
          Send
        </Button>
      </div>
    </form>
  );
}
