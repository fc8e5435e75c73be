import { describe, expect, test } from 'vitest';
import { BLOCKER_HOLD_MS, BLOCKS_MAX_PER_TASK, SAME_REASON_BREAKER } from '../../server/domain/blocking/block-rules.ts';
import { blockingTeam, inMs } from '../support/blocking-team.ts';
import { codeOf, refusal } from '../support/board.ts';

describe('blocking', () => {
  test('[BL1] a block ends the attempt and the lease: what the holder sends afterwards is refused, and kept', async () => {
    const { board, scout, id, epoch, block } = await blockingTeam();
    const question = { kind: 'question' as const, reason: 'Which port?', waitingOn: { agent: 'ada' }, options: ['4445', '80'] };
    const task = await block(question);
    expect(task).toMatchObject({
      status: 'blocked',
      epoch: epoch + 1,
      attempts: 0,
      holder: null,
      claimable: false,
      blocked: { ...question, until: null, by: 'scout', epoch, times: 1, escalated: false },
      health: { state: 'blocked', because: 'It is blocked (question to ada): Which port?' },
    });
    expect(await codeOf(scout.tasks.progress({ id, epoch, note: 'still here' }))).toBe('lease_lost');
    expect(await codeOf(scout.tasks.submit({ id, epoch, summary: 'guessed' }))).toBe('lease_lost');
    expect(await codeOf(block(question))).toBe('lease_lost');
    const { leases } = await scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: id, epoch }] });
    expect(leases).toEqual([{ taskId: id, state: 'lost', reason: 'blocked', currentEpoch: epoch + 1 }]);
    expect(await board.admin.tasks.get({ id })).toMatchObject({
      attemptLog: [{ outcome: 'blocked', reason: 'Which port?' }],
      blocks: [{ ...question, endedAt: null, ending: null, answer: null }],
      orphans: [{ operation: 'tasks.block' }, { operation: 'tasks.submit' }, { operation: 'tasks.progress' }],
    });
  });

  test('[BL1] only the holder blocks, and what does not fit together is refused with the part that is wrong', async () => {
    const { board, ada, id, epoch, block } = await blockingTeam();
    expect(await codeOf(ada.tasks.block({ id, epoch, kind: 'external', reason: 'I want it' }))).toBe('lease_lost');
    const pathOf = async (fields: Parameters<typeof block>[0]) => {
      const { code, details } = await refusal(block(fields));
      return `${code} ${details.problems?.[0]?.path}`;
    };
    await board.agent('eve', { role: 'viewer' });
    await board.agent('old');
    await board.admin.agents.retire({ name: 'old', reason: 'gone' });
    expect(await pathOf({ kind: 'dependency' })).toBe('invalid_input waitingOn');
    expect(await pathOf({ kind: 'dependency', waitingOn: { agent: 'ada' } })).toBe('invalid_input waitingOn');
    expect(await pathOf({ kind: 'question', waitingOn: { task: id } })).toBe('invalid_input waitingOn');
    expect(await pathOf({ kind: 'resource', options: ['a'] })).toBe('invalid_input options');
    expect(await pathOf({ kind: 'question', options: ['a', 'a'] })).toBe('invalid_input options');
    for (const waitingOn of [{ agent: 'nobody' }, { agent: 'old' }, { agent: 'eve' }, { agent: 'scout' }, { human: 'ada' }]) {
      expect(await pathOf({ kind: 'question', waitingOn })).toBe('invalid_input waitingOn');
    }
    expect(await pathOf({ until: inMs(board, 0) })).toBe('invalid_input until');
    expect(await codeOf(block({ kind: 'dependency', waitingOn: { task: 'T-999' } }))).toBe('not_found');
    expect((await block({ until: inMs(board, 1) })).status).toBe('blocked');
  });

  test.each([
    ['question', {}],
    ['dependency', { waitingOn: { task: 'T-2' } }],
    ['resource', {}],
    ['external', {}],
  ] as const)(
    '[BL1] blocked by a %s a task cannot be claimed by anybody, by id or by claim-next, and the refusal says why',
    async (kind, more) => {
      const { board, scout, ada, id, block } = await blockingTeam({ labels: ['docs'] });
      await board.admin.tasks.create({ title: 'other', assignee: 'rob' });
      await block({ kind, reason: 'no way on', ...more });
      for (const caller of [scout, ada]) {
        const { code, details } = await refusal(caller.tasks.claim({ id }));
        expect(code).toBe('not_claimable');
        expect(details.detail).toContain(`it is blocked (${kind}`);
        expect(details.detail).toContain('no way on');
        expect(details.current).toMatchObject({ blocked: { kind } });
        for (const labels of [[], ['docs']]) expect((await caller.tasks.claimNext({ labels })).claims).toEqual([]);
      }
      const listed = async (status: 'todo' | 'blocked') => (await ada.tasks.list({ status })).items.map((task) => task.id);
      expect(await listed('blocked')).toEqual([id]);
      expect(await listed('todo')).toEqual(['T-2']);
      expect((await ada.events.snapshot({})).tasks.find((task) => task.id === id)?.blocked).toMatchObject({ kind });
    },
  );

  test('[TK5] a block does not count as an attempt, so the last one may ask too', async () => {
    const { lead, scout, id, block, blockAgain } = await blockingTeam({ maxAttempts: 1 });
    expect((await block({ kind: 'question' })).status).toBe('blocked');
    await lead.tasks.unblock({ id, answer: 'go on' });
    await blockAgain({ kind: 'question', reason: 'and now?' });
    expect(await lead.tasks.unblock({ id, answer: 'go on' })).toMatchObject({ status: 'todo', attempts: 0 });
    const { epoch } = await scout.tasks.claim({ id });
    expect((await scout.tasks.release({ id, epoch, reason: 'no idea' })).status).toBe('failed');
  });

  test(`[BL1] a task can be blocked ${BLOCKS_MAX_PER_TASK} times, and not once more`, async () => {
    const { lead, id, block, blockAgain, scout } = await blockingTeam();
    await block({ reason: 'reason 1' });
    for (let nth = 2; nth <= BLOCKS_MAX_PER_TASK; nth += 1) {
      await lead.tasks.unblock({ id });
      await blockAgain({ reason: `reason ${nth}` });
    }
    await lead.tasks.unblock({ id });
    expect(await codeOf(blockAgain({ reason: 'once more' }))).toBe('invalid_input');
    expect((await scout.tasks.get({ id })).status).toBe('doing');
  });
});

