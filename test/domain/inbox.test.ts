import { describe, expect, test } from 'vitest';
import { INBOX_MAX_WAITING } from '../../server/contract/inbox.ts';
import { postFromSystem } from '../../server/domain/inbox/post-message.ts';
import { type Board, codeOf, createBoard, refusal } from '../support/board.ts';

type Mate = Awaited<ReturnType<Board['agent']>>;

const read = async (mate: Pick<Mate, 'inbox'>, input = {}) =>
  (await mate.inbox.list(input)).items.map(({ seq, message }) => `${seq} ${message.body}`);
const say = (from: Pick<Mate, 'messages'>, agent: string, body: string, more = {}) =>
  from.messages.send({ to: { agent }, body, ...more });

async function team(board: Board): Promise<[Mate, Mate, Mate]> {
  return [await board.agent('ada'), await board.agent('bob'), await board.agent('eve')];
}

describe('reading and acknowledging', () => {
  test('[IN1] [LAW4] messages come in order with dense numbers, and reading them acknowledges nothing', async () => {
    const board = await createBoard();
    const [ada, bob, eve] = await team(board);
    expect(await ada.inbox.list({})).toEqual({ items: [], head: 0, acked: 0, unacked: 0, offers: [] });
    await say(bob, 'ada', 'one');
    await say(eve, 'ada', 'two');
    await say(bob, 'eve', 'not for ada');
    await board.admin.messages.send({ to: { agent: 'ada' }, body: 'three' });
    for (let round = 0; round < 2; round += 1) expect(await read(ada)).toEqual(['1 one', '2 two', '3 three']);
    expect(await read(ada, { after: 1, limit: 1 })).toEqual(['2 two']);
    expect(await ada.inbox.list({ limit: 1 })).toMatchObject({ head: 3, acked: 0, unacked: 3 });
  });

  test('[IN1] one by one or up to a number: what is not acknowledged comes again, and hides nothing behind it', async () => {
    const board = await createBoard();
    const [ada, bob] = await team(board);
    for (let nth = 1; nth <= 5; nth += 1) await say(bob, 'ada', `m${nth}`);
    expect(await ada.inbox.ack({ seqs: [4, 2] })).toEqual({ head: 5, acked: 0, unacked: 3 });
    expect(await read(ada)).toEqual(['1 m1', '3 m3', '5 m5']);
    expect(await ada.inbox.ack({ upTo: 1 })).toEqual({ head: 5, acked: 2, unacked: 2 });
    expect(await ada.inbox.ack({ upTo: 1 })).toEqual({ head: 5, acked: 2, unacked: 2 });
    const last = (await ada.inbox.list({})).items.at(-1)?.message.id ?? '';
    expect(await ada.inbox.ack({ ids: [last] })).toEqual({ head: 5, acked: 2, unacked: 1 });
    expect(await read(ada)).toEqual(['3 m3']);
    expect(await ada.inbox.ack({ upTo: 5 })).toEqual({ head: 5, acked: 5, unacked: 0 });
    expect(await read(ada, { acked: true })).toEqual(['1 m1', '2 m2', '3 m3', '4 m4', '5 m5']);
    const { items } = await board.admin.events.list({ limit: 200 });
    expect(items.filter(({ type }) => type === 'message.acked').map(({ data }) => data['seqs'])).toEqual([
      [
        [2, 2],
        [4, 4],
      ],
      [[1, 1]],
      [[5, 5]],
      [[3, 3]],
    ]);
  });

  test('[IN1] a number that is not there yet is refused, and so is a request that says less or more than one thing', async () => {
    const board = await createBoard();
    const [ada, bob] = await team(board);
    await say(bob, 'ada', 'one');
    const refused = await refusal(ada.inbox.ack({ upTo: 2 }));
    expect(refused).toMatchObject({ code: 'invalid_input', message: 'There is no message 2 yet: your inbox ends at 1.' });
    expect(await codeOf(ada.inbox.ack({ seqs: [1, 2] }))).toBe('invalid_input');
    expect(await codeOf(ada.inbox.ack({}))).toBe('bad_request');
    expect(await codeOf(ada.inbox.ack({ upTo: 1, seqs: [1] }))).toBe('bad_request');
    expect(await read(ada)).toEqual(['1 one']);
  });

  test('[LE1] [IN1] a heartbeat tells the number of the newest message', async () => {
    const board = await createBoard();
    const [ada, bob] = await team(board);
    const head = async () => (await ada.sessions.heartbeat({ id: 'current' })).inboxHead;
    expect(await head()).toBe(0);
    await say(bob, 'ada', 'one');
    await say(bob, 'ada', 'two');
    await ada.inbox.ack({ upTo: 2 });
    expect(await head()).toBe(2);
  });

  test('[IN1] [EV4] of many who write to the same at once none is lost, and replaying the log gives every inbox', async () => {
    const board = await createBoard();
    const mates = await team(board);
    const names = ['ada', 'bob', 'eve'];
    await Promise.all(
      Array.from({ length: 90 }, async (_, i) => {
        const from = mates[i % 3];
        if (from === undefined) return;
        if (i % 10 === 0) await from.messages.send({ to: { all: true }, body: `all ${i}` });
        else await say(from, names[(i + 1 + (i % 2)) % 3] ?? '', `m${i}`);
        if (i % 7 === 0) await from.inbox.ack({ upTo: 1 }).catch(() => undefined);
      }),
    );
    await mates[0].messages.send({ to: { role: 'agent' }, body: 'anyone?' });
    const [offer] = (await mates[1].inbox.list({})).offers;
    await mates[1].messages.take({ id: offer?.message.id ?? '' });
    const stored = await board.storage.read(({ q }) =>
      Promise.all([...names, 'role:agent'].map((owner) => q.listLetters({ project: 'main', owner, after: 0, limit: 999 }))),
    );
    expect(stored.flat()).toHaveLength(9 * 2 + 81 + 1);
    const kept = stored.map((letters) =>
      letters.map(({ seq, id, ackedAt, taker }) => ({ seq, id, acked: ackedAt !== null, taker })),
    );
    expect(kept).toEqual((await replayed(board, [...names, 'role:agent'])).map((inbox) => inbox));
  });
});

