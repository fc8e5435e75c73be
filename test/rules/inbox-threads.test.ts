import { expect, test } from 'vitest';
import { type InboxItem, threadsOf } from '../../web/pages/inbox/threads.ts';

const ME = 'lena';

/** Only what the grouping looks at. */
function item(
  seq: number,
  { ackedAt = null as string | null, ...message }: Record<string, unknown> & { ackedAt?: string | null },
) {
  const made = {
    threadId: 'thr_1',
    subject: null,
    body: 'A question\nwith details',
    urgency: 'next',
    to: { agent: ME },
    from: 'scout',
  };
  return { seq, ackedAt, message: { ...made, ...message } } as unknown as InboxItem; // the fields that are left out are not read
}

const groups = (...items: InboxItem[]) => threadsOf(items, ME).map(({ id, group }) => [id, group]);

test('the thread with the newest message comes first, with what it holds, is about and has unread', () => {
  const threads = threadsOf(
    [
      item(1, { threadId: 'a', subject: 'Bank files' }),
      item(2, { threadId: 'b' }),
      item(3, { threadId: 'a', ackedAt: '2026-01-01T00:00:00.000Z' }),
    ],
    ME,
  );
  expect(threads).toMatchObject([
    { id: 'a', subject: 'Bank files', count: 2, unread: 1, newest: { seq: 3 } },
    { id: 'b', subject: 'A question', count: 1, unread: 1 },
  ]);
});

test('what is to me, to my role or to all needs a reply, unless it is for whenever', () => {
  expect(groups(item(1, {}))).toEqual([['thr_1', 'Needs reply']]);
  expect(groups(item(1, { to: { role: 'lead' } }))).toEqual([['thr_1', 'Needs reply']]);
  expect(groups(item(1, { to: { all: true }, urgency: 'now' }))).toEqual([['thr_1', 'Needs reply']]);
  expect(groups(item(1, { urgency: 'whenever' }))).toEqual([['thr_1', 'For information']]);
  expect(groups(item(1, { urgency: 'whenever' }), item(2, {}))).toEqual([['thr_1', 'Needs reply']]);
});

test('what went to somebody else and names me is a mention, until something is to me', () => {
  expect(groups(item(1, { to: { agent: 'ada' } }))).toEqual([['thr_1', 'Mentions']]);
  expect(groups(item(1, { to: { agent: 'ada' } }), item(2, { urgency: 'whenever' }))).toEqual([['thr_1', 'For information']]);
});

test('only what is unread counts: a thread that is acknowledged is read, whatever was in it', () => {
  const acked = { ackedAt: '2026-01-01T00:00:00.000Z' };
  expect(groups(item(1, acked))).toEqual([['thr_1', 'Read']]);
  expect(groups(item(1, { ...acked }), item(2, { to: { agent: 'ada' } }))).toEqual([['thr_1', 'Mentions']]);
});
