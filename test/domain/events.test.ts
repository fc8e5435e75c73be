import { describe, expect, test } from 'vitest';
import { createEventFeed, RING_EVENTS_MAX, RING_TEXT_MAX_CHARS } from '../../server/domain/events/event-feed.ts';
import { reviewReplayFields } from '../../server/domain/reviews/review-writes.ts';
import { replayFields } from '../../server/domain/tasks/replay-fields.ts';
import { createBoard, refusal } from '../support/board.ts';
import { replayReviews } from '../support/replay.ts';
import { createReviewBoard, submitNew } from '../support/reviewing.ts';

describe('the log', () => {
  test('[EV1] [LAW2] refused work leaves no hole, and the numbers are dense per project', async () => {
    const board = await createBoard();
    await board.admin.projects.create({ name: 'side' });
    const side = board.as(board.adminToken, { project: 'side' });
    const mixed = Array.from({ length: 60 }, (_, index) => {
      if (index % 3 === 0) return refusal(board.admin.tasks.create({ title: 'no', dependsOn: ['T-999'] }));
      return (index % 3 === 1 ? board.admin : side).tasks.create({ title: `task ${index}` });
    });
    await Promise.all(mixed);
    for (const caller of [board.admin, side]) {
      const { items, head } = await caller.events.list({ limit: 200 });
      expect(items.map((event) => event.seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect(head).toMatch(/\.20$/);
    }
  });

  test('[EV2] the log is read back from its head, page by page, to the oldest event that is kept', async () => {
    const board = await createBoard({ eventsKept: 10 });
    const { head: none, previousCursor } = await board.admin.events.list({});
    expect([none.split('.')[1], previousCursor]).toEqual(['0', null]);
    expect((await board.admin.events.list({ before: none })).items).toEqual([]);
    for (let index = 0; index < 30; index += 1) await board.admin.tasks.create({ title: `task ${index}` });
    await board.services.upkeep.tidy();
    const pages: number[][] = [];
    let before: string | null = (await board.admin.events.list({ limit: 1 })).head;
    while (before !== null) {
      const page: Awaited<ReturnType<typeof board.admin.events.list>> = await board.admin.events.list({ before, limit: 4 });
      pages.push(page.items.map(({ seq }) => seq));
      before = page.previousCursor ?? null;
    }
    expect(pages).toEqual([
      [27, 28, 29, 30],
      [23, 24, 25, 26],
      [21, 22],
    ]);
    const { head } = await board.admin.events.list({});
    expect((await refusal(board.admin.events.list({ before: head, after: head }))).code).toBe('invalid_input');
    expect((await refusal(board.admin.events.list({ before: head.replace('.30', '.19') }))).code).toBe('cursor_expired');
  });

  test('[EV2] a cursor too old, ahead, or of another incarnation is refused and points to the snapshot', async () => {
    const board = await createBoard({ eventsKept: 10 });
    for (let index = 0; index < 30; index += 1) await board.admin.tasks.create({ title: `task ${index}` });
    await board.services.upkeep.tidy();
    const { head, items } = await board.admin.events.list({});
    expect(items[0]?.seq).toBe(21);
    const incarnation = head.split('.')[0];
    const refusedAfter = async (cursor: string) => {
      const { code, details } = await refusal(board.admin.events.list({ after: cursor }));
      expect(details.current).toEqual({ snapshot: '/v1/snapshot' });
      return code;
    };
    expect(await refusedAfter(`${incarnation}.19`)).toBe('cursor_expired');
    expect((await board.admin.events.list({ after: `${incarnation}.20` })).items).toHaveLength(10);
    expect((await board.admin.events.list({ after: `${incarnation}.30` })).items).toEqual([]);
    expect(await refusedAfter(`${incarnation}.31`)).toBe('log_reset');
    expect(await refusedAfter('other.25')).toBe('log_reset');
    expect((await refusal(board.admin.events.list({ after: 'nonsense' }))).code).toBe('bad_request');
  });

  test('[EV2] the snapshot says as of which event it holds, and following from there misses nothing', async () => {
    const board = await createBoard();
    await board.admin.tasks.create({ title: 'before' });
    const snapshot = await board.admin.events.snapshot({});
    expect(snapshot.tasks.map((task) => task.title)).toEqual(['before']);
    await board.admin.tasks.create({ title: 'after' });
    const { items } = await board.admin.events.list({ after: snapshot.asOf });
    expect(items).toMatchObject([{ type: 'task.created', data: { set: { title: 'after' } } }]);
  });

  test('[EV4] replaying the log gives the state of every task', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout', { maxConcurrent: 9 }), await board.agent('ada', { maxConcurrent: 9 })];
    for (const title of ['a', 'b', 'c', 'd', 'e']) await scout.tasks.create({ title, labels: ['x'], maxAttempts: 2 });
    await scout.tasks.update({ id: 'T-1', ifMatch: 1, title: 'A', labels: [], dependsOn: [], notBefore: null, priority: 0 });
    for (const id of ['T-1', 'T-2', 'T-3', 'T-4']) await scout.tasks.claim({ id });
    await scout.tasks.progress({ id: 'T-1', epoch: 1, note: 'on it' });
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'first' });
    await scout.tasks.release({ id: 'T-2', epoch: 1, reason: 'no' });
    await board.admin.tasks.forceRelease({ id: 'T-3', reason: 'no' });
    await board.admin.tasks.cancel({ id: 'T-4', reason: 'no' });
    await board.admin.tasks.reopen({ id: 'T-4', reason: 'yes' });
    const [review] = (await ada.reviews.list({})).items;
    await ada.reviews.decide({ id: review?.id ?? '', revision: 1, decision: 'request_changes', note: 'again' });
    await ada.tasks.claim({ id: 'T-5' });
    await board.pass(65_000);
    await scout.tasks.claim({ id: 'T-5' });
    await ada.tasks.comment({ id: 'T-5', body: 'sorry' });

    const state = new Map<string, Record<string, unknown>>();
    const { items } = await board.admin.events.list({ limit: 200 });
    for (const { taskId, data } of items) {
      if (taskId !== undefined) state.set(taskId, { ...state.get(taskId), ...(data.set as object) });
    }
    for (let number = 1; number <= 5; number += 1) {
      const stored = await board.storage.read(({ q }) => q.findTask({ project: 'main', number }));
      expect(stored && replayFields(stored)).toEqual(state.get(`T-${number}`));
    }
  });

  test('[EV4] replaying the log gives the state of every review', async () => {
    const { board, scout, ada, bob } = await createReviewBoard();
    const ids: string[] = [];
    for (let made = 0; made < 5; made += 1) ids.push((await submitNew(scout, { reviewsRequired: made === 0 ? 2 : 1 })).review);
    const [twice = '', sent = '', dropped = '', lapsed = '', named = ''] = ids;
    await ada.reviews.decide({
      id: twice,
      revision: 1,
      decision: 'approve',
      epoch: (await ada.reviews.claim({ id: twice })).epoch,
    });
    await bob.reviews.decide({ id: twice, revision: 1, decision: 'approve', note: 'fine' });
    await bob.reviews.decide({ id: sent, revision: 1, decision: 'request_changes', note: 'no' });
    await ada.reviews.claim({ id: dropped });
    await board.admin.tasks.cancel({ id: 'T-3', reason: 'no' });
    for (let claims = 0; claims < 3; claims += 1) {
      await ada.reviews.claim({ id: lapsed });
      await board.pass(65_000);
    }
    await board.services.upkeep.sweep();
    const { epoch } = await bob.reviews.claim({ id: named });
    await bob.reviews.release({ id: named, epoch, reason: 'no time' });
    await bob.reviews.claim({ id: named });
    const { version } = await board.admin.tasks.get({ id: 'T-5' });
    await board.admin.tasks.update({ id: 'T-5', ifMatch: version, reviewer: 'ada' });

    const { items } = await board.admin.events.list({ limit: 200 });
    const replayed = replayReviews(items.map((event) => ({ ...event, project: 'main' })));
    for (const id of ids) {
      const stored = await board.storage.read(({ q }) => q.findReview({ project: 'main', id }));
      expect(stored && reviewReplayFields(stored)).toEqual(replayed.get(id));
    }
    expect(replayed.size).toBe(5);
  });

  test('[EV3] a subscription gives the backlog, then what is written while it reads, without hole or double', async () => {
    const board = await createBoard();
    for (let index = 0; index < 1_200; index += 400) {
      await board.admin.tasks.createMany({ tasks: Array.from({ length: 400 }, (_, one) => ({ title: `task ${index + one}` })) });
    }
    const seen: number[] = [];
    const writing = (async () => {
      for (let index = 0; index < 100; index += 1) await board.admin.tasks.create({ title: 'while reading' });
    })();
    const stream = await board.admin.events.subscribe({});
    for await (const event of stream) {
      seen.push((Array.isArray(event) ? event[1] : event.data).seq);
      if (seen.length === 1_300) break;
    }
    await writing;
    expect(seen).toEqual(Array.from({ length: 1_300 }, (_, index) => index + 1));
  });
});