describe('what ends a block', () => {
  test('[TK6] the answer is in the next handover, and the task is kept for who asked for ten minutes', async () => {
    const { board, scout, ada, id, epoch, block } = await blockingTeam({ labels: ['docs'] });
    await block({ kind: 'question', reason: 'Which port?', waitingOn: { agent: 'ada' } });
    const answered = await ada.tasks.unblock({ id, answer: 'Port 4445.' });
    expect(answered).toMatchObject({
      status: 'todo',
      blocked: null,
      claimable: true,
      epoch: epoch + 1,
      health: { state: 'ok', because: "It waits to be claimed. ada answered scout's question: Port 4445." },
    });
    const { details } = await refusal(ada.tasks.claim({ id }));
    expect(details.detail).toContain('reserved for scout');
    expect((await ada.tasks.claimNext({ labels: ['docs'] })).claims).toEqual([]);
    const [claim] = (await scout.tasks.claimNext({ labels: ['docs'] })).claims;
    expect(claim).toMatchObject({
      epoch: epoch + 2,
      handover: {
        attempts: [{ outcome: 'blocked', reason: 'Which port?' }],
        blocks: [{ reason: 'Which port?', ending: 'answered', endedBy: 'ada', answer: 'Port 4445.' }],
      },
    });
    const types = (await board.admin.tasks.history({ id })).items.map((event) => event.type);
    const ofTask = types.filter((type) => type.startsWith('task.'));
    expect(ofTask).toEqual(['task.created', 'task.claimed', 'task.blocked', 'task.unblocked', 'task.claimed']);
  });

  test('[BL2] after the hold anybody may have it, and a paused agent keeps nothing', async () => {
    const { board, ada, lead, id, block } = await blockingTeam();
    await block({});
    await lead.tasks.unblock({ id });
    await board.pass(BLOCKER_HOLD_MS - 1);
    expect(await codeOf(ada.tasks.claim({ id }))).toBe('not_claimable');
    await board.pass(1);
    const { epoch } = await ada.tasks.claim({ id });
    await ada.tasks.block({ id, epoch, kind: 'resource', reason: 'no disk' });
    await board.admin.agents.pause({ name: 'ada', reason: 'lunch' });
    await lead.tasks.unblock({ id });
    expect((await lead.tasks.claim({ id })).task.id).toBe(id);
  });

  test('[BL2] the task that is waited for ends the block by itself when it is done', async () => {
    const { board, scout, ada, id, block } = await blockingTeam();
    const first = await ada.tasks.create({ title: 'first', reviewer: 'none' });
    await block({ kind: 'dependency', reason: 'needs the schema', waitingOn: { task: first.id } });
    const claim = await ada.tasks.claim({ id: first.id });
    expect((await scout.tasks.get({ id })).status).toBe('blocked');
    await ada.tasks.submit({ id: first.id, epoch: claim.epoch, summary: 'made' });
    expect(await scout.tasks.get({ id })).toMatchObject({
      status: 'todo',
      claimable: true,
      blocks: [{ ending: 'dependency_done' }],
    });
    expect((await scout.tasks.claimNext({})).claims[0]?.task.id).toBe(id);
    const { items } = await board.admin.tasks.history({ id });
    expect(items.find((event) => event.type === 'task.unblocked')).toMatchObject({
      actor: 'system',
      data: { ending: 'dependency_done', answer: null },
    });
  });

  test('[BL2] [CL5] its date ends a block by the predicate itself: claim, claim-next and lists see it without a timer', async () => {
    const { board, ada, id, block, blockAgain } = await blockingTeam({ labels: ['docs'] });
    await block({ reason: 'closed until the hour', until: inMs(board, 60_000) });
    await board.pass(59_999);
    expect(await ada.tasks.get({ id })).toMatchObject({ status: 'blocked', claimable: false });
    expect(await ada.tasks.claimNext({})).toMatchObject({ claims: [], none: { nextClaimableInMs: 1 } });
    await board.pass(1);
    expect(await ada.tasks.get({ id })).toMatchObject({
      status: 'todo',
      claimable: true,
      blocked: null,
      health: { state: 'ok' },
    });
    expect((await ada.tasks.list({ status: 'todo' })).items.map((task) => task.id)).toEqual([id]);
    expect((await ada.tasks.list({ status: 'blocked' })).items).toEqual([]);
    expect(await codeOf(board.admin.tasks.unblock({ id }))).toBe('invalid_input');
    const byId = await ada.tasks.claim({ id });
    expect(byId.handover.blocks[0]).toMatchObject({ ending: 'date_reached', endedBy: 'system', answer: null });
    await ada.tasks.release({ id, epoch: byId.epoch, reason: 'not mine' });
    await blockAgain({ reason: 'closed again', until: inMs(board, 1_000) });
    await board.pass(1_000);
    expect((await ada.tasks.claimNext({ labels: ['docs'] })).claims[0]?.task.id).toBe(id);
  });

  test('[BL2] the sweep writes down what a date has ended, so that who waits wakes', async () => {
    const { board, id, block } = await blockingTeam();
    await block({ until: inMs(board, 1_000) });
    await board.pass(1_000);
    await board.services.upkeep.sweep();
    await board.services.upkeep.sweep();
    const types = (await board.admin.tasks.history({ id })).items.map((event) => event.type);
    expect(types.filter((type) => type === 'task.unblocked')).toHaveLength(1);
    expect((await board.storage.read(({ q }) => q.findTask({ project: 'main', number: 1 })))?.status).toBe('todo');
  });

  test('[BL2] a lead may cancel what is blocked; it cannot be reopened or taken from anybody, and the refusal names unblock', async () => {
    const { board, lead, id, block } = await blockingTeam();
    await block({ until: inMs(board, 60_000) });
    for (const call of [lead.tasks.reopen, lead.tasks.forceRelease]) {
      const { code, details } = await refusal(call({ id, reason: 'now' }));
      expect([code, details.hint]).toEqual(['invalid_input', `Unblock it first, with POST /v1/tasks/${id}/unblock.`]);
    }
    expect(await lead.tasks.cancel({ id, reason: 'not wanted' })).toMatchObject({ status: 'cancelled', blocked: null });
    expect((await lead.tasks.get({ id })).blocks).toMatchObject([{ ending: 'cancelled', endedBy: 'lena' }]);
    await board.pass(60_000);
    expect((await lead.tasks.get({ id })).status).toBe('cancelled');
    expect(await lead.tasks.reopen({ id, reason: 'wanted' })).toMatchObject({ status: 'todo', claimable: true, blocked: null });
  });
});

