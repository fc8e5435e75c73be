import { describe, expect, test } from 'vitest';
import { codeOf, refusal } from '../support/board.ts';
import { createReviewBoard, eventTypes, submitAgain, submitNew } from '../support/reviewing.ts';

const LEASE_MS = 60_000;
/** After an expiry, before another may take it. */
const DELAY_MS = 5_000;
const HOUR_MS = 60 * 60_000;

describe('taking a review in hand', () => {
  test('[RV3] is a lease with an epoch of its own: of many one gets it, its repeat gives the same, the others hear who has it', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id } = await submitNew(scout, { leaseTtlSeconds: 30 });
    const won = await ada.reviews.claim({ id });
    expect(won).toMatchObject({ epoch: 1, leaseRemainingMs: 30_000, alreadyHeld: false, task: { status: 'validating' } });
    expect(won.review).toMatchObject({ status: 'claimed', holder: { agent: 'ada', leaseRemainingMs: 30_000 } });
    expect(await ada.reviews.claim({ id })).toMatchObject({ epoch: 1, alreadyHeld: true });
    const refused = await refusal(bob.reviews.claim({ id }));
    expect(refused).toMatchObject({
      code: 'task_held',
      message: 'ada has the review of T-1 in hand; its lease is good for 30 s.',
    });
    const other = board.as(ada.token, { session: (await ada.sessions.start({})).id });
    expect((await refusal(other.reviews.claim({ id }))).message).toContain('Another session of ada');
    expect((await board.admin.agents.get({ name: 'ada' })).presence).toMatchObject({
      work: 'working',
      because: expect.stringContaining('holds the review of T-1'),
    });
  });

  test('[RV3] whoever has it in hand decides with its epoch; nobody else does meanwhile, not even a lead', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id } = await submitNew(scout);
    const { epoch } = await ada.reviews.claim({ id });
    const approve = { id, revision: 1, decision: 'approve' } as const;
    expect(await codeOf(bob.reviews.decide(approve))).toBe('task_held');
    expect(await codeOf(board.admin.reviews.decide(approve))).toBe('task_held');
    expect(await codeOf(bob.reviews.decide({ ...approve, epoch }))).toBe('lease_lost');
    expect(await codeOf(ada.reviews.decide({ ...approve, epoch: epoch + 1 }))).toBe('lease_lost');
    const { review, task } = await ada.reviews.decide({ ...approve, epoch });
    expect(task.status).toBe('done');
    expect(review).toMatchObject({ status: 'approved', holder: null, decidedBy: 'ada' });
    expect(await codeOf(bob.reviews.claim({ id }))).toBe('stale_review');
    expect(await codeOf(ada.reviews.release({ id, epoch, reason: 'late' }))).toBe('stale_review');
  });

  test('[RV3] while nobody has it in hand, one who may judge it decides without a claim, with no epoch', async () => {
    const { scout, ada } = await createReviewBoard();
    const { review: id } = await submitNew(scout);
    const approve = { id, revision: 1, decision: 'approve' } as const;
    expect(await codeOf(ada.reviews.decide({ ...approve, epoch: 1 }))).toBe('lease_lost');
    expect((await ada.reviews.decide(approve)).task.status).toBe('done');
  });

  test('[RV3] it is given back by its holder or by a lead, with the current epoch, and by the end of the session', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id } = await submitNew(scout);
    const first = await ada.reviews.claim({ id });
    expect(await codeOf(bob.reviews.release({ id, epoch: first.epoch, reason: 'mine' }))).toBe('lease_lost');
    expect(await codeOf(ada.reviews.release({ id, epoch: 2, reason: 'no' }))).toBe('lease_lost');
    const free = await ada.reviews.release({ id, epoch: first.epoch, reason: 'no time' });
    expect(free).toMatchObject({ status: 'open', holder: null, epoch: 2, expiries: 0 });
    const second = await bob.reviews.claim({ id });
    expect(second.epoch).toBe(3);
    await board.admin.reviews.release({ id, epoch: second.epoch, reason: 'I look at it myself' });
    const session = await bob.sessions.start({});
    const process = board.as(bob.token, { session: session.id });
    await process.reviews.claim({ id });
    expect(await process.sessions.end({ id: session.id })).toMatchObject({ released: [], releasedReviews: [id] });
    expect((await board.admin.reviews.list({})).items).toMatchObject([{ status: 'open', holder: null }]);
    expect((await eventTypes(board)).filter((type) => type === 'review.released')).toHaveLength(3);
  });

  test('[RV3] an agent has as many reviews in hand as it may hold tasks, beside those; a pause lets no claim through', async () => {
    const { board, scout, ada } = await createReviewBoard();
    const [first, second] = [await submitNew(scout), await submitNew(scout)];
    await ada.tasks.create({ title: 'own work' });
    await ada.tasks.claimNext({});
    const { epoch } = await ada.reviews.claim({ id: first.review });
    expect(await refusal(ada.reviews.claim({ id: second.review }))).toMatchObject({
      code: 'wip_limit',
      details: { current: { held: [first.review], maxConcurrent: 1 } },
    });
    await ada.agents.update({ name: 'ada', maxConcurrent: 2 });
    await ada.reviews.claim({ id: second.review });
    await board.admin.agents.pause({ name: 'ada', reason: 'lunch' });
    await ada.reviews.release({ id: first.review, epoch, reason: 'lunch' });
    expect(await codeOf(ada.reviews.claim({ id: first.review }))).toBe('agent_paused');
    await ada.reviews.decide({ id: second.review, revision: 1, decision: 'approve' });
  });

  test('[RV3] a reviewer must be able to do what the task asks for, unless it is named or a lead', async () => {
    const { board, scout, ada } = await createReviewBoard();
    await scout.agents.update({ name: 'scout', capabilities: ['ios'] });
    const { review: id, task } = await submitNew(scout, { requires: ['ios'] });
    const decide = { id, revision: 1, decision: 'approve' } as const;
    expect(await refusal(ada.reviews.claim({ id }))).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('ada lacks ios'),
    });
    expect(await codeOf(ada.reviews.decide(decide))).toBe('forbidden');
    expect((await ada.reviews.list({ mine: true })).items).toEqual([]);
    const { version } = await board.admin.tasks.get({ id: task });
    await board.admin.tasks.update({ id: task, ifMatch: version, reviewer: 'ada' });
    expect((await ada.reviews.decide(decide)).task.status).toBe('done');
  });
});

