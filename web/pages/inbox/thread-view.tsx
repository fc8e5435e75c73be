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
import { type Letter, receiptWords, recipientWords, type Thread } from './threads.ts';

/** One thread as this person has it: what came and what they wrote, how far each message has come, and what they write next. */
export function ThreadView({ thread }: { thread: Thread | undefined }) {
  const { page } = useConnection();
  const action = useAction();
  const isOffline = useIsOffline();
  if (thread === undefined) {
    return (
      <section className="panel">
        <Empty title="This thread is not in your inbox">
          <Link href="/inbox">Back to the inbox</Link>
        </Empty>
      </section>
    );
  }
  const { subject, letters, unread } = thread;
  const acknowledge = () => action.run(() => page.rpc.inbox.ack.mutate({ seqs: [...unread] }), 'Acknowledged.');
  return (
    <section className="panel thread" aria-label={subject}>
      <header className="panel-head">
        <Link href="/inbox" className="thread-back">
          Back
        </Link>
        <h2 className="grow clip">{subject}</h2>
        {unread.length > 0 && (
          <Button small disabled={action.busy || isOffline} onClick={acknowledge}>
            Acknowledge {unread.length === 1 ? 'it' : `all ${unread.length}`}
          </Button>
        )}
      </header>
      <ol className="list">
        {letters.map((letter) => (
          <LetterRow key={letter.message.id} letter={letter} />
        ))}
      </ol>
      <Reply thread={thread} />
    </section>
  );
}

function LetterRow({ letter }: { letter: Letter }) {
  const { message } = letter;
  return (
    <li className="stack">
      <div className="row wrap">
        {message.from === 'system' ? <span className="soft">Batonpass</span> : <AgentName name={message.from} />}
        <span className="quiet small">
          to {recipientWords(message.to)}, <TimeAgo at={message.sentAt} />
        </span>
        {message.urgency === 'now' && <span className="chip">to be read now</span>}
        {message.taskId !== null && <TaskLink id={message.taskId} />}
        {letter.isOwn ? (
          <Receipts id={message.id} />
        ) : (
          <span className="quiet small">{letter.ackedAt === null ? 'unread' : 'acknowledged'}</span>
        )}
      </div>
      <Markdown text={message.from === 'system' ? forPeople(message.body) : message.body} />
    </li>
  );
}

/** How far a message of one's own has come. */
function Receipts({ id }: { id: string }) {
  const { trpc } = useConnection();
  const { data } = useQuery(trpc.messages.get.queryOptions({ id }));
  return data === undefined ? null : <span className="quiet small">{receiptWords(data.receipts)}</span>;
}

interface Next {
  readonly to: string;
  /** How the server is told. */
  readonly fields: { readonly replyTo: string; readonly to?: { readonly agent: string } };
}

/** Whom one writes to next in a thread: whoever wrote last, or once more whom one wrote to. */
function nextOf({ letters }: Thread): Next | null {
  const came = letters.findLast(({ isOwn, message }) => !isOwn && message.from !== 'system');
  if (came !== undefined) return { to: came.message.from, fields: { replyTo: came.message.id } };
  const own = letters.findLast(({ isOwn }) => isOwn);
  if (own === undefined || !('agent' in own.message.to)) return null;
  const { agent } = own.message.to;
  return { to: agent, fields: { to: { agent }, replyTo: own.message.id } };
}

function Reply({ thread }: { thread: Thread }) {
  const { page } = useConnection();
  const [text, setText] = useState('');
  const action = useAction();
  const isOffline = useIsOffline();
  const may = useMay('agent');
  const id = useId();
  const next = nextOf(thread);
  if (!may || next === null) return null;
  const { to, fields } = next;
  const send = () =>
    action.run(async () => {
      await page.rpc.messages.send.mutate({ ...fields, body: text.trim() });
      if (thread.unread.length > 0) await page.rpc.inbox.ack.mutate({ seqs: [...thread.unread] });
      setText('');
    }, `Sent to ${to}.`);
  return (
    <form
      className="panel-body stack thread-reply"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="field">
        <label htmlFor={id}>{thread.group === 'Sent' ? `Write again to ${to}` : `Reply to ${to}`}</label>
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
