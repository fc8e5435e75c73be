import { expect, test } from 'vitest';
import { type InboxItem, receiptWords, threadsOf } from '../../web/pages/inbox/threads.ts';

const ME = 'lena';
const AT = '2026-01-01T00:00:00.000Z';

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
    sentAt: AT,
  };
  return { seq, ackedAt, message: { ...made, ...message } } as unknown as InboxItem; // the fields that are left out are not read
}

/** What I sent, so many seconds after what came. */
function own(id: string, seconds: number, message: Record<string, unknown> = {}) {
  return { ...item(0, { from: ME, to: { agent: 'scout' }, ...message }).message, id, sentAt: after(seconds) };
}
const after = (seconds: number) => new Date(Date.parse(AT) + seconds * 1_000).toISOString();

const groups = (...items: InboxItem[]) => threadsOf({ items, sent: [], me: ME }).map(({ id, group }) => [id, group]);

test('the thread with the newest message comes first, with what it holds, is about and has unread', () => {
  const items = [
    item(1, { threadId: 'a', subject: 'Bank files' }),
    item(2, { threadId: 'b' }),
    item(3, { threadId: 'a', ackedAt: '2026-01-01T00:00:00.000Z' }),
  ];
  expect(threadsOf({ items, sent: [], me: ME })).toMatchObject([
    { id: 'a', subject: 'Bank files', letters: [{ seq: 1 }, { seq: 3 }], unread: [1], newest: { seq: 3 } },
    { id: 'b', subject: 'A question', letters: [{ seq: 2 }], unread: [2] },
  ]);
});

test('a thread is about its first subject; without one, the first line of its newest message, 120 characters of it', () => {
  const subjects = (...items: InboxItem[]) => threadsOf({ items, sent: [], me: ME }).map(({ subject }) => subject);
  expect(subjects(item(1, { body: 'Old' }), item(2, { subject: 'Bank files' }), item(3, { subject: 'Re' }))).toEqual([
    'Bank files',
  ]);
  expect(subjects(item(1, { body: 'Old' }), item(2, { body: 'New\nand more' }))).toEqual(['New']);
  expect(subjects(item(1, { body: 'x'.repeat(120) }))).toEqual(['x'.repeat(120)]);
  expect(subjects(item(1, { body: 'x'.repeat(121) }))).toEqual(['x'.repeat(120)]);
  // That with the newest message comes first, whichever began first.
  const other = { threadId: 'b', subject: 'Other' };
  expect(subjects(item(1, { subject: 'First' }), item(2, other), item(3, {}))).toEqual(['First', 'Other']);
  expect(subjects(item(1, { subject: 'First' }), item(2, other))).toEqual(['Other', 'First']);
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

test('what I sent stands in its thread by the time of sending, and a thread of mine alone is sent', () => {
  const items = [item(1, {}), item(2, { sentAt: after(20) })];
  const sent = [own('msg_b', 30, { threadId: 'mine' }), own('msg_a', 10)];
  const [mine, both] = threadsOf({ items, sent, me: ME });
  expect(mine).toMatchObject({ id: 'mine', group: 'Sent', unread: [], letters: [{ isOwn: true }] });
  expect(both).toMatchObject({ group: 'Needs reply', unread: [1, 2], letters: [{ seq: 1 }, { isOwn: true }, { seq: 2 }] });
});

test('what I sent is never unread: a thread that I answered and acknowledged is read', () => {
  const items = [item(1, { ackedAt: AT })];
  expect(threadsOf({ items, sent: [own('msg_a', 10)], me: ME })).toMatchObject([{ group: 'Read', unread: [] }]);
});

test('how far a message has come is told of its one reader, and counted of several', () => {
  const receipt = (state: string, takenBy: string | null = null) => ({ inbox: 'scout', state, takenBy, at: null }) as never;
  expect(receiptWords([receipt('queued')])).toBe('not read yet');
  expect(receiptWords([receipt('delivered')])).toBe('received');
  expect(receiptWords([receipt('acked', 'ada')])).toBe('acknowledged by ada');
  expect(receiptWords([receipt('expired')])).toBe('not acknowledged in time');
  expect(receiptWords([])).toBe('sent to nobody');
  expect(receiptWords([receipt('queued'), receipt('acked'), receipt('queued')])).toBe(
    'acknowledged by 1, not read yet by 2 of 3',
  );
  expect(receiptWords([receipt('queued'), receipt('read aloud')])).toBe('not read yet by 1, read aloud by 1 of 2');
});