interface Replayed {
  seq: number;
  id: unknown;
  acked: boolean;
  taker: unknown;
}

/** The inboxes as the log alone tells of them. */
async function replayed(board: Board, owners: readonly string[]): Promise<Replayed[][]> {
  const inboxes = new Map<string, Replayed[]>(owners.map((owner) => [owner, []]));
  const { items } = await board.admin.events.list({ limit: 200 });
  for (const { type, actor, data } of items) {
    if (type === 'message.sent') {
      for (const owner of data['inboxes'] as string[]) {
        const inbox = inboxes.get(owner);
        inbox?.push({ seq: inbox.length + 1, id: data['message'], acked: false, taker: null });
      }
    }
    const inbox = inboxes.get(String(data['inbox'])) ?? [];
    if (type === 'message.acked') {
      for (const [first, last] of data['seqs'] as Array<[number, number]>) {
        for (const entry of inbox) entry.acked ||= entry.seq >= first && entry.seq <= last;
      }
    }
    if (type === 'message.taken') for (const entry of inbox) if (entry.seq === data['seq']) entry.taker = actor;
  }
  return [...inboxes.values()];
}

describe('what becomes of a message', () => {
  test('[IN3] its sender sees it queued, delivered when a heartbeat says so, and acknowledged', async () => {
    const board = await createBoard();
    const [ada, bob] = await team(board);
    const { id } = await say(ada, 'bob', 'one');
    await say(ada, 'bob', 'two');
    const state = async () => (await ada.messages.get({ id })).receipts[0];
    await bob.inbox.list({});
    expect(await state()).toEqual({ inbox: 'bob', state: 'queued', takenBy: null, at: null });
    await board.pass(1_000);
    await bob.sessions.heartbeat({ id: 'current', inboxSeen: 1 });
    expect(await state()).toMatchObject({ state: 'delivered', at: '2027-01-15T08:00:01.000Z' });
    const { items } = await bob.inbox.list({ after: 1 });
    expect((await ada.messages.get({ id: items[0]?.message.id ?? '' })).receipts).toMatchObject([{ state: 'queued' }]);
    await board.pass(1_000);
    await bob.inbox.ack({ upTo: 1 });
    expect(await state()).toMatchObject({ state: 'acked', at: '2027-01-15T08:00:02.000Z' });
    expect((await bob.messages.get({ id })).receipts).toHaveLength(1);
  });

  test('[IN3] past its time it is a dead letter for each who did not acknowledge it, and the sender is told once', async () => {
    const board = await createBoard();
    const [ada, bob, eve] = await team(board);
    const { id } = await ada.messages.send({ to: { all: true }, subject: 'Soon', body: 'quick', expiresInSeconds: 60 });
    await eve.inbox.ack({ upTo: 1 });
    await board.pass(59_999);
    await board.services.upkeep.sweep();
    expect(await read(bob)).toEqual(['1 quick']);
    await board.pass(1);
    // It is over by itself; the sweep only says so.
    expect(await bob.inbox.list({})).toMatchObject({ items: [], acked: 1, unacked: 0 });
    expect(await bob.inbox.ack({ seqs: [1] })).toMatchObject({ unacked: 0 });
    await board.services.upkeep.sweep();
    await board.services.upkeep.sweep();
    const receipts = (await ada.messages.get({ id })).receipts.map(({ inbox, state }) => [inbox, state]);
    expect(receipts).toEqual([
      ['bob', 'expired'],
      ['eve', 'acked'],
    ]);
    const { items } = await ada.inbox.list({});
    expect(items).toMatchObject([{ message: { from: 'system', subject: 'Not acknowledged in time' } }]);
    expect(items[0]?.message.body).toContain(`bob did not acknowledge ${id} (“Soon”) in time`);
    const events = (await board.admin.events.list({ limit: 200 })).items.filter(({ type }) => type === 'message.expired');
    expect(events.map(({ data }) => data)).toEqual([{ message: id, places: [{ inbox: 'bob', seq: 1 }] }]);
  });

  test('[IN3] the server is told of no dead letters, and a message can be looked up for a week after its time', async () => {
    const board = await createBoard();
    const [ada] = await team(board);
    const system = { project: 'main', to: { agent: 'ada' }, subject: 's', body: 'b', urgency: 'now', task: null } as const;
    await board.storage.write((tx) => postFromSystem(tx, { ...system, at: board.clock.wallNow() }));
    const id = (await ada.inbox.list({})).items[0]?.message.id ?? '';
    const week = 7 * 24 * 60 * 60 * 1_000;
    await board.gap(week);
    await board.services.upkeep.sweep();
    expect((await ada.messages.get({ id })).receipts).toMatchObject([{ state: 'expired' }]);
    expect((await ada.inbox.list({})).head).toBe(1);
    await board.gap(week);
    await board.services.upkeep.tidy();
    expect((await ada.messages.get({ id })).id).toBe(id);
    await board.gap(1);
    await board.services.upkeep.tidy();
    expect(await codeOf(ada.messages.get({ id }))).toBe('not_found');
    await say(board.admin, 'ada', 'numbers go on');
    expect(await read(ada)).toEqual(['2 numbers go on']);
  });

  test('[IN4] the same key to the same recipient is the same message, also at once; to another it is another', async () => {
    const board = await createBoard();
    const [ada, bob, eve] = await team(board);
    const same = await Promise.all(Array.from({ length: 8 }, (_, i) => say(ada, 'bob', `try ${i}`, { dedupeKey: 'once' })));
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    await say(eve, 'bob', 'from another', { dedupeKey: 'once' });
    await say(ada, 'eve', 'to another', { dedupeKey: 'once' });
    await say(ada, 'bob', 'other key', { dedupeKey: 'twice' });
    expect(await read(bob)).toEqual([`1 ${same[0]?.body}`, '2 from another', '3 other key']);
    expect(await read(eve)).toEqual(['1 to another']);
  });

  test('[IN4] a full inbox refuses senders but never the server, and silences nobody who writes to all', async () => {
    const board = await createBoard();
    const [ada, bob, eve] = await team(board);
    const { id } = await say(ada, 'bob', 'first');
    await board.storage.write(async (tx) => {
      const entry = { project: 'main', owner: 'bob', message: id, expiresAt: board.clock.wallNow() + 1_000, deadAt: null };
      await tx.append({ project: 'main', type: 'message.sent', at: 0, actor: 'ada', task: null, agent: null, data: {} });
      for (let nth = 2; nth < INBOX_MAX_WAITING; nth += 1) await tx.post(entry);
    });
    await say(ada, 'bob', 'the last that fits');
    const refused = await refusal(say(ada, 'bob', 'too much'));
    expect(refused).toMatchObject({
      code: 'inbox_full',
      message: expect.stringContaining('10000 messages wait in the inbox of bob'),
    });
    expect(await codeOf(say(ada, 'eve', 'and @bob'))).toBe('inbox_full');
    const all = await ada.messages.send({ to: { all: true }, body: 'everybody' });
    expect(all.receipts).toMatchObject([
      { inbox: 'eve', state: 'queued' },
      { inbox: 'bob', state: 'expired' },
    ]);
    expect(await read(eve)).toEqual(['1 everybody']);
    const { id: task } = await ada.tasks.create({ title: 'x' });
    await ada.tasks.comment({ id: task, body: 'but @bob is named here' });
    const system = { project: 'main', to: { agent: 'bob' }, subject: 's', body: 'b', urgency: 'now', task: null } as const;
    await board.storage.write((tx) => postFromSystem(tx, { ...system, at: board.clock.wallNow() }));
    const { head } = await bob.inbox.list({ limit: 1 });
    expect(head).toBe(INBOX_MAX_WAITING + 3);
    await bob.inbox.ack({ upTo: 3 });
    await say(ada, 'bob', 'fits again');
  });
});

