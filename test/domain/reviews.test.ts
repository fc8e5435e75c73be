import { describe, expect, test } from 'vitest';
import { type Board, type Caller, codeOf, createBoard, refusal } from '../support/board.ts';

const HOLD_MS = 10 * 60_000;

/** Claims and submits a task; gives the id of the review. */
async function submitted(caller: Caller, id: string): Promise<string> {
  const { epoch } = await caller.tasks.claim({ id });
  await caller.tasks.submit({ id, epoch, summary: 'done' });
  return openReview(caller, id);
}

async function openReview(caller: Caller, id: string): Promise<string> {
  const review = (await caller.reviews.list({})).items.find((one) => one.taskId === id);
  return review?.id ?? '';
}

async function withAuthor(): Promise<{ board: Board; scout: Caller; ada: Caller; id: string }> {
  const board = await createBoard();
  const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
  const { id } = await scout.tasks.create({ title: 'judged' });
  return { board, scout, ada, id };
}

describe('submitting', () => {
  test("[RV1] ends the author's lease and fixes a revision; a decision on another one is stale", async () => {
    const { board, scout, ada, id } = await withAuthor();
    const review = await submitted(scout, id);
    expect(await board.admin.tasks.get({ id })).toMatchObject({
      status: 'validating',
      holder: null,
      revision: 1,
      summary: 'done',
    });
    expect(await codeOf(scout.tasks.progress({ id, epoch: 1, note: 'one more thing' }))).toBe('lease_lost');
    const stale = await refusal(ada.reviews.decide({ id: review, revision: 2, decision: 'approve' }));
    expect(stale.code).toBe('stale_review');
    expect(stale.details.current).toMatchObject({ revision: 1 });
    await ada.reviews.decide({ id: review, revision: 1, decision: 'request_changes', note: 'again' });
    await submitted(scout, id);
    expect(await codeOf(ada.reviews.decide({ id: review, revision: 1, decision: 'approve' }))).toBe('stale_review');
  });

  test('[RV1] without review wanted the task is done at once', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id } = await scout.tasks.create({ title: 'small', reviewer: 'none' });
    await scout.tasks.claim({ id });
    expect((await scout.tasks.submit({ id, epoch: 1, summary: 'done' })).status).toBe('done');
    expect((await scout.tasks.history({ id })).items.map((event) => event.type).slice(-2)).toEqual([
      'task.submitted',
      'task.done',
    ]);
  });

  test('[RV6] acceptance criteria are answered one by one, and evidence keeps its type', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id } = await scout.tasks.create({ title: 'strict', acceptance: ['tests pass', 'docs updated'] });
    await scout.tasks.claim({ id });
    const submit = (answers: Array<{ criterion: number; met: boolean }>) =>
      scout.tasks.submit({ id, epoch: 1, summary: 'done', answers });
    const refused = await refusal(submit([{ criterion: 0, met: true }]));
    expect(refused.code).toBe('invalid_input');
    expect(refused.details.problems).toEqual([{ path: 'answers', message: 'answer criterion 1 once: docs updated' }]);
    expect(await codeOf(submit([0, 1, 2].map((criterion) => ({ criterion, met: true }))))).toBe('invalid_input');
    expect(await codeOf(submit([0, 0, 1].map((criterion) => ({ criterion, met: true }))))).toBe('invalid_input');
    const evidence = [{ type: 'command' as const, command: 'npm test', exitCode: 0, vouchedBy: 'checked' as const }];
    const answers = [0, 1].map((criterion) => ({ criterion, met: true }));
    await scout.tasks.submit({ id, epoch: 1, summary: 'done', answers, evidence });
    const [review] = (await board.admin.reviews.list({})).items;
    expect(review).toMatchObject({
      evidence,
      answers: [
        { criterion: 0, met: true, note: '' },
        { criterion: 1, met: true, note: '' },
      ],
    });
  });
});

