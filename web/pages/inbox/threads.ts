import type { InboxPage } from '../../../client/page/index.ts';

export type InboxItem = InboxPage['items'][number];

export interface Thread {
  readonly id: string;
  readonly subject: string;
  readonly newest: InboxItem;
  readonly unread: number;
  readonly count: number;
  readonly group: ThreadGroup;
}

export const THREAD_GROUPS = ['Needs reply', 'Mentions', 'For information', 'Read'] as const;
export type ThreadGroup = (typeof THREAD_GROUPS)[number];

/** The messages of the inbox of `me` by thread, that with the newest message first. */
export function threadsOf(items: readonly InboxItem[], me: string): Thread[] {
  const byThread = Map.groupBy(items, ({ message }) => message.threadId);
  return [...byThread]
    .flatMap(([id, all]) => {
      const newest = all.at(-1);
      if (newest === undefined) return [];
      const unread = all.filter(({ ackedAt }) => ackedAt === null);
      const subject = all.find(({ message }) => message.subject !== null)?.message.subject ?? firstLine(newest.message.body);
      return [{ id, subject, newest, unread: unread.length, count: all.length, group: groupOf(unread, me) }];
    })
    .toSorted((a, b) => b.newest.seq - a.newest.seq);
}

/** What was written to somebody else and only names this person is a mention; what is not for `whenever` wants a reply before more work. */
function groupOf(unread: readonly InboxItem[], me: string): ThreadGroup {
  if (unread.length === 0) return 'Read';
  const addressed = unread.filter(({ message: { to } }) => !('agent' in to) || to.agent === me);
  if (addressed.length === 0) return 'Mentions';
  return addressed.some(({ message }) => message.urgency !== 'whenever') ? 'Needs reply' : 'For information';
}

function firstLine(body: string): string {
  return body.split('\n', 1)[0]?.slice(0, 120) ?? '';
}
