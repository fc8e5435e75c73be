import type { InboxPage, Message, SentMessage } from '../../../client/page/index.ts';

export type InboxItem = InboxPage['items'][number];

/** A message of a thread: one that came, or one's own. */
export type Letter =
  | { readonly isOwn: false; readonly message: Message; readonly seq: number; readonly ackedAt: string | null }
  | { readonly isOwn: true; readonly message: Message };

export interface Thread {
  readonly id: string;
  readonly subject: string;
  /** In the order in which they were sent. */
  readonly letters: readonly Letter[];
  readonly newest: Letter;
  /** The numbers in the inbox of what was not acknowledged. */
  readonly unread: readonly number[];
  readonly group: ThreadGroup;
}

export const THREAD_GROUPS = ['Needs reply', 'Mentions', 'For information', 'Read', 'Sent'] as const;
export type ThreadGroup = (typeof THREAD_GROUPS)[number];

/** What came to `me` and what `me` sent, by thread, that with the newest message first. */
export function threadsOf({ items, sent, me }: { items: readonly InboxItem[]; sent: readonly Message[]; me: string }): Thread[] {
  const came = items.map((item): Letter => ({ isOwn: false, ...item }));
  const own = sent.map((message): Letter => ({ isOwn: true, message }));
  const byThread = Map.groupBy([...came, ...own], ({ message }) => message.threadId);
  return [...byThread]
    .flatMap(([id, all]) => {
      const letters = all.toSorted(bySending);
      const newest = letters.at(-1);
      if (newest === undefined) return [];
      const unread = letters.filter((letter) => !letter.isOwn && letter.ackedAt === null);
      const subject = letters.find(({ message }) => message.subject !== null)?.message.subject ?? firstLine(newest.message.body);
      const seqs = unread.flatMap((letter) => (letter.isOwn ? [] : [letter.seq]));
      return [{ id, subject, letters, newest, unread: seqs, group: groupOf({ letters, unread, me }) }];
    })
    .toSorted((a, b) => bySending(b.newest, a.newest));
}

/** By the times of sending; what came at one time, in the order in which it came. */
function bySending(a: Letter, b: Letter): number {
  const apart = Date.parse(a.message.sentAt) - Date.parse(b.message.sentAt);
  return apart !== 0 || a.isOwn || b.isOwn ? apart : a.seq - b.seq;
}

/** What was written to somebody else and only names this person is a mention; what is not for `whenever` wants a reply before more work. */
function groupOf(of: { letters: readonly Letter[]; unread: readonly Letter[]; me: string }): ThreadGroup {
  const { letters, unread, me } = of;
  if (letters.every(({ isOwn }) => isOwn)) return 'Sent';
  if (unread.length === 0) return 'Read';
  const addressed = unread.filter(({ message: { to } }) => !('agent' in to) || to.agent === me);
  if (addressed.length === 0) return 'Mentions';
  return addressed.some(({ message }) => message.urgency !== 'whenever') ? 'Needs reply' : 'For information';
}

function firstLine(body: string): string {
  return body.split('\n', 1)[0]?.slice(0, 120) ?? '';
}

/** To whom a message went. */
export function recipientWords(to: Message['to']): string {
  if ('agent' in to) return to.agent;
  return 'role' in to ? `any ${to.role}` : 'all';
}

const RECEIPT_WORDS: Readonly<Record<string, string>> = {
  acked: 'acknowledged',
  delivered: 'received',
  queued: 'not read yet',
  expired: 'not acknowledged in time',
};

/** How far a message of one's own has come: at its one reader, or at how many of several. */
export function receiptWords(receipts: SentMessage['receipts']): string {
  const [first, ...more] = receipts;
  if (first === undefined) return 'sent to nobody';
  const words = (state: string) => RECEIPT_WORDS[state] ?? state;
  if (more.length === 0) {
    const who = first.takenBy === null || first.state === 'queued' ? '' : ` by ${first.takenBy}`;
    return `${words(first.state)}${who}`;
  }
  const counts = Map.groupBy(receipts, ({ state }) => state as string);
  const known = [...new Set([...Object.keys(RECEIPT_WORDS), ...counts.keys()])];
  return known
    .flatMap((state) => {
      const count = counts.get(state)?.length ?? 0;
      return count === 0 ? [] : [`${words(state)} by ${count}`];
    })
    .join(', ')
    .concat(` of ${receipts.length}`);
}