describe('the lease of a review', () => {
  test('[RV3] [LE1] is renewed by the heartbeat of the session, and lost leases are told with the reason', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id, task } = await submitNew(scout, { leaseTtlSeconds: 12 });
    const { epoch } = await ada.reviews.claim({ id });
    const beat = (reviewId = id, at = epoch) => ada.sessions.heartbeat({ id: 'current', reviews: [{ reviewId, epoch: at }] });
    for (let beats = 0; beats < 4; beats += 1) {
      await board.pass(11_000);
      const { reviews, nextHeartbeatMs } = await beat();
      expect(reviews).toEqual([{ reviewId: id, state: 'ok', leaseRemainingMs: 12_000 }]);
      expect(nextHeartbeatMs).toBe(4_000);
    }
    const lost = { state: 'lost', currentEpoch: 1 };
    expect((await beat('rev_none')).reviews).toEqual([{ reviewId: 'rev_none', ...lost, reason: 'not_yours', currentEpoch: 0 }]);
    expect((await bob.sessions.heartbeat({ id: 'current', reviews: [{ reviewId: id, epoch }] })).reviews).toMatchObject([
      { reason: 'not_yours' },
    ]);
    await ada.reviews.release({ id, epoch, reason: 'no time' });
    const again = await ada.reviews.claim({ id });
    expect((await beat()).reviews).toEqual([{ reviewId: id, ...lost, reason: 'released', currentEpoch: again.epoch }]);
    await board.admin.tasks.cancel({ id: task, reason: 'not wanted' });
    expect((await beat(id, again.epoch)).reviews).toEqual([
      { reviewId: id, ...lost, reason: 'cancelled', currentEpoch: again.epoch },
    ]);
  });

  test('[RV3] [LE3] late but not taken it renews and decides; taken it is lost', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const [kept, taken] = [await submitNew(scout), await submitNew(scout)];
    await ada.agents.update({ name: 'ada', maxConcurrent: 2 });
    for (const { review: id } of [kept, taken]) await ada.reviews.claim({ id });
    await board.pass(LEASE_MS + DELAY_MS);
    expect((await board.admin.reviews.list({ taskId: kept.task })).items).toMatchObject([{ status: 'open', expiries: 1 }]);
    await bob.reviews.claim({ id: taken.review });
    const { reviews } = await ada.sessions.heartbeat({
      id: 'current',
      reviews: [kept, taken].map(({ review: reviewId }) => ({ reviewId, epoch: 1 })),
    });
    expect(reviews).toEqual([
      { reviewId: kept.review, state: 'ok', leaseRemainingMs: LEASE_MS },
      { reviewId: taken.review, state: 'lost', reason: 'expired', currentEpoch: 3 },
    ]);
    const approve = { revision: 1, decision: 'approve', epoch: 1 } as const;
    expect(await codeOf(ada.reviews.decide({ id: taken.review, ...approve }))).toBe('lease_lost');
    await board.pass(LEASE_MS + DELAY_MS);
    expect((await ada.reviews.decide({ id: kept.review, ...approve })).review).toMatchObject({ status: 'approved', expiries: 0 });
  });

  test('[RV3] a reviewer that dies is replaced, by the predicate itself, after one lease and the delay and not before', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id } = await submitNew(scout);
    await ada.reviews.claim({ id });
    await board.pass(LEASE_MS + DELAY_MS - 1);
    expect(await codeOf(bob.reviews.claim({ id }))).toBe('task_held');
    await board.pass(1);
    expect(await bob.reviews.claim({ id })).toMatchObject({ epoch: 3, review: { expiries: 1, holder: { agent: 'bob' } } });
    expect((await eventTypes(board)).slice(-3)).toEqual(['review.claimed', 'review.expired', 'review.claimed']);
    await bob.reviews.decide({ id, revision: 1, decision: 'approve', epoch: 3 });
  });

  test('[RV3] what a dead reviewer had in hand may be decided without a claim as well', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id } = await submitNew(scout);
    await ada.reviews.claim({ id });
    await board.pass(LEASE_MS + DELAY_MS);
    expect((await bob.reviews.decide({ id, revision: 1, decision: 'approve' })).task.status).toBe('done');
    expect((await eventTypes(board)).slice(-3)).toEqual(['review.expired', 'task.approved', 'task.done']);
  });

  test('[RV3] [LE6] a time in which nobody listened expires no reviewer', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id } = await submitNew(scout);
    await ada.reviews.claim({ id });
    await board.pass(LEASE_MS);
    await board.gap(HOUR_MS);
    expect(await codeOf(bob.reviews.claim({ id }))).toBe('task_held');
    await board.pass(LEASE_MS + DELAY_MS);
    await bob.reviews.claim({ id });
  });
});

