import { describe, expect, test } from 'vitest';
import { type Board, type Caller, createBoard } from '../support/board.ts';
import { createReviewBoard, submitAgain, submitNew } from '../support/reviewing.ts';

const LEASE_AND_DELAY_MS = 65_000;
const TWO_HOURS_MS = 2 * 60 * 60_000;

/** The subjects in an inbox, and those that are offered to its owner's role. */
async function mail(caller: Caller): Promise<{ own: string[]; role: string[] }> {
  const { items, offers } = await caller.inbox.list({});
  const subjects = (messages: Array<{ subject: string | null }>) => messages.map(({ subject }) => subject ?? '');
  return { own: subjects(items.map(({ message }) => message)), role: subjects(offers.map(({ message }) => message)) };
}

const beat = (...callers: Caller[]) => Promise.all(callers.map((one) => one.sessions.heartbeat({ id: 'current' })));

describe('a submission', () => {
  test('[RV3] [IN5] is brought to whom it is offered, and to nobody else', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    await beat(scout, ada, bob);
    const { task, review } = await submitNew(scout);
    expect((await board.admin.reviews.list({})).items).toMatchObject([{ offeredTo: 'ada' }]);
    expect((await ada.inbox.list({})).items).toMatchObject([
      {
        message: {
          from: 'scout',
          subject: 'Review T-1, revision 1: judged',
          body: expect.stringContaining(`POST /v1/reviews/${review}/claim`),
          urgency: 'next',
          taskId: task,
        },
      },
    ]);
    for (const other of [scout, bob, board.admin]) expect(await mail(other)).toEqual({ own: [], role: [] });
    // Ada has been offered one, so the next is for bob.
    await submitNew(scout);
    expect(await mail(bob)).toEqual({ own: ['Review T-2, revision 1: judged'], role: [] });
    expect((await mail(ada)).own).toHaveLength(1);
  });

  test('[RV3] is brought to the one named, there or not', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    await beat(ada);
    await submitNew(scout, { reviewer: 'bob' });
    expect(await mail(bob)).toEqual({ own: ['Review T-1, revision 1: judged'], role: [] });
    for (const other of [ada, board.admin]) expect(await mail(other)).toEqual({ own: [], role: [] });
  });

  test('[RV3] is brought to the leads where nobody is there who is able, or the one named cannot', async () => {
    const { board, scout, ada } = await createReviewBoard();
    await ada.agents.update({ name: 'ada', capabilities: ['rust'] });
    await scout.agents.update({ name: 'scout', capabilities: ['sql'] });
    await beat(scout, ada);
    await submitNew(scout, { requires: ['sql'] });
    const { id } = await board.admin.tasks.create({ title: 'of its own', reviewer: 'scout' });
    await submitAgain(scout, id);
    const { offers } = await board.admin.inbox.list({});
    expect(offers).toMatchObject([
      {
        message: { subject: 'T-1, revision 1, finds no reviewer: judged', body: expect.stringContaining('Nobody who is there') },
      },
      { message: { subject: 'T-2, revision 1, finds no reviewer: of its own', body: expect.stringContaining('worked on it') } },
    ]);
    for (const other of [scout, ada]) expect(await mail(other)).toEqual({ own: [], role: [] });
  });

  test('[RV3] [IN5] its author is told nothing, not as the last who is able and not as a lead', async () => {
    const board = await createBoard();
    await board.admin.projects.create({ name: 'solo', selfReview: true });
    const solo = board.as(board.adminToken, { project: 'solo' });
    const own = board.as((await solo.agents.register({ name: 'own' })).token);
    await beat(own);
    await submitNew(own);
    expect((await solo.reviews.list({})).items).toMatchObject([{ offeredTo: 'own' }]);
    expect(await mail(own)).toEqual({ own: [], role: [] });
    const boss = await board.agent('boss', { role: 'lead' });
    await submitNew(boss);
    expect(await mail(boss)).toEqual({ own: [], role: [] });
    expect((await mail(board.admin)).role).toEqual(['T-1, revision 1, finds no reviewer: judged']);
  });

  test('[RV3] [IN5] a lead who names another reviewer for what waits has it told, unless that is the lead', async () => {
    const { board, scout, bob } = await createReviewBoard();
    const { task } = await submitNew(scout);
    const lea = await board.agent('lea', { role: 'lead' });
    const name = async (reviewer: string) =>
      lea.tasks.update({ id: task, reviewer, ifMatch: (await lea.tasks.get({ id: task })).version });
    await name('bob');
    expect(await mail(bob)).toEqual({ own: ['Review T-1, revision 1: judged'], role: [] });
    await name('lea');
    expect((await mail(lea)).own).toEqual([]);
  });
});

describe('an escalated review', () => {
  const FOR_LEADS = 'The review of T-1, revision 1, is for the leads';

  async function told(board: Board) {
    for (let sweeps = 0; sweeps < 3; sweeps += 1) await board.services.upkeep.sweep();
    const { offers } = await board.admin.inbox.list({});
    return offers.map(({ message }) => message).filter(({ subject }) => subject === FOR_LEADS);
  }

  test('[RV3] the leads are told once, after three expiries: which, of which task, since when, why', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id, task } = await submitNew(scout);
    for (const reviewer of [ada, bob, ada]) {
      expect(await told(board)).toEqual([]);
      await reviewer.reviews.claim({ id });
      await board.pass(LEASE_AND_DELAY_MS);
    }
    const messages = await told(board);
    expect(messages).toMatchObject([{ from: 'system', urgency: 'now', taskId: task }]);
    const since = (await board.admin.reviews.list({})).items[0]?.escalated?.since ?? 'never';
    for (const part of [id, 'T-1', 'scout', since, '3 reviewers let their lease run out'])
      expect(messages[0]?.body).toContain(part);
    for (const other of [scout, ada, bob]) expect(await mail(other)).toEqual({ own: [], role: [] });
  });

  test('[RV3] and after two hours without a decision', async () => {
    const { board, scout } = await createReviewBoard();
    await submitNew(scout);
    await board.gap(TWO_HOURS_MS - 1);
    expect(await told(board)).toEqual([]);
    await board.gap(1);
    expect(await told(board)).toMatchObject([{ body: expect.stringContaining('it waited two hours without a decision') }]);
  });
});