describe('what one has sent', () => {
  test('[IN3] comes page by page, all of it or that of a thread, and is one’s own alone', async () => {
    const board = await createBoard();
    const [ada, bob] = await team(board);
    const ids = [];
    for (const body of ['one', 'two', 'three']) ids.push((await say(ada, 'bob', body)).id);
    const [one = '', two = ''] = ids;
    const answer = await bob.messages.send({ replyTo: one, body: 'to one' });
    ids.push((await ada.messages.send({ replyTo: answer.id, body: 'to that' })).id);
    const bodies = async (reader: Pick<typeof ada, 'messages'>, query: { threadId?: string } = {}) =>
      (await reader.messages.sent(query)).items.map(({ body }) => body).toSorted();
    expect(await bodies(ada)).toEqual(['one', 'three', 'to that', 'two']);
    expect(await bodies(ada, { threadId: one })).toEqual(['one', 'to that']);
    expect(await bodies(bob, { threadId: one })).toEqual(['to one']);
    expect(await bodies(bob, { threadId: two })).toEqual([]);
    expect(await bodies(board.admin)).toEqual([]);
    const first = await ada.messages.sent({ limit: 2 });
    const second = await ada.messages.sent({ limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(await ada.messages.sent({ limit: 2, cursor: second.nextCursor ?? '' })).toEqual({ items: [], nextCursor: null });
  });
});

describe('who may see what', () => {
  test('[SE4] nobody reads what was sent to another, through the inbox, the message or the log', async () => {
    const board = await createBoard();
    const [ada, bob, eve] = await team(board);
    const lead = await board.agent('maria', { role: 'lead' });
    const { id } = await say(ada, 'bob', 'a secret', { subject: 'a hush' });
    for (const other of [eve, lead, board.admin]) {
      expect(await codeOf(other.messages.get({ id }))).toBe('not_found');
      expect(await codeOf(other.messages.send({ replyTo: id, body: 'x' }))).toBe('not_found');
      expect(await codeOf(other.inbox.ack({ ids: [id] }))).toBe('not_found');
      expect(await codeOf(other.messages.take({ id }))).toBe('not_found');
      expect((await other.inbox.list({ acked: true })).items).toEqual([]);
      expect(JSON.stringify([await other.events.list({ limit: 200 }), await other.events.snapshot({})])).not.toMatch(
        /secret|hush/,
      );
    }
    expect(await codeOf(bob.messages.take({ id }))).toBe('not_found');
    await board.admin.projects.create({ name: 'side' });
    const side = board.as(board.adminToken, { project: 'side' });
    await side.agents.register({ name: 'bob' });
    expect(await codeOf(side.messages.get({ id }))).toBe('not_found');
    expect((await bob.messages.get({ id })).body).toBe('a secret');
  });
});