test('[EV3] readers that come while the live end is still being loaded find the backlog and the head', async () => {
  const board = await createBoard();
  for (let index = 0; index < 5; index += 1) await board.admin.tasks.create({ title: `task ${index}` });
  const feed = createEventFeed(board.storage);
  const [first, second, head] = await Promise.all([feed.read('main', 0), feed.read('main', 0), feed.head('main')]);
  feed.close();
  expect([first.length, second.length, head]).toEqual([5, 5, 5]);
});

test('[EV3] what is kept in memory is bounded in number and in text, and what was dropped comes from the store', async () => {
  const board = await createBoard();
  const feed = createEventFeed(board.storage);
  await feed.head('main');
  const brief = 'x'.repeat(60_000);
  const big = Math.ceil(RING_TEXT_MAX_CHARS / brief.length) + 10;
  for (let made = 0; made < big; made += 10) {
    await board.admin.tasks.createMany({ tasks: Array.from({ length: 10 }, () => ({ title: 'big', brief })) });
  }
  const small = RING_EVENTS_MAX + 500;
  for (let made = 0; made < small; made += 500) {
    await board.admin.tasks.createMany({ tasks: Array.from({ length: 500 }, () => ({ title: 'small' })) });
  }
  const head = await feed.head('main');
  const seen: number[] = [];
  for (let after = 0; after < head; after = seen.at(-1) ?? head)
    seen.push(...(await feed.read('main', after)).map((event) => event.seq));
  feed.close();
  expect(seen).toEqual(Array.from({ length: head }, (_, index) => index + 1));
});
