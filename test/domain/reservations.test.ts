import { describe, expect, test } from 'vitest';
import { RESERVATIONS_MAX_PER_CLAIM } from '../../server/contract/reservations.ts';
import { RECLAIM_DELAY_MS } from '../../server/domain/tasks/lease-rules.ts';
import { type Board, type Caller, codeOf, createBoard, refusal } from '../support/board.ts';

const LEASE_MS = 60_000;

interface Team {
  readonly board: Board;
  readonly scout: Caller & { readonly token: string };
  readonly ada: Caller & { readonly token: string };
}

async function createTeam(): Promise<Team> {
  const board = await createBoard();
  const many = { maxConcurrent: 9 };
  return { board, scout: await board.agent('scout', many), ada: await board.agent('ada', many) };
}

const heldPaths = async (board: Board) => (await board.admin.reservations.list({})).items.map(({ paths }) => paths);
const next = async (caller: Caller, labels: string[] = []) =>
  (await caller.tasks.claimNext({ labels })).claims.map(({ task }) => task.id);

describe('the paths that a task declares', () => {
  test('[RS1] a claim holds them, exclusively, and its end gives them back', async () => {
    const { board, scout } = await createTeam();
    const { id } = await scout.tasks.create({ title: 'a', paths: ['src/**', 'docs/a.md'], reviewer: 'none' });
    expect(await heldPaths(board)).toEqual([]);
    await scout.tasks.claim({ id });
    expect((await board.admin.reservations.list({})).items).toEqual([
      {
        id: 'T-1:1',
        taskId: 'T-1',
        epoch: 1,
        agent: 'scout',
        mode: 'exclusive',
        paths: ['src/**', 'docs/a.md'],
        declared: true,
        leaseRemainingMs: LEASE_MS,
        createdAt: new Date(board.clock.wallNow()).toISOString(),
      },
    ]);
    await scout.tasks.submit({ id, epoch: 1, summary: 'done' });
    expect(await heldPaths(board)).toEqual([]);
  });

  test('[RS1] [CL3] a claim that would touch what another holds is refused, and says who holds which path for how long', async () => {
    const { scout, ada } = await createTeam();
    await scout.tasks.create({ title: 'a', paths: ['src/**'] });
    await scout.tasks.create({ title: 'b', paths: ['docs/*.md', '**/*.test.ts'] });
    await scout.tasks.create({ title: 'c', paths: ['docs/**'] });
    await scout.tasks.claim({ id: 'T-1' });
    const refused = await refusal(ada.tasks.claim({ id: 'T-2' }));
    expect(refused.code).toBe('not_claimable');
    expect(refused.message).toBe(
      'T-2 cannot be claimed: **/*.test.ts overlaps src/** (at src/.test.ts), which scout holds for T-1; its lease is good for 60 s.',
    );
    expect(refused.details.current).toMatchObject({ id: 'T-2', inTheWay: { id: 'T-1:1', agent: 'scout' } });
    expect(await ada.tasks.claim({ id: 'T-3' })).toMatchObject({ epoch: 1 });
    await scout.tasks.release({ id: 'T-1', epoch: 1, reason: 'no' });
    expect(await codeOf(scout.tasks.claim({ id: 'T-2' }))).toBe('not_claimable');
    await ada.tasks.release({ id: 'T-3', epoch: 1, reason: 'no' });
    expect(await scout.tasks.claim({ id: 'T-2' })).toMatchObject({ epoch: 1 });
  });

  test('[RS1] two claims of one agent are in each other’s way as those of two', async () => {
    const { scout } = await createTeam();
    for (const title of ['a', 'b']) await scout.tasks.create({ title, paths: ['src'] });
    await scout.tasks.claim({ id: 'T-1' });
    expect(await codeOf(scout.tasks.claim({ id: 'T-2' }))).toBe('not_claimable');
    expect(await scout.tasks.claim({ id: 'T-1' })).toMatchObject({ alreadyHeld: true });
  });

  test.each([
    ['submit', (scout: Caller) => scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' })],
    ['release', (scout: Caller) => scout.tasks.release({ id: 'T-1', epoch: 1, reason: 'no' })],
    ['force-release', (_: Caller, board: Board) => board.admin.tasks.forceRelease({ id: 'T-1', reason: 'no' })],
    ['cancel', (_: Caller, board: Board) => board.admin.tasks.cancel({ id: 'T-1', reason: 'no' })],
    ['the end of the session', (scout: Caller) => scout.sessions.end({ id: 'current' })],
  ])('[RS1] %s gives the paths of the claim back, in the same commit', async (_, end) => {
    const { board, scout, ada } = await createTeam();
    for (const title of ['a', 'b']) await ada.tasks.create({ title, paths: ['src/**'] });
    await scout.tasks.claim({ id: 'T-1' });
    await scout.reservations.make({ taskId: 'T-1', epoch: 1, paths: ['docs/**'] });
    await end(scout, board);
    expect(await heldPaths(board)).toEqual([]);
    const types = (await board.admin.events.list({ limit: 200 })).items.map(({ type }) => type);
    expect(types.filter((type) => type === 'reservation.released')).toHaveLength(2);
    expect(await ada.tasks.claim({ id: 'T-2' })).toMatchObject({ epoch: 1 });
  });

  test('[RS1] [CL5] a hold is over with its lease and the delay, not before, and no timer has to fire', async () => {
    const { board, scout, ada } = await createTeam();
    await scout.tasks.create({ title: 'a', paths: ['src/**'] });
    await scout.tasks.create({ title: 'b', paths: ['src/b.ts'] });
    await scout.tasks.claim({ id: 'T-1' });
    await board.pass(LEASE_MS + RECLAIM_DELAY_MS - 1);
    expect(await heldPaths(board)).toEqual([['src/**']]);
    expect(await codeOf(ada.tasks.claim({ id: 'T-2' }))).toBe('not_claimable');
    expect((await ada.tasks.claimNext({})).none).toMatchObject({ nextClaimableInMs: 1 });
    await board.pass(1);
    expect(await heldPaths(board)).toEqual([]);
    expect(await ada.tasks.claim({ id: 'T-2' })).toMatchObject({ epoch: 1 });
  });

  test('[RS1] [LE3] a late heartbeat revives a hold while nobody took the paths, and not afterwards', async () => {
    const { board, scout, ada } = await createTeam();
    await scout.tasks.create({ title: 'a', paths: ['src/**'] });
    await scout.tasks.create({ title: 'b', paths: ['src/b.ts'] });
    await scout.tasks.claim({ id: 'T-1' });
    const beat = async () =>
      (await scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: 'T-1', epoch: 1 }] })).leases[0]?.state;
    await board.pass(LEASE_MS + RECLAIM_DELAY_MS);
    expect(await beat()).toBe('ok');
    expect(await codeOf(ada.tasks.claim({ id: 'T-2' }))).toBe('not_claimable');
    await board.pass(LEASE_MS + RECLAIM_DELAY_MS);
    await ada.tasks.claim({ id: 'T-2' });
    expect(await beat()).toBe('lost');
    expect(await heldPaths(board)).toEqual([['src/b.ts']]);
    const { items } = await board.admin.tasks.history({ id: 'T-1' });
    expect(items.slice(-2).map(({ type }) => type)).toEqual(['task.expired', 'reservation.released']);
  });

  test('[RS1] a takeover holds them under its own epoch', async () => {
    const { board, scout } = await createTeam();
    await scout.tasks.create({ title: 'a', paths: ['src/**'] });
    await scout.tasks.claim({ id: 'T-1' });
    await scout.reservations.make({ taskId: 'T-1', epoch: 1, paths: ['docs/**'] });
    const { id: session } = await scout.sessions.start({});
    await board.as(scout.token, { session }).tasks.takeover({ id: 'T-1' });
    expect((await board.admin.reservations.list({})).items).toMatchObject([{ id: 'T-1:2', epoch: 2, paths: ['src/**'] }]);
    const types = (await board.admin.tasks.history({ id: 'T-1' })).items.map(({ type }) => type);
    expect(types.filter((type) => type === 'reservation.made')).toHaveLength(3);
    expect(types.filter((type) => type === 'reservation.released')).toHaveLength(2);
  });

  test('[RS1] changed while the task is claimed they are held at once, unless another claim is in the way', async () => {
    const { board, scout, ada } = await createTeam();
    await scout.tasks.create({ title: 'a', paths: ['src/a.ts'] });
    await scout.tasks.create({ title: 'b', paths: ['src/b.ts'] });
    const { task } = await scout.tasks.claim({ id: 'T-1' });
    await ada.tasks.claim({ id: 'T-2' });
    const change = (paths: string[], ifMatch: number) => scout.tasks.update({ id: 'T-1', ifMatch, paths });
    const refused = await refusal(change(['src/*.ts'], task.version));
    expect(refused.code).toBe('paths_reserved');
    expect(refused.details.current).toMatchObject({ id: 'T-2:1', agent: 'ada' });
    const { version } = await change(['docs/**'], task.version);
    expect(await heldPaths(board)).toEqual([['docs/**'], ['src/b.ts']]);
    await change([], version);
    expect(await heldPaths(board)).toEqual([['src/b.ts']]);
  });
});

