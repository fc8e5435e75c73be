import { describe, expect, test } from 'vitest';
import { RECLAIM_DELAY_MS } from '../../server/domain/tasks/lease-rules.ts';
import { codeOf, createBoard, refusal } from '../support/board.ts';

const LEASE_MS = 60_000;

describe('claiming one task', () => {
  test('[CL1] of fifty agents that claim one task at once, exactly one wins and the rest hear who', async () => {
    const board = await createBoard();
    const task = await board.admin.tasks.create({ title: 'wanted by all' });
    const agents = await Promise.all(Array.from({ length: 50 }, (_, index) => board.agent(`agent-${index}`)));
    const replies = await Promise.allSettled(agents.map((agent) => agent.tasks.claim({ id: task.id })));
    const won = replies.filter((reply) => reply.status === 'fulfilled');
    expect(won).toHaveLength(1);
    const holder = (await board.admin.tasks.get({ id: task.id })).holder?.agent;
    const index = replies.findIndex((reply) => reply.status === 'fulfilled');
    expect(holder).toBe(`agent-${index}`);
    const loser = agents[index === 0 ? 1 : 0];
    const lost = await refusal(loser?.tasks.claim({ id: task.id }) ?? Promise.resolve());
    expect(lost.code).toBe('task_held');
    expect(lost.message).toContain(`agent-${index} holds T-1; its lease is good for 60 s`);
  });

  test("[CL2] the holder's own repeat keeps the epoch; another session of the same agent waits or takes over", async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const { id } = await scout.tasks.create({ title: 'mine' });
    expect(await scout.tasks.claim({ id })).toMatchObject({ epoch: 1, alreadyHeld: false, fence: 'T-1:1' });
    expect(await scout.tasks.claim({ id })).toMatchObject({ epoch: 1, alreadyHeld: true });

    const session = await scout.sessions.start({});
    const reborn = board.as(scout.token, { session: session.id });
    const refused = await refusal(reborn.tasks.claim({ id }));
    expect(refused.code).toBe('task_held');
    expect(refused.details.hint).toContain('takeover');
    expect(await reborn.tasks.takeover({ id })).toMatchObject({ epoch: 2, alreadyHeld: false });
    expect(await codeOf(scout.tasks.progress({ id, epoch: 1, note: 'still here' }))).toBe('lease_lost');
    expect(await reborn.tasks.progress({ id, epoch: 2, note: 'going on' })).toMatchObject({ leaseRemainingMs: LEASE_MS });

    const other = await board.agent('other');
    expect(await codeOf(other.tasks.takeover({ id }))).toBe('task_held');
  });

  test('[CL3] each refusal says why', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    await board.agent('ada');
    const why = async (id: string) => {
      const { code, message } = await refusal(scout.tasks.claim({ id }));
      return `${code}: ${message}`;
    };
    const first = await scout.tasks.create({ title: 'first' });
    const dependent = await scout.tasks.create({ title: 'after the first', dependsOn: [first.id] });
    const later = new Date(board.clock.wallNow() + 60_000).toISOString();
    const scheduled = await scout.tasks.create({ title: 'later', notBefore: later });
    const reserved = await scout.tasks.create({ title: 'for ada', assignee: 'ada' });
    const special = await scout.tasks.create({ title: 'needs ios', requires: ['ios'] });
    const over = await scout.tasks.create({ title: 'dropped' });
    await scout.tasks.cancel({ id: over.id, reason: 'not wanted' });
    expect(await why(dependent.id)).toBe('not_claimable: T-2 cannot be claimed: 1 of its dependencies (T-1) are not done.');
    expect(await why(scheduled.id)).toBe(`not_claimable: T-3 cannot be claimed: it is scheduled for ${later}.`);
    expect(await why(reserved.id)).toBe('not_claimable: T-4 cannot be claimed: it is reserved for ada.');
    expect(await why(special.id)).toBe('not_claimable: T-5 cannot be claimed: scout lacks ios.');
    expect(await why(over.id)).toBe('not_claimable: T-6 cannot be claimed: it is cancelled.');
    expect(await why('T-99')).toContain('not_found');
  });

  test('[CL5] [CL6] a lapsed task can be claimed after the delay, not before, and no timer has to fire', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    const { id } = await scout.tasks.create({ title: 'left behind' });
    await scout.tasks.claim({ id });
    await board.pass(LEASE_MS + RECLAIM_DELAY_MS - 1);
    expect(await codeOf(ada.tasks.claim({ id }))).toBe('task_held');
    await board.pass(1);
    expect(await board.admin.tasks.get({ id })).toMatchObject({ status: 'todo', holder: null, claimable: true, epoch: 1 });
    expect(await ada.tasks.claim({ id })).toMatchObject({ epoch: 3 });
    const { items } = await board.admin.tasks.history({ id });
    expect(items.map((event) => event.type)).toEqual(['task.created', 'task.claimed', 'task.expired', 'task.claimed']);
  });

  test('[CL6] after a release nobody waits', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    const { id } = await scout.tasks.create({ title: 'given back' });
    await scout.tasks.claim({ id });
    await scout.tasks.release({ id, epoch: 1, reason: 'not my field' });
    expect(await ada.tasks.claim({ id })).toMatchObject({ epoch: 3 });
  });

  test('[CL7] an agent holds as much as it may and no more; the refusal names what it holds', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout', { maxConcurrent: 2 });
    for (const title of ['a', 'b', 'c']) await scout.tasks.create({ title });
    await scout.tasks.claim({ id: 'T-1' });
    await scout.tasks.claim({ id: 'T-2' });
    const refused = await refusal(scout.tasks.claim({ id: 'T-3' }));
    expect(refused.code).toBe('wip_limit');
    expect(refused.message).toBe('scout holds T-1, T-2 and may hold 2 at once.');
    expect(await codeOf(scout.tasks.claimNext({}))).toBe('wip_limit');
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    expect(await scout.tasks.claim({ id: 'T-3' })).toMatchObject({ epoch: 1 });
  });

  test('[CL7] a lapsed lease that nobody took still counts while it can come back, and no longer', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    for (const title of ['a', 'b']) await scout.tasks.create({ title });
    await scout.tasks.claim({ id: 'T-1' });
    await board.pass(LEASE_MS + RECLAIM_DELAY_MS - 1);
    expect(await codeOf(scout.tasks.claim({ id: 'T-2' }))).toBe('wip_limit');
    await board.pass(1);
    expect(await scout.tasks.claim({ id: 'T-2' })).toMatchObject({ epoch: 1 });
  });
});

