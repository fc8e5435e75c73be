import { useRef } from 'react';
import { Link } from 'wouter';
import { Sigil } from '../../parts/sigil.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { useListKeys } from '../../parts/use-list-keys.ts';
import { recipientWords, THREAD_GROUPS, type Thread } from './threads.ts';

/** The threads, those that need a reply first and those that nobody has answered last. */
export function ThreadList({ threads, open }: { threads: readonly Thread[]; open: string | undefined }) {
  const list = useRef<HTMLElement>(null);
  const groups = THREAD_GROUPS.map((group) => ({ group, here: threads.filter((thread) => thread.group === group) }));
  const ids = groups.flatMap(({ here }) => here.map(({ id }) => id));
  const { listProps, tabIndexOf } = useListKeys({ list, what: 'thread', ids, open });
  return (
    <section className="panel thread-list" aria-label="Threads" ref={list} {...listProps}>
      {groups.map(({ group, here }) => {
        if (here.length === 0) return null;
        return (
          <section key={group} aria-label={group}>
            <h2 className="thread-group">
              {group} <span className="count">{here.length}</span>
            </h2>
            <ul>
              {here.map((thread) => (
                <li key={thread.id}>
                  <ThreadLink thread={thread} isOpen={thread.id === open} tabIndex={tabIndexOf(thread.id)} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}

function ThreadLink({ thread, isOpen, tabIndex }: { thread: Thread; isOpen: boolean; tabIndex: 0 | -1 }) {
  const { message, isOwn } = thread.newest;
  return (
    <Link
      href={`/inbox/${encodeURIComponent(thread.id)}`}
      className="thread-link"
      data-item={thread.id}
      tabIndex={tabIndex}
      aria-current={isOpen ? 'true' : undefined}
    >
      <Sigil name={isOwn && 'agent' in message.to ? message.to.agent : message.from} />
      <span className="grow stack" style={{ gap: 0 }}>
        <span className="row">
          <span className={thread.unread.length > 0 ? 'clip grow unread' : 'clip grow'}>{thread.subject}</span>
          {thread.unread.length > 0 && <span className="sr-only">{thread.unread.length} unread</span>}
          <span className="quiet small">
            <TimeAgo at={message.sentAt} suffix="" />
          </span>
        </span>
        <span className="clip soft small">
          {isOwn ? `You to ${recipientWords(message.to)}` : message.from}
          {thread.letters.length > 1 && `, ${thread.letters.length} messages`}
        </span>
      </span>
    </Link>
  );
}