describe('the breaker', () => {
  const same = ['The build is broken.', 'the build  is BROKEN', '"The build" is broken!', 'the build is broken'];

  test(`[BL4] block ${SAME_REASON_BREAKER} for the same reason, in whatever letters, goes to the leads, who alone end it`, async () => {
    const { board, scout, ada, lead, id, block, blockAgain } = await blockingTeam();
    const waits = { kind: 'resource' as const, waitingOn: { agent: 'ada' } };
    const first = await block({ ...waits, reason: same[0] ?? '' });
    expect(first.blocked).toMatchObject({ times: 1, escalated: false });
    await ada.tasks.unblock({ id });
    const second = await blockAgain({ ...waits, reason: same[1] ?? '' });
    expect(second.blocked).toMatchObject({ times: 2, escalated: false });
    expect(second.health.state).toBe('blocked');
    await ada.tasks.unblock({ id });
    const third = await blockAgain({ ...waits, reason: same[2] ?? '', until: inMs(board, 1_000) });
    expect(third).toMatchObject({
      blocked: { times: 3, escalated: true },
      health: { state: 'stuck', because: expect.stringContaining('blocked 3 times for the same reason') },
    });
    const { items } = await board.admin.tasks.history({ id });
    expect(items.findLast((event) => event.type === 'task.blocked')?.data).toMatchObject({ times: 3, escalated: true });
    await board.pass(1_000);
    expect((await scout.tasks.get({ id })).status).toBe('blocked');
    for (const caller of [ada, scout]) expect(await codeOf(caller.tasks.unblock({ id }))).toBe('forbidden');
    expect((await lead.tasks.unblock({ id, answer: 'I repaired it.' })).health.state).toBe('ok');
    expect((await blockAgain({ ...waits, reason: same[3] ?? '' })).blocked).toMatchObject({ times: 4, escalated: true });
  });

  test('[BL4] another kind or another reason is not the same', async () => {
    const { lead, id, block, blockAgain } = await blockingTeam();
    await block({ reason: 'no disk' });
    for (const fields of [{ reason: 'no disk', kind: 'resource' as const }, { reason: 'no disk left' }, { reason: 'no disk' }]) {
      await lead.tasks.unblock({ id });
      expect((await blockAgain(fields)).blocked?.escalated).toBe(false);
    }
  });

  test('[BL4] a task that is waited for no longer ends a block that has gone to the leads', async () => {
    const { lead, ada, id, block, blockAgain } = await blockingTeam();
    const other = await ada.tasks.create({ title: 'other', reviewer: 'none' });
    const waits = { kind: 'dependency' as const, reason: 'needs it', waitingOn: { task: other.id } };
    await block(waits);
    for (let nth = 2; nth <= SAME_REASON_BREAKER; nth += 1) {
      await lead.tasks.unblock({ id });
      await blockAgain(waits);
    }
    const { epoch } = await ada.tasks.claim({ id: other.id });
    await ada.tasks.submit({ id: other.id, epoch, summary: 'made' });
    expect(await lead.tasks.get({ id })).toMatchObject({ status: 'blocked', health: { state: 'stuck' } });
  });
});