describe('who is asked', () => {
  test('[RV3] the least busy of those alive and able, the next one after an expiry, nobody while it is in hand', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id, task } = await submitNew(scout);
    const offeredTo = async () => (await board.admin.reviews.list({ taskId: task })).items[0]?.offeredTo;
    // Only whoever has given a sign of life is asked, and never the author.
    expect(await offeredTo()).toBeNull();
    for (const one of [ada, bob]) await one.sessions.heartbeat({ id: 'current' });
    expect(await offeredTo()).toBe('ada');
    await ada.tasks.create({ title: 'something else', labels: ['else'] });
    await ada.tasks.claimNext({ labels: ['else'] });
    expect(await offeredTo()).toBe('bob');
    await bob.reviews.claim({ id });
    expect(await offeredTo()).toBeNull();
    await board.pass(LEASE_MS + DELAY_MS);
    for (const one of [ada, bob]) await one.sessions.heartbeat({ id: 'current' });
    expect(await offeredTo()).toBe('ada');
    await board.admin.agents.pause({ name: 'ada', reason: 'lunch' });
    expect(await offeredTo()).toBe('bob');
  });

  test('[RV3] a lead names another while a submission waits; the one before loses it, and nobody lesser changes that', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id, task } = await submitNew(scout);
    const { epoch } = await ada.reviews.claim({ id });
    const name = async (caller: typeof board.admin, reviewer: string) =>
      caller.tasks.update({ id: task, reviewer, ifMatch: (await board.admin.tasks.get({ id: task })).version });
    expect(await codeOf(name(scout, 'bob'))).toBe('forbidden');
    expect(await codeOf(name(ada, 'bob'))).toBe('forbidden');
    expect(await codeOf(name(board.admin, 'none'))).toBe('invalid_input');
    await name(board.admin, 'bob');
    expect((await board.admin.reviews.list({})).items).toMatchObject([{ reviewer: 'bob', holder: null, offeredTo: 'bob' }]);
    expect(await codeOf(ada.reviews.decide({ id, revision: 1, decision: 'approve', epoch }))).toBe('lease_lost');
    expect(await codeOf(ada.reviews.claim({ id }))).toBe('forbidden');
    expect((await bob.reviews.decide({ id, revision: 1, decision: 'approve' })).task.status).toBe('done');
  });
});