describe('claim-next and paths', () => {
  test('[CL4] [RS1] it passes over what touches held paths, takes the next behind it, and says so when there is none', async () => {
    const { scout, ada } = await createTeam();
    await scout.tasks.create({ title: 'first', paths: ['src/a.ts'] });
    await scout.tasks.create({ title: 'urgent, taken', paths: ['src/**'], priority: 0 });
    await scout.tasks.create({ title: 'free, ordinary', paths: ['docs/**'] });
    await scout.tasks.create({ title: 'no paths, ordinary' });
    await scout.tasks.create({ title: 'free, urgent', paths: ['web/**'], priority: 1 });
    await scout.tasks.claim({ id: 'T-1' });
    expect(await next(ada)).toEqual(['T-5']);
    expect(await next(ada)).toEqual(['T-3']);
    expect(await next(ada)).toEqual(['T-4']);
    expect((await ada.tasks.claimNext({})).none).toEqual({
      because: 'No task is free for this agent now: T-2 touches paths that other claims hold.',
      nextClaimableInMs: LEASE_MS + RECLAIM_DELAY_MS,
    });
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    expect(await next(ada)).toEqual(['T-2']);
  });

  test('[CL4] it finds the one that is free behind many that are not, in any queue', async () => {
    const { board, scout, ada } = await createTeam();
    const many = Array.from({ length: 400 }, (_, nth) => ({ title: `t${nth}`, paths: [`src/${nth}.ts`], labels: ['l'] }));
    await scout.tasks.create({ title: 'holds', paths: ['src/**'], priority: 0 });
    expect(await next(scout)).toEqual(['T-1']);
    await board.admin.tasks.createMany({ tasks: many });
    await board.admin.tasks.createMany({
      tasks: [
        { title: 'free', paths: ['docs/x'], labels: ['l'], priority: 3 },
        { title: 'free, for ada', paths: ['docs/y'], labels: ['l'], priority: 3, assignee: 'ada' },
      ],
    });
    expect(await next(ada, ['l'])).toEqual(['T-402']);
    expect(await next(ada)).toEqual(['T-403']);
    expect(await next(ada)).toEqual([]);
  });

  test('[CL4] several at once: none of them in the way of another', async () => {
    const { scout } = await createTeam();
    for (const paths of [['src/a.ts'], ['src/**'], ['docs'], ['src/b.ts']]) await scout.tasks.create({ title: 't', paths });
    const { claims } = await scout.tasks.claimNext({ count: 9 });
    expect(claims.map(({ task }) => task.id)).toEqual(['T-1', 'T-3', 'T-4']);
  });

  test('[CL4] many agents at once: each gets what no other is in the way of', async () => {
    const { board } = await createTeam();
    const tasks = Array.from({ length: 24 }, (_, nth) => ({
      title: `t${nth}`,
      paths: [`src/${nth % 6}/**`, `lib/${nth % 4}.ts`],
    }));
    await board.admin.tasks.createMany({ tasks });
    const agents = await Promise.all(Array.from({ length: 12 }, (_, nth) => board.agent(`agent-${nth}`)));
    await Promise.all(agents.map((agent) => agent.tasks.claimNext({})));
    const held = (await heldPaths(board)).flat();
    expect(new Set(held).size).toBe(held.length);
    expect(held.filter((path) => path.startsWith('lib/'))).toHaveLength(4);
  });

  test('[CL4] a task whose lease is over is passed over while others hold its paths', async () => {
    const { board, scout, ada } = await createTeam();
    await scout.tasks.create({ title: 'left', paths: ['src/a.ts'], priority: 0 });
    await scout.tasks.create({ title: 'other', paths: ['src/**'] });
    await scout.tasks.claim({ id: 'T-1' });
    await board.pass(LEASE_MS + RECLAIM_DELAY_MS);
    await ada.tasks.claim({ id: 'T-2' });
    expect(await next(scout)).toEqual([]);
    await ada.tasks.release({ id: 'T-2', epoch: 1, reason: 'no' });
    expect(await next(scout)).toEqual(['T-1']);
  });

  test('[CL4] so is one whose claim is older than reservations, and held nothing', async () => {
    const { board, scout, ada } = await createTeam();
    await scout.tasks.create({ title: 'left', paths: ['src/a.ts'], priority: 0 });
    await scout.tasks.create({ title: 'other', paths: ['src/**'] });
    await scout.tasks.claim({ id: 'T-1' });
    await board.storage.write(({ q }) => q.deleteReservation({ project: 'main', id: 'T-1:1' }));
    await ada.tasks.claim({ id: 'T-2' });
    await board.pass(LEASE_MS / 2);
    await ada.sessions.heartbeat({ id: 'current', leases: [{ taskId: 'T-2', epoch: 1 }] });
    await board.pass(LEASE_MS / 2 + RECLAIM_DELAY_MS);
    expect((await scout.tasks.claimNext({})).none?.because).toContain('T-1 touches paths');
    await ada.tasks.release({ id: 'T-2', epoch: 1, reason: 'no' });
    expect(await next(scout)).toEqual(['T-1']);
  });

  test('[CL4] a task that gets or loses paths, or a label, is found all the same', async () => {
    const { scout, ada } = await createTeam();
    await scout.tasks.create({ title: 'a', labels: ['x'], requires: [] });
    await scout.tasks.create({ title: 'b', labels: ['x'], paths: ['src'] });
    await scout.tasks.update({ id: 'T-1', ifMatch: 1, paths: ['docs'] });
    await scout.tasks.update({ id: 'T-2', ifMatch: 1, paths: [] });
    expect(await next(ada, ['x'])).toEqual(['T-1']);
    expect(await next(ada, ['x'])).toEqual(['T-2']);
  });

  test('[CL4] a waiting call wakes when the paths come free', async () => {
    const { scout, ada } = await createTeam();
    for (const title of ['a', 'b']) await scout.tasks.create({ title, paths: ['src/**'] });
    await scout.tasks.claim({ id: 'T-1' });
    const waiting = ada.tasks.claimNext({ waitSeconds: 20 });
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    expect((await waiting).claims[0]?.task.id).toBe('T-2');
  });
});