describe('deciding', () => {
  test('[RV2] nobody who was granted an epoch decides: not the author, not an earlier holder, not with another token or session', async () => {
    const { board, scout, ada, id } = await withAuthor();
    const early = await board.agent('early');
    await early.tasks.claim({ id });
    await early.tasks.release({ id, epoch: 1, reason: 'no time' });
    const review = await submitted(scout, id);
    const second = await board.admin.tokens.create({ agent: 'scout', label: 'second' });
    const session = await scout.sessions.start({});
    const approve = { id: review, revision: 1, decision: 'approve' as const };
    for (const worker of [scout, early, board.as(second.token), board.as(second.token, { session: session.id })]) {
      expect(await codeOf(worker.reviews.decide(approve))).toBe('forbidden');
      expect(await codeOf(worker.reviews.decide({ ...approve, decision: 'request_changes', note: 'no' }))).toBe('forbidden');
    }
    expect((await scout.reviews.list({ mine: true })).items).toEqual([]);
    expect((await ada.reviews.list({ mine: true })).items).toHaveLength(1);
    expect((await ada.reviews.decide(approve)).task.status).toBe('done');
  });

  test('[RV2] the statement that stores an approval refuses one who worked on the task by itself', async () => {
    const { board, scout, id } = await withAuthor();
    const review = await submitted(scout, id);
    const approval = { review, by: 'scout', selfReview: false, note: null, at: 0, project: 'main', task: 1, generation: 1 };
    const insert = (fields: object) => board.storage.write(({ q }) => q.insertApproval({ ...approval, ...fields }));
    expect(await insert({})).toEqual({ changes: 0 });
    expect(await insert({ by: 'ada' })).toEqual({ changes: 1 });
    expect(await insert({ generation: 2 })).toEqual({ changes: 1 });
  });

  test('[RV2] after it was done and reopened, who worked on it before may review what others do now', async () => {
    const { board, scout, ada, id } = await withAuthor();
    await ada.reviews.decide({ id: await submitted(scout, id), revision: 1, decision: 'approve' });
    await board.admin.tasks.reopen({ id, reason: 'more is wanted' });
    const review = await submitted(ada, id);
    expect(await codeOf(ada.reviews.decide({ id: review, revision: 2, decision: 'approve' }))).toBe('forbidden');
    expect((await scout.reviews.decide({ id: review, revision: 2, decision: 'approve' })).task.status).toBe('done');
  });

  test('[RV2] a project may allow self-review, and the approval says that it was one', async () => {
    const board = await createBoard();
    await board.admin.projects.create({ name: 'solo', selfReview: true });
    const lead = board.as(board.adminToken, { project: 'solo' });
    const { token } = await lead.agents.register({ name: 'scout' });
    const scout = board.as(token);
    const { id } = await scout.tasks.create({ title: 'alone' });
    const decided = await scout.reviews.decide({ id: await submitted(scout, id), revision: 1, decision: 'approve' });
    expect(decided.task.status).toBe('done');
    expect(decided.review.approvals).toMatchObject([{ by: 'scout', selfReview: true }]);
  });

  test('[RV4] changes need a note; it is in the next handover, and the author has ten minutes before others', async () => {
    const { board, scout, ada, id } = await withAuthor();
    const other = await board.agent('other');
    const review = await submitted(scout, id);
    expect(await codeOf(ada.reviews.decide({ id: review, revision: 1, decision: 'request_changes' }))).toBe('invalid_input');
    await ada.reviews.decide({ id: review, revision: 1, decision: 'request_changes', note: 'mind the edge cases' });
    expect((await refusal(other.tasks.claim({ id }))).message).toContain('reserved for scout');
    await board.pass(HOLD_MS - 1);
    expect((await other.tasks.claimNext({})).none?.nextClaimableInMs).toBe(1);
    await board.pass(1);
    const { claims } = await other.tasks.claimNext({});
    expect(claims[0]).toMatchObject({
      epoch: 2,
      handover: { notes: [{ kind: 'review', author: 'ada', text: 'mind the edge cases' }] },
    });
  });

  test('[RV4] [CL4] a task that was cancelled while it was kept for its author is for anybody once it is reopened', async () => {
    const { board, scout, ada, id } = await withAuthor();
    await ada.reviews.decide({ id: await submitted(scout, id), revision: 1, decision: 'request_changes', note: 'again' });
    await board.admin.tasks.cancel({ id, reason: 'not wanted' });
    await board.admin.tasks.reopen({ id, reason: 'wanted after all' });
    expect((await ada.tasks.claimNext({})).claims[0]?.task.id).toBe(id);
  });

  test('[RV4] the author finds it again by claim-next at once', async () => {
    const { scout, ada, id } = await withAuthor();
    await ada.reviews.decide({ id: await submitted(scout, id), revision: 1, decision: 'request_changes', note: 'again' });
    expect((await ada.tasks.claimNext({})).claims).toEqual([]);
    expect((await scout.tasks.claimNext({})).claims[0]?.task.id).toBe(id);
  });

  test('[RV5] it takes as many approvals as the task asks for, by different principals, of one revision', async () => {
    const board = await createBoard();
    const [scout, ada, bob] = [await board.agent('scout'), await board.agent('ada'), await board.agent('bob')];
    const { id } = await scout.tasks.create({ title: 'twice checked', reviewsRequired: 2 });
    const first = await submitted(scout, id);
    const approve = (review: string, revision: number) => ({ id: review, revision, decision: 'approve' as const });
    expect((await ada.reviews.decide(approve(first, 1))).task.status).toBe('validating');
    expect((await ada.reviews.decide(approve(first, 1))).task.status).toBe('validating');
    await bob.reviews.decide({ id: first, revision: 1, decision: 'request_changes', note: 'no' });
    const second = await submitted(scout, id);
    expect((await ada.reviews.decide(approve(second, 2))).task.status).toBe('validating');
    const { task, review } = await bob.reviews.decide(approve(second, 2));
    expect(task.status).toBe('done');
    expect(review.approvals.map((approval) => approval.by).sort()).toEqual(['ada', 'bob']);
  });

  test('[RV5] a named reviewer decides, or a lead; nobody else', async () => {
    const board = await createBoard();
    const [scout, ada, bob] = [await board.agent('scout'), await board.agent('ada'), await board.agent('bob')];
    const { id } = await scout.tasks.create({ title: 'for ada', reviewer: 'ada' });
    const review = await submitted(scout, id);
    const refused = await refusal(bob.reviews.decide({ id: review, revision: 1, decision: 'approve' }));
    expect(refused).toMatchObject({ code: 'forbidden', message: 'ada is to review T-1, not bob.' });
    expect((await ada.reviews.decide({ id: review, revision: 1, decision: 'approve' })).task.status).toBe('done');
  });

  test('[RV4] [IN5] the note of a request for changes reaches the inbox of the author, but not one of a review of its own', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    const { id } = await scout.tasks.create({ title: 'x' });
    const review = await submitted(scout, id);
    await ada.reviews.decide({ id: review, revision: 1, decision: 'request_changes', note: 'shorter' });
    expect((await scout.inbox.list({})).items).toMatchObject([
      { message: { from: 'ada', subject: 'Changes requested on T-1, revision 1', body: 'shorter', taskId: id } },
    ]);
    expect((await ada.inbox.list({})).head).toBe(0);
    await board.admin.projects.create({ name: 'solo', selfReview: true });
    const solo = board.as(board.adminToken, { project: 'solo' });
    const own = board.as((await solo.agents.register({ name: 'own' })).token);
    const task = await own.tasks.create({ title: 'x' });
    await own.tasks.claim({ id: task.id });
    await own.tasks.submit({ id: task.id, epoch: 1, summary: 's' });
    const [mine] = (await own.reviews.list({})).items;
    await own.reviews.decide({ id: mine?.id ?? '', revision: 1, decision: 'request_changes', note: 'hm' });
    expect((await own.inbox.list({})).head).toBe(0);
  });
});
