import { describe, expect, test } from 'vitest';
import { type Board, codeOf, createBoard, refusal } from '../support/board.ts';

type Mate = Awaited<ReturnType<Board['agent']>>;

const read = async (mate: Pick<Mate, 'inbox'>, input = {}) =>
  (await mate.inbox.list(input)).items.map(({ seq, message }) => `${seq} ${message.body}`);
const say = (from: Pick<Mate, 'messages'>, agent: string, body: string, more = {}) =>
  from.messages.send({ to: { agent }, body, ...more });

async function team(board: Board): Promise<[Mate, Mate, Mate]> {
  return [await board.agent('ada'), await board.agent('bob'), await board.agent('eve')];
}

describe('recipients', () => {
  test('[IN2] a message to all reaches everybody who has not retired, and threads, replies and tasks are kept', async () => {
    const board = await createBoard();
    const [ada, bob, eve] = await team(board);
    const { id: task } = await ada.tasks.create({ title: 'a task' });
    await board.admin.agents.retire({ name: 'eve', reason: 'done' });
    const first = await ada.messages.send({ to: { all: true }, subject: 'Hi', body: 'hello', taskId: task, urgency: 'now' });
    expect(first).toMatchObject({
      from: 'ada',
      to: { all: true },
      subject: 'Hi',
      urgency: 'now',
      threadId: first.id,
      taskId: task,
    });
    expect(first.receipts).toEqual([{ inbox: 'bob', state: 'queued', takenBy: null, at: null }]);
    expect(await read(ada)).toEqual([]);
    const reply = await bob.messages.send({ replyTo: first.id, body: 'hello yourself' });
    expect(reply).toMatchObject({ to: { agent: 'ada' }, threadId: first.id, replyTo: first.id, taskId: task });
    const more = await bob.messages.send({ to: { agent: 'ada' }, threadId: first.id, body: 'and more' });
    expect(more).toMatchObject({ threadId: first.id, replyTo: null, taskId: null });
    expect(await read(ada)).toEqual(['1 hello yourself', '2 and more']);
    expect(await codeOf(bob.messages.send({ to: { agent: 'ada' }, threadId: reply.id, body: 'x' }))).toBe('invalid_input');
    expect(await codeOf(eve.inbox.list({}))).toBe('unauthenticated');
  });

  test('[IN2] who is not there, has retired, is the server or nobody at all cannot be written to', async () => {
    const board = await createBoard();
    const [ada, bob] = await team(board);
    await board.admin.agents.retire({ name: 'eve', reason: 'done' });
    const refused = async (input: Parameters<Mate['messages']['send']>[0]) => (await refusal(ada.messages.send(input))).message;
    expect(await refused({ to: { agent: 'nobody' }, body: 'x' })).toBe('There is no agent nobody in this project.');
    expect(await refused({ to: { agent: 'eve' }, body: 'x' })).toBe('eve has retired.');
    expect(await refused({ to: { agent: 'system' }, body: 'x' })).toBe('The server itself reads no messages.');
    expect(await refused({ body: 'x' })).toBe('The message is to nobody.');
    expect(await codeOf(ada.messages.send({ to: { agent: 'bob' }, body: 'x', taskId: 'T-9' }))).toBe('not_found');
    expect(await codeOf(ada.messages.send({ replyTo: 'msg_none', body: 'x' }))).toBe('not_found');
    expect(await codeOf(ada.messages.send({ to: { agent: 'bob' }, body: '' }))).toBe('bad_request');
    expect((await bob.inbox.list({})).head).toBe(0);
  });

  test('[IN2] a person without an agent has an inbox too, and is answered', async () => {
    const board = await createBoard();
    const [ada] = await team(board);
    const { token } = await board.admin.tokens.create({ label: 'ci', role: 'admin' });
    const ci = board.as(token);
    const asked = await ci.messages.send({ to: { agent: 'ada' }, body: 'built?' });
    expect(asked.from).toBe('token:ci');
    await ada.messages.send({ replyTo: asked.id, body: 'yes' });
    await say(ada, 'admin', 'all built');
    expect(await read(ci)).toEqual(['1 yes']);
    expect(await read(board.admin)).toEqual(['1 all built']);
  });

  test('[IN2] a message to a role is offered to its members; of five that take it at once one has it', async () => {
    const board = await createBoard();
    const ada = await board.agent('ada');
    const reviewers = await Promise.all(['r1', 'r2', 'r3', 'r4', 'r5'].map((name) => board.agent(name, { role: 'reviewer' })));
    const { id, receipts } = await ada.messages.send({ to: { role: 'reviewer' }, body: 'who looks?' });
    expect(receipts).toEqual([{ inbox: 'role:reviewer', state: 'queued', takenBy: null, at: null }]);
    expect((await ada.inbox.list({})).offers).toEqual([]);
    for (const one of reviewers) {
      expect((await one.inbox.list({})).offers).toMatchObject([{ role: 'reviewer', takenBy: null, message: { id } }]);
    }
    const taken = await Promise.allSettled(reviewers.map((one) => one.messages.take({ id })));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const at = taken.findIndex(({ status }) => status === 'fulfilled');
    const [taker, loser] = [reviewers[at], reviewers[(at + 1) % 5]];
    if (taker === undefined || loser === undefined) throw new Error('somebody took it');
    const refused = await refusal(loser.messages.take({ id }));
    expect(refused).toMatchObject({ code: 'message_taken', details: { current: { messageId: id, takenBy: `r${at + 1}` } } });
    expect((await loser.inbox.list({})).offers).toEqual([]);
    expect((await taker.inbox.list({})).offers).toMatchObject([{ takenBy: `r${at + 1}`, leaseRemainingMs: 300_000 }]);
    expect(await codeOf(loser.inbox.ack({ ids: [id] }))).toBe('message_taken');
    await taker.inbox.ack({ ids: [id] });
    await taker.inbox.ack({ ids: [id] });
    expect((await taker.inbox.list({})).offers).toEqual([]);
    expect((await ada.messages.get({ id })).receipts).toMatchObject([{ state: 'acked', takenBy: `r${at + 1}` }]);
    const { items } = await board.admin.events.list({ limit: 200 });
    const types = items.map(({ type }) => type).filter((type) => type.startsWith('message.'));
    expect(types).toEqual(['message.sent', 'message.taken', 'message.acked']);
  });

  test('[IN2] [LE6] what a dead taker had is free after five minutes of listening, not before, and not by a gap', async () => {
    const board = await createBoard();
    const [ada, bob, eve] = await team(board);
    const { id } = await ada.messages.send({ to: { role: 'agent' }, body: 'anyone?' });
    await bob.messages.take({ id });
    await board.pass(299_999);
    expect(await codeOf(eve.messages.take({ id }))).toBe('message_taken');
    expect((await eve.inbox.list({})).offers).toEqual([]);
    await board.gap(600_000);
    await board.pass(299_999);
    expect(await codeOf(eve.messages.take({ id }))).toBe('message_taken');
    await board.pass(1);
    expect((await eve.inbox.list({})).offers).toMatchObject([{ takenBy: null, leaseRemainingMs: null }]);
    // Late, but nobody took it meanwhile: it is still bob's.
    expect(await bob.messages.take({ id })).toMatchObject({ takenBy: 'bob', leaseRemainingMs: 300_000 });
    await board.pass(300_000);
    expect(await eve.messages.take({ id })).toMatchObject({ takenBy: 'eve' });
    expect(await codeOf(bob.inbox.ack({ ids: [id] }))).toBe('message_taken');
    await eve.inbox.ack({ ids: [id] });
    expect((await ada.messages.get({ id })).receipts).toMatchObject([{ state: 'acked', takenBy: 'eve' }]);
  });

  test('[IN2] acknowledging a message to the role that nobody has takes it, and leads and admins share theirs', async () => {
    const board = await createBoard();
    const ada = await board.agent('ada');
    const maria = await board.agent('maria', { kind: 'human', role: 'lead' });
    const { id } = await ada.messages.send({ to: { role: 'lead' }, body: 'may I?' });
    expect((await board.admin.inbox.list({})).offers).toHaveLength(1);
    await maria.inbox.ack({ ids: [id] });
    expect((await board.admin.inbox.list({})).offers).toEqual([]);
    expect((await ada.messages.get({ id })).receipts).toMatchObject([{ inbox: 'role:lead', state: 'acked', takenBy: 'maria' }]);
  });

  test('[IN2] [IN5] agents named in a comment or a message get it, others and the author do not', async () => {
    const board = await createBoard();
    const [ada, bob, eve] = await team(board);
    const { id } = await ada.tasks.create({ title: 'a task' });
    await ada.tasks.comment({ id, body: '@bob, see a@eve.org and @ada and @nobody.' });
    expect((await bob.inbox.list({})).items).toMatchObject([
      {
        message: { from: 'ada', subject: 'ada named you in a comment on T-1', body: expect.stringContaining('@bob'), taskId: id },
      },
    ]);
    const sent = await ada.messages.send({ to: { agent: 'bob' }, body: 'ask @eve, @bob or @ada.' });
    expect(sent.receipts.map(({ inbox }) => inbox)).toEqual(['bob', 'eve']);
    expect([(await bob.inbox.list({})).head, await read(eve), await read(ada)]).toEqual([2, ['1 ask @eve, @bob or @ada.'], []]);
  });

  test('[IN5] nobody gets what it sent to itself, to all, or to its own role', async () => {
    const board = await createBoard();
    const [ada, bob] = await team(board);
    expect((await refusal(say(ada, 'ada', 'x'))).message).toBe('The message is to its own sender.');
    const own = await ada.messages.send({ to: { role: 'agent' }, body: 'anyone?' });
    expect((await ada.inbox.list({})).offers).toEqual([]);
    expect((await bob.inbox.list({})).offers).toMatchObject([{ message: { id: own.id } }]);
    expect(await codeOf(ada.messages.send({ replyTo: own.id, body: 'me again' }))).toBe('invalid_input');
    const alone = await createBoard();
    const only = await alone.agent('only');
    expect(await codeOf(only.messages.send({ to: { all: true }, body: 'x' }))).toBe('invalid_input');
    await alone.admin.messages.send({ to: { all: true }, body: 'y' });
    expect(await read(only)).toEqual(['1 y']);
  });
});