describe('reservations that a holder makes', () => {
  test('[RS1] shared ones may overlap each other; an exclusive one overlaps none of another claim', async () => {
    const { scout, ada } = await createTeam();
    for (const paths of [[], [], ['docs/a.md']]) await scout.tasks.create({ title: 't', paths });
    await scout.tasks.claim({ id: 'T-1' });
    await ada.tasks.claim({ id: 'T-2' });
    const make = (caller: Caller, taskId: string, mode: 'shared' | 'exclusive', path: string) =>
      caller.reservations.make({ taskId, epoch: 1, mode, paths: [path] });
    const first = await make(scout, 'T-1', 'shared', 'docs/**');
    expect(first).toMatchObject({ taskId: 'T-1', epoch: 1, agent: 'scout', mode: 'shared', declared: false });
    await make(ada, 'T-2', 'shared', 'docs/*.md');
    const refused = await refusal(make(ada, 'T-2', 'exclusive', 'docs/b.md'));
    expect(refused.code).toBe('paths_reserved');
    expect(refused.message).toBe(
      'These paths cannot be held: docs/b.md overlaps docs/** (at docs/b.md), which scout holds together with others for T-1; its lease is good for 60 s.',
    );
    expect(await codeOf(ada.tasks.claim({ id: 'T-3' }))).toBe('not_claimable');
    await scout.reservations.release({ id: first.id });
    await make(ada, 'T-2', 'exclusive', 'docs/b.md');
    expect(await codeOf(make(scout, 'T-1', 'shared', 'docs'))).toBe('paths_reserved');
  });

  test('[RS1] [LAW1] only the holding session makes one, under the current epoch', async () => {
    const { board, scout, ada } = await createTeam();
    await scout.tasks.create({ title: 't' });
    await scout.tasks.claim({ id: 'T-1' });
    const { id: session } = await scout.sessions.start({});
    const make = (caller: Caller, epoch: number) => codeOf(caller.reservations.make({ taskId: 'T-1', epoch, paths: ['src'] }));
    expect(await make(scout, 2)).toBe('lease_lost');
    expect(await make(ada, 1)).toBe('lease_lost');
    expect(await make(board.as(scout.token, { session }), 1)).toBe('lease_lost');
    expect(await make(board.admin, 1)).toBe('lease_lost');
  });

  test('[RS1] it is given back by its agent or a lead, once; what a task declares stays with the claim', async () => {
    const { board, scout, ada } = await createTeam();
    await scout.tasks.create({ title: 't', paths: ['src'] });
    await scout.tasks.claim({ id: 'T-1' });
    const make = () => scout.reservations.make({ taskId: 'T-1', epoch: 1, paths: ['docs'] });
    const release = (caller: Caller, id: string) => caller.reservations.release({ id });
    const [first, second] = [await make(), await make()];
    expect(await codeOf(release(ada, first.id))).toBe('forbidden');
    expect(await release(scout, first.id)).toMatchObject({ id: first.id });
    expect(await release(board.admin, second.id)).toMatchObject({ id: second.id });
    expect(await codeOf(release(scout, first.id))).toBe('not_found');
    expect(await codeOf(release(scout, 'T-1:1'))).toBe('invalid_input');
    expect(await heldPaths(board)).toEqual([['src']]);
  });

  test('[RS1] a claim has at most so many', async () => {
    const { scout } = await createTeam();
    await scout.tasks.create({ title: 't', paths: ['src'] });
    await scout.tasks.claim({ id: 'T-1' });
    const make = (nth: number) => scout.reservations.make({ taskId: 'T-1', epoch: 1, paths: [`docs/${nth}`] });
    for (let nth = 0; nth < RESERVATIONS_MAX_PER_CLAIM; nth += 1) await make(nth);
    expect(await codeOf(make(RESERVATIONS_MAX_PER_CLAIM))).toBe('invalid_input');
  });

  test('[RS1] the list tells who holds a path, page by page, of this project alone', async () => {
    const { board, scout, ada } = await createTeam();
    await scout.tasks.create({ title: 't', paths: ['src/**'] });
    await scout.tasks.create({ title: 't', paths: ['docs/*.md'] });
    await scout.tasks.claim({ id: 'T-1' });
    await ada.tasks.claim({ id: 'T-2' });
    const ids = async (query: Parameters<Caller['reservations']['list']>[0]) =>
      (await board.admin.reservations.list(query)).items.map(({ id }) => id);
    expect(await ids({ path: 'src/deep/a.ts' })).toEqual(['T-1:1']);
    expect(await ids({ path: '**/*.md' })).toEqual(['T-1:1', 'T-2:1']);
    expect(await ids({ path: 'docs/deep/a.md' })).toEqual([]);
    expect(await ids({ agent: 'ada' })).toEqual(['T-2:1']);
    expect(await ids({ taskId: 'T-1' })).toEqual(['T-1:1']);
    const { items, nextCursor } = await board.admin.reservations.list({ limit: 1 });
    expect(items).toHaveLength(1);
    expect(await ids({ limit: 1, cursor: nextCursor ?? '' })).toEqual(['T-2:1']);
    expect((await board.admin.events.snapshot({})).reservations.map(({ id }) => id)).toEqual(['T-1:1', 'T-2:1']);
    await board.admin.projects.create({ name: 'side' });
    expect((await board.as(board.adminToken, { project: 'side' }).reservations.list({})).items).toEqual([]);
  });

  test('[RS1] [ID1] the same request under the same key makes one', async () => {
    const { board, scout } = await createTeam();
    await scout.tasks.create({ title: 't' });
    await scout.tasks.claim({ id: 'T-1' });
    const keyed = board.as(scout.token, { idempotencyKey: 'once' });
    const make = () => keyed.reservations.make({ taskId: 'T-1', epoch: 1, paths: ['src'] });
    expect(await make()).toEqual(await make());
    expect(await heldPaths(board)).toEqual([['src']]);
  });

  test('[EV4] replaying the log gives what is held', async () => {
    const { board, scout, ada } = await createTeam();
    for (const path of ['src/**', 'docs', 'web']) await scout.tasks.create({ title: 't', paths: [path] });
    await scout.tasks.claim({ id: 'T-1' });
    await ada.tasks.claim({ id: 'T-2' });
    const { id } = await scout.reservations.make({ taskId: 'T-1', epoch: 1, paths: ['lib'], mode: 'shared' });
    await scout.reservations.make({ taskId: 'T-1', epoch: 1, paths: ['bin'] });
    await scout.reservations.release({ id });
    await ada.tasks.release({ id: 'T-2', epoch: 1, reason: 'no' });
    await ada.tasks.claim({ id: 'T-3' });
    await ada.tasks.update({ id: 'T-3', ifMatch: 2, paths: ['web', 'site'] });
    const held = new Map<unknown, unknown>();
    for (const { type, taskId, data } of (await board.admin.events.list({ limit: 200 })).items) {
      const { reservation, epoch, mode, paths, declared } = data;
      if (type === 'reservation.made') held.set(reservation, { id: reservation, taskId, epoch, mode, paths, declared });
      if (type === 'reservation.released') held.delete(reservation);
    }
    const { items } = await board.admin.reservations.list({});
    expect(items).toHaveLength(3);
    expect([...held.values()]).toEqual(expect.arrayContaining(items.map((one) => expect.objectContaining(pick(one)))));
    expect(held.size).toBe(items.length);
  });

  test('[RS1] paths that are no globs of ours are refused wherever they are given, and named', async () => {
    const { scout } = await createTeam();
    await scout.tasks.create({ title: 't' });
    await scout.tasks.claim({ id: 'T-1' });
    const calls = (paths: string[]) => [
      scout.tasks.create({ title: 't', paths }),
      scout.tasks.createMany({ tasks: [{ title: 't', paths }] }),
      scout.tasks.update({ id: 'T-1', ifMatch: 2, paths }),
      scout.reservations.make({ taskId: 'T-1', epoch: 1, paths }),
    ];
    for (const call of calls(['src/**', '../etc'])) {
      const { code, details } = await refusal(call);
      expect(code).toBe('bad_request');
      expect(details.problems?.[0]).toMatchObject({
        path: expect.stringMatching(/paths.1$/),
        message: expect.stringContaining('..'),
      });
    }
    for (const call of calls(Array.from({ length: 101 }, () => 'a'))) expect(await codeOf(call)).toBe('bad_request');
    for (const call of calls(Array.from({ length: 7 }, () => '{a,b}{a,b}{a,b}{a,b}{a,b}')))
      expect(await codeOf(call)).toBe('bad_request');
    expect(await codeOf(scout.reservations.make({ taskId: 'T-1', epoch: 1, paths: [] }))).toBe('bad_request');
  });
});

function pick({ id, taskId, epoch, mode, paths, declared }: Record<string, unknown>) {
  return { id, taskId, epoch, mode, paths, declared };
}
