import { Link } from 'wouter';
import { Sigil } from '../../parts/sigil.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { useListKeys } from '../../parts/use-list-keys.ts';
import { THREAD_GROUPS, type Thread } from './threads.ts';

/** The threads, those that need a reply first. */
export function ThreadList({ threads, open }: { threads: readonly Thread[]; open: string | undefined }) {
  const { list } = useListKeys<HTMLElement>('thread');
  return (
    <section className="panel thread-list" aria-label="Threads" ref={list}>
      {THREAD_GROUPS.map((group) => {
        const here = threads.filter((thread) => thread.group === group);
        if (here.length === 0) return null;
        return (
          <section key={group} aria-label={group}>
            <h2 className="thread-group">
              {group} <span className="count">{here.length}</span>
            </h2>
            <ul>
              {here.map((thread) => (
                <li key={thread.id}>
                  <ThreadLink thread={thread} isOpen={thread.id === open} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </section>
  );
}

function ThreadLink({ thread, isOpen }: { thread: Thread; isOpen: boolean }) {
  const { message } = thread.newest;
  return (
    <Link
      href={`/inbox/${encodeURIComponent(thread.id)}`}
      className="thread-link"
      data-item={thread.id}
      aria-current={isOpen ? 'true' : undefined}
    >
      <Sigil name={message.from} />
      <span className="grow stack" style={{ gap: 0 }}>
        <span className="row">
          <span className={thread.unread > 0 ? 'clip grow unread' : 'clip grow'}>{thread.subject}</span>
          {thread.unread > 0 && <span className="sr-only">{thread.unread} unread</span>}
          <span className="quiet small">
            <TimeAgo at={message.sentAt} suffix="" />
          </span>
        </span>
        <span className="clip soft small">
          {message.from}
          {thread.count > 1 && `, ${thread.count} messages`}
        </span>
      </span>
    </Link>
  );
}