describe('escalation', () => {
  test('[RV3] after three expiries the review is for leads alone, who are told once; it is never approved by time', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id, task } = await submitNew(scout);
    const look = async () => (await board.admin.reviews.list({})).items[0];
    for (const [nth, reviewer] of [ada, bob, ada].entries()) {
      expect(await look()).toMatchObject({ expiries: nth, escalated: null });
      await reviewer.reviews.claim({ id });
      await board.pass(LEASE_MS + DELAY_MS);
    }
    const escalated = { since: expect.any(String), because: '3 reviewers let their lease run out' };
    expect(await look()).toMatchObject({ status: 'open', expiries: 3, escalated });
    for (const reviewer of [ada, bob]) {
      expect(await codeOf(reviewer.reviews.claim({ id }))).toBe('forbidden');
      expect(await codeOf(reviewer.reviews.decide({ id, revision: 1, decision: 'approve' }))).toBe('forbidden');
    }
    for (let sweeps = 0; sweeps < 3; sweeps += 1) await board.services.upkeep.sweep();
    const { items } = await board.admin.events.list({ limit: 200 });
    expect(items.filter(({ type }) => type === 'review.escalated')).toMatchObject([
      { actor: 'system', taskId: task, data: { review: id, because: escalated.because } },
    ]);
    expect(items.filter(({ type }) => type === 'review.expired')).toHaveLength(3);
    expect(await look()).toMatchObject({ expiries: 3, escalated });
    const lea = await board.agent('lea', { role: 'lead' });
    const { epoch } = await lea.reviews.claim({ id });
    expect((await lea.reviews.decide({ id, revision: 1, decision: 'approve', epoch })).task.status).toBe('done');
  });

  test('[RV3] the third whose lease is over may still be late: while nobody wrote it down its renewal counts', async () => {
    const { board, scout, ada } = await createReviewBoard();
    const { review: id } = await submitNew(scout);
    for (let claims = 0; claims < 3; claims += 1) {
      await ada.reviews.claim({ id });
      await board.pass(LEASE_MS + DELAY_MS);
    }
    await ada.sessions.heartbeat({ id: 'current', reviews: [{ reviewId: id, epoch: 5 }] });
    expect((await board.admin.reviews.list({})).items).toMatchObject([{ status: 'claimed', expiries: 2, escalated: null }]);
    expect((await ada.reviews.decide({ id, revision: 1, decision: 'approve', epoch: 5 })).task.status).toBe('done');
  });

  test('[RV3] after two hours and not before the leads are asked; who is able may still take it, and no time approves it', async () => {
    const { board, scout, ada } = await createReviewBoard();
    const { review: id, task } = await submitNew(scout);
    const look = async () => (await board.admin.reviews.list({})).items[0];
    await board.gap(2 * HOUR_MS - 1);
    await board.services.upkeep.sweep();
    expect(await look()).toMatchObject({ escalated: null });
    await board.gap(1);
    expect(await look()).toMatchObject({ escalated: { because: 'it waited two hours without a decision' } });
    expect(await eventTypes(board)).not.toContain('review.escalated');
    await board.services.upkeep.sweep();
    expect((await eventTypes(board)).slice(-2)).toEqual(['review.escalated', 'message.sent']);
    await board.gap(1_000 * HOUR_MS);
    await board.services.upkeep.sweep();
    await board.services.upkeep.tidy();
    expect((await board.admin.tasks.get({ id: task })).status).toBe('validating');
    expect(await look()).toMatchObject({ status: 'open', approvals: [] });
    await ada.reviews.claim({ id });
    expect((await ada.reviews.decide({ id, revision: 1, decision: 'approve', epoch: 1 })).task.status).toBe('done');
  });

  test('[RV3] a lead who names a reviewer gives what three let lapse back to it', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const { review: id, task } = await submitNew(scout);
    for (let claims = 0; claims < 3; claims += 1) {
      await ada.reviews.claim({ id });
      await board.pass(LEASE_MS + DELAY_MS);
    }
    const { version } = await board.admin.tasks.get({ id: task });
    await board.admin.tasks.update({ id: task, ifMatch: version, reviewer: 'bob' });
    expect(await bob.reviews.claim({ id })).toMatchObject({ review: { expiries: 0 } });
  });
});