describe('claiming the next task', () => {
  test('[CL4] by priority, then age; passing over what is not for this agent', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout', { maxConcurrent: 20, capabilities: ['linux'] });
    await board.agent('ada');
    const later = new Date(board.clock.wallNow() + 60_000).toISOString();
    await scout.tasks.create({ title: 'old, ordinary' });
    await scout.tasks.create({ title: 'urgent', priority: 0 });
    await scout.tasks.create({ title: 'urgent but later', priority: 0, notBefore: later });
    await scout.tasks.create({ title: 'urgent but for ada', priority: 0, assignee: 'ada' });
    await scout.tasks.create({ title: 'urgent but needs ios', priority: 0, requires: ['ios'] });
    await scout.tasks.create({ title: 'urgent but waits', priority: 0, dependsOn: ['T-1'] });
    await scout.tasks.create({ title: 'for scout', priority: 1, assignee: 'scout' });
    await scout.tasks.create({ title: 'needs linux', priority: 1, requires: ['linux'] });
    await scout.tasks.create({ title: 'young, ordinary' });
    const got: string[] = [];
    for (;;) {
      const { claims } = await scout.tasks.claimNext({});
      const [claim] = claims;
      if (claim === undefined) break;
      got.push(claim.task.id);
    }
    expect(got).toEqual(['T-2', 'T-7', 'T-8', 'T-1', 'T-9']);
    expect((await scout.tasks.claimNext({})).none).toEqual({
      because: expect.stringContaining('scheduled'),
      nextClaimableInMs: 60_000,
    });
    await board.pass(60_000);
    expect((await scout.tasks.claimNext({})).claims[0]?.task.id).toBe('T-3');
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    const review = (await board.admin.reviews.list({})).items[0];
    await board.admin.reviews.decide({ id: review?.id ?? '', revision: 1, decision: 'approve' });
    expect((await scout.tasks.claimNext({})).claims[0]?.task.id).toBe('T-6');
  });

  test('[CL4] labels: the best among tasks that have one of them, also when their priority or label changes', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout', { maxConcurrent: 20 });
    await scout.tasks.create({ title: 'none' });
    await scout.tasks.create({ title: 'docs', labels: ['docs'] });
    await scout.tasks.create({ title: 'docs and web', labels: ['docs', 'web'], priority: 3 });
    await scout.tasks.create({ title: 'web', labels: ['web'] });
    await scout.tasks.update({ id: 'T-3', ifMatch: 1, priority: 0 });
    await scout.tasks.update({ id: 'T-2', ifMatch: 1, labels: ['api'] });
    const next = async (...labels: string[]) => (await scout.tasks.claimNext({ labels })).claims.map((claim) => claim.task.id);
    expect(await next('docs', 'web')).toEqual(['T-3']);
    expect(await next('docs')).toEqual([]);
    expect(await next('web')).toEqual(['T-4']);
    expect(await next('api')).toEqual(['T-2']);
  });

  test('[CL4] count takes several, as far as the agent may hold more', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout', { maxConcurrent: 3 });
    await scout.tasks.createMany({ tasks: Array.from({ length: 5 }, (_, index) => ({ title: `task ${index}` })) });
    expect((await scout.tasks.claimNext({ count: 10 })).claims.map((claim) => claim.task.id)).toEqual(['T-1', 'T-2', 'T-3']);
  });

  test('[CL4] many at once: each gets its own', async () => {
    const board = await createBoard();
    await board.admin.tasks.createMany({ tasks: Array.from({ length: 60 }, (_, index) => ({ title: `task ${index}` })) });
    const agents = await Promise.all(Array.from({ length: 60 }, (_, index) => board.agent(`agent-${index}`)));
    const replies = await Promise.all(agents.map((agent) => agent.tasks.claimNext({})));
    const ids = replies.flatMap((reply) => reply.claims.map((claim) => claim.task.id));
    expect(new Set(ids).size).toBe(60);
  });

  test('[CL4] a lapsed task of higher priority goes before a waiting one', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    await scout.tasks.create({ title: 'urgent', priority: 0 });
    await scout.tasks.create({ title: 'ordinary' });
    await scout.tasks.claimNext({});
    await board.pass(LEASE_MS + RECLAIM_DELAY_MS);
    expect((await ada.tasks.claimNext({})).claims[0]).toMatchObject({ task: { id: 'T-1' }, epoch: 3 });
  });

  test('[CL4] a waiting call wakes when a task is made', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const waiting = scout.tasks.claimNext({ waitSeconds: 20 });
    await board.admin.tasks.create({ title: 'just made' });
    expect((await waiting).claims[0]?.task.id).toBe('T-1');
  });
});
