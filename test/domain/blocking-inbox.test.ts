import { expect, test } from 'vitest';
import { PROGRESS_TIMEOUT_MS } from '../../server/domain/tasks/lease-rules.ts';
import { blockingTeam, inMs } from '../support/blocking-team.ts';
import type { Caller } from '../support/board.ts';

/** What the server itself has sent to this caller or a role of its own, oldest first. */
async function letters(caller: Caller) {
  const { items, offers } = await caller.inbox.list({});
  return [...items, ...offers].map(({ message }) => message).filter((message) => message.from === 'system');
}

test('[BL1] whoever is asked finds the question in the inbox, with the choices and how to answer; nobody else does', async () => {
  const { ada, rob, lead, scout, id, epoch, block } = await blockingTeam();
  await block({ kind: 'question', reason: 'Which\nport?', waitingOn: { agent: 'ada' }, options: ['80', '443'] });
  const [letter, ...others] = await letters(ada);
  expect(others).toEqual([]);
  expect(letter).toMatchObject({ taskId: id, urgency: 'now', subject: `${id} waits for you: Which port?` });
  for (const part of ['scout cannot go on', '"80", "443"', `/v1/tasks/${id}/unblock`, `"epoch": ${epoch}`]) {
    expect(letter?.body).toContain(part);
  }
  for (const caller of [rob, lead, scout]) expect(await letters(caller)).toEqual([]);
});

test('[BL1] a role, a person and the leads hear of what waits for them, and of a task or a date nobody does', async () => {
  const { board, ada, rob, lead, id, block, blockAgain } = await blockingTeam();
  const subjects = async (caller: Caller) => (await letters(caller)).map(({ subject }) => subject?.replace(/.*: /, ''));
  const other = await ada.tasks.create({ title: 'other' });
  await block({ kind: 'question', reason: 'one' });
  for (const fields of [
    { kind: 'question' as const, reason: 'two', waitingOn: { human: 'rob' } },
    { kind: 'question' as const, reason: 'three', waitingOn: { human: 'any' } },
    { kind: 'resource' as const, reason: 'four', waitingOn: { agent: 'ada' } },
    { kind: 'dependency' as const, reason: 'five', waitingOn: { task: other.id } },
    { reason: 'six', until: inMs(board, 60_000) },
  ]) {
    await board.admin.tasks.unblock({ id, answer: 'go on' });
    await blockAgain(fields);
  }
  expect(await subjects(lead)).toEqual(['one', 'three']);
  expect(await subjects(rob)).toEqual(['two']);
  expect(await subjects(ada)).toEqual(['four']);
});

test('[BL2] the agent that blocked a task hears that it can go on, with the answer, but not of an act of its own', async () => {
  const { board, scout, lead, ada, id, block, blockAgain } = await blockingTeam();
  await block({ kind: 'question', reason: 'Which port?' });
  await lead.tasks.unblock({ id, answer: 'Port 4445.' });
  const [answer] = await letters(scout);
  expect(answer).toMatchObject({ taskId: id, urgency: 'now', subject: `${id} can go on` });
  for (const part of ["lena answered scout's question: Port 4445.", `/v1/tasks/${id}/claim`, '10 min'])
    expect(answer?.body).toContain(part);
  await blockAgain({ reason: 'a strike' });
  await scout.tasks.unblock({ id });
  await blockAgain({ reason: 'a holiday', until: inMs(board, 1_000) });
  await board.pass(1_000);
  await board.services.upkeep.sweep();
  expect(await letters(scout)).toHaveLength(1);
  const other = await ada.tasks.create({ title: 'other', reviewer: 'none' });
  await blockAgain({ kind: 'dependency', reason: 'needs it', waitingOn: { task: other.id } });
  const { epoch } = await ada.tasks.claim({ id: other.id });
  await ada.tasks.submit({ id: other.id, epoch, summary: 'made' });
  expect((await letters(scout)).at(-1)?.body).toContain('What scout waited for is done.');
});

test('[BL4] the third block for the same reason goes to the leads, and not to those who were asked before', async () => {
  const { ada, lead, id, block, blockAgain } = await blockingTeam();
  const waits = { kind: 'resource' as const, reason: 'no disk', waitingOn: { agent: 'ada' } };
  await block(waits);
  for (let nth = 2; nth <= 3; nth += 1) {
    await lead.tasks.unblock({ id });
    await blockAgain(waits);
  }
  expect(await letters(ada)).toHaveLength(2);
  const told = await letters(lead);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ urgency: 'now', body: expect.stringContaining('blocked 3 times for this reason') });
});

test('[LE7] [TK1] the leads hear of a holder that falls silent, and of a task that waits in vain', async () => {
  const { board, scout, ada, lead, id, epoch } = await blockingTeam();
  for (let left = PROGRESS_TIMEOUT_MS; left > 0; left -= 50_000) {
    await board.pass(Math.min(left, 50_000));
    await scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: id, epoch }] });
  }
  await board.services.upkeep.noteSilent();
  await board.services.upkeep.noteSilent();
  const first = await ada.tasks.create({ title: 'first' });
  const second = await ada.tasks.create({ title: 'second', dependsOn: [first.id] });
  await ada.tasks.cancel({ id: first.id, reason: 'too dear' });
  const told = (await letters(lead)).map(({ taskId, subject, body }) => [taskId, subject, body.includes('too dear')]);
  expect(told).toEqual([
    [id, `${id} stands still: in the way`, false],
    [second.id, `${second.id} stands still: second`, true],
  ]);
});