test('[RV5] several approvals are given one after the other: the review is free for the next, not for the same again', async () => {
  const { scout, ada, bob, board } = await createReviewBoard();
  const { review: id, task } = await submitNew(scout, { reviewsRequired: 2 });
  const first = await ada.reviews.claim({ id });
  const approve = { id, revision: 1, decision: 'approve' } as const;
  const half = await ada.reviews.decide({ ...approve, epoch: first.epoch });
  expect(half).toMatchObject({ task: { status: 'validating' }, review: { status: 'open', holder: null } });
  expect(await refusal(ada.reviews.claim({ id }))).toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('already'),
  });
  expect((await ada.reviews.list({ mine: true })).items).toEqual([]);
  const second = await bob.reviews.claim({ id });
  expect((await bob.reviews.decide({ ...approve, epoch: second.epoch })).task.status).toBe('done');
  const { reviews } = await board.admin.tasks.get({ id: task });
  expect(reviews[0]?.approvals.map(({ by }) => by)).toEqual(['ada', 'bob']);
});

test('[RV5] where one is named and several must approve, the one named comes first and the others are for anybody', async () => {
  const { scout, ada, bob } = await createReviewBoard();
  const { review: id } = await submitNew(scout, { reviewsRequired: 2, reviewer: 'ada' });
  const approve = { id, revision: 1, decision: 'approve' } as const;
  expect(await codeOf(bob.reviews.decide(approve))).toBe('forbidden');
  await ada.reviews.decide(approve);
  expect((await bob.reviews.decide(approve)).task.status).toBe('done');
});

test('[RV4] the rounds of a task are listed with their notes, newest first', async () => {
  const { board, scout, ada } = await createReviewBoard();
  const { review, task: id } = await submitNew(scout);
  await ada.reviews.decide({ id: review, revision: 1, decision: 'request_changes', note: 'mind the edges' });
  const next = await submitAgain(scout, id);
  await ada.reviews.decide({ id: next, revision: 2, decision: 'approve', note: 'fine now' });
  expect((await board.admin.tasks.get({ id })).reviews).toMatchObject([
    { round: 2, revision: 2, status: 'approved', note: 'fine now', decidedBy: 'ada' },
    { round: 1, revision: 1, status: 'changes_requested', note: 'mind the edges', decidedBy: 'ada' },
  ]);
});
