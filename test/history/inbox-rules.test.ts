import { expect, test } from 'vitest';
import { checkInboxes, type InboxHistory } from './inbox-rules.ts';

const entry = (seq: number, id: string, acked = true) => ({ seq, id, acked });

/** ada got a, b and c; she saw a and b, acknowledged a, died, saw b and c, and acknowledged them. */
const SOUND: InboxHistory = {
  sent: ['a', 'b', 'c'].map((id) => ({ key: `key ${id}`, id, inboxes: ['ada'] })),
  looks: [
    { reader: 'ada', after: 0, limit: 9, head: 2, items: [entry(1, 'a'), entry(2, 'b')], invokedAt: 1, returnedAt: 2 },
    { reader: 'ada', after: 0, limit: 9, head: 3, items: [entry(2, 'b'), entry(3, 'c')], invokedAt: 5, returnedAt: 6 },
  ],
  acks: [
    { reader: 'ada', seqs: [1], invokedAt: 3, returnedAt: 4 },
    { reader: 'ada', seqs: [2, 3], invokedAt: 7, returnedAt: 8 },
  ],
  takes: [
    { id: 'r', by: 'ada' },
    { id: 'r', by: 'ada' },
  ],
  log: ['a', 'b', 'c'].map((id) => ({ id, inboxes: ['ada'] })),
  inboxes: { ada: [entry(1, 'a'), entry(2, 'b'), entry(3, 'c')] },
};

const [first, second] = SOUND.looks;
const [a, b, c] = [entry(1, 'a'), entry(2, 'b'), entry(3, 'c')];

const BROKEN: Record<string, Partial<InboxHistory>> = {
  'a hole in the numbers': { inboxes: { ada: [a, b, entry(4, 'c')] } },
  'an inbox in another order than the log': { log: [...SOUND.log].reverse() },
  'a message that is lost': { inboxes: { ada: [a, b] } },
  'a message that arrived twice': { inboxes: { ada: [a, b, c, entry(4, 'c')] } },
  'one that nobody acknowledged': { inboxes: { ada: [a, b, entry(3, 'c', false)] } },
  'one key under which two were sent': { sent: [...SOUND.sent, { key: 'key a', id: 'b', inboxes: [] }] },
  'one that was sent and no sender knows of': { sent: SOUND.sent.slice(1) },
  'a number that was another message before': { looks: [{ ...look(first), items: [entry(1, 'z'), b] }] },
  'a look that is out of order': { looks: [{ ...look(first), items: [b, a] }] },
  'one behind another that the reader is not shown': { looks: [look(first), { ...look(second), items: [c] }] },
  'one at the end that the reader is not shown': { looks: [look(first), { ...look(second), items: [b] }] },
  'one that is shown after it was acknowledged': { looks: [look(first), { ...look(second), items: [a, b, c] }] },
  'one of a role that two were told to have': { takes: [...SOUND.takes, { id: 'r', by: 'bob' }] },
};

function look(found: InboxHistory['looks'][number] | undefined) {
  if (found === undefined) throw new Error('the history has looks');
  return found;
}

test('[IN1] [IN2] [IN4] a sound history of inboxes shows nothing', () => {
  expect(checkInboxes(SOUND)).toEqual([]);
});

test.each(Object.entries(BROKEN))('[IN1] [IN2] [IN4] the checker finds %s', (_, change) => {
  expect(checkInboxes({ ...SOUND, ...change })).not.toEqual([]);
});
