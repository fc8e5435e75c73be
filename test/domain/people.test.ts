import { describe, expect, test } from 'vitest';
import { formatToken, hashSecret, newSecret, parseToken } from '../../server/domain/auth/token-rules.ts';
import { codeOf, createBoard, refusal } from '../support/board.ts';

describe('presence', () => {
  test('[PR1] connection from the last sign of life, work from leases and reviews, paused as set; each with a reason', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const presence = async () => (await board.admin.agents.get({ name: 'scout' })).presence;
    expect(await presence()).toMatchObject({
      connection: 'offline',
      work: 'idle',
      lastSeenMs: null,
      because: expect.stringContaining('no sign of life'),
    });
    await scout.tasks.create({ title: 'a' });
    await scout.tasks.claim({ id: 'T-1' });
    await board.services.upkeep.flush();
    expect(await presence()).toMatchObject({
      connection: 'online',
      work: 'working',
      because: 'last sign of life 0 s ago; holds T-1.',
    });
    await board.pass(30_000);
    expect((await presence()).connection).toBe('online');
    await board.pass(1);
    expect((await presence()).connection).toBe('late');
    await board.pass(29_999);
    expect((await presence()).connection).toBe('late');
    await board.pass(1);
    expect((await presence()).connection).toBe('offline');
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    await board.admin.agents.pause({ name: 'scout', reason: 'lunch' });
    expect(await presence()).toMatchObject({
      connection: 'online',
      work: 'waiting',
      paused: true,
      because: expect.stringContaining('lunch'),
    });
  });

  test('[PR1] the pulse tells of the last heartbeat intervals, of one, in the list and in the snapshot', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const pulses = async () => {
      const { items } = await board.admin.agents.list({});
      const { agents } = await board.admin.events.snapshot({});
      return [await board.admin.agents.get({ name: 'scout' }), ...items, ...agents].map(({ presence }) => presence.pulse);
    };
    const allAre = (pulse: string) => [pulse, pulse, pulse];
    expect(await pulses()).toEqual(allAre(''));
    const beat = async () => {
      await scout.sessions.heartbeat({ id: 'current' });
      await board.services.upkeep.flush();
    };
    await beat();
    expect(await pulses()).toEqual(allAre('|'));
    for (let beats = 0; beats < 3; beats += 1) {
      await board.pass(20_000);
      await beat();
    }
    expect(await pulses()).toEqual(allAre('||||'));
    await board.pass(100_000);
    expect(await pulses()).toEqual(allAre('||||.....'));
    await beat();
    expect(await pulses()).toEqual(allAre('||||....|'));
    // An end is no reason to forget.
    await scout.sessions.end({ id: (await scout.sessions.start({})).id });
    await scout.sessions.end({ id: 'current' });
    await board.pass(40_000);
    expect(await pulses()).toEqual(allAre('||||....|..'));
  });

  test('[PR1] what runs an agent is what its newest session that named it said; both reads say the same', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const harness = async () => {
      const { items } = await board.admin.agents.list({});
      const alone = (await board.admin.agents.get({ name: 'scout' })).harness;
      expect(items.map((agent) => agent.harness)).toEqual([alone]);
      return alone;
    };
    expect(await harness()).toBeNull();
    for (const name of ['langchain', 'crewai', '']) {
      await scout.sessions.start(name === '' ? {} : { harness: name });
      await board.pass(1);
      expect(await harness()).toBe(name === '' ? 'crewai' : name);
    }
  });

  test('[PR1] the reason says how many messages the agent has not acknowledged, of one and in the list', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    await board.agent('ada');
    const reasons = async () => [
      (await board.admin.agents.get({ name: 'scout' })).presence.because,
      ...(await board.admin.agents.list({})).items.map(({ presence }) => presence.because),
    ];
    const send = () => board.admin.messages.send({ to: { agent: 'scout' }, body: 'now!', urgency: 'now' });
    for (const reason of await reasons()) expect(reason).not.toContain('unread');
    await send();
    const [one, ada, listed] = await reasons();
    for (const reason of [one, listed]) expect(reason).toContain('; 1 unread message.');
    expect(ada).not.toContain('unread');
    await send();
    expect((await reasons())[0]).toContain('; 2 unread messages.');
    expect((await board.admin.agents.get({ name: 'scout' })).presence.work).toBe('idle');
    await scout.inbox.ack({ upTo: 2 });
    for (const reason of await reasons()) expect(reason).not.toContain('unread');
  });

  test('[PR1] a session that falls silent is noted once in the log, and no longer counts as lost when it is back', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    await scout.tasks.create({ title: 'a' });
    await scout.tasks.claim({ id: 'T-1' });
    await board.services.upkeep.flush();
    await board.pass(60_000);
    for (let sweep = 0; sweep < 3; sweep += 1) await board.services.upkeep.sweep();
    const lost = async () =>
      (await board.admin.events.list({ limit: 200 })).items.filter((event) => event.type === 'session.lost');
    expect(await lost()).toMatchObject([{ agent: 'scout', actor: 'system', data: { tasks: ['T-1'] } }]);
    await scout.sessions.heartbeat({ id: 'current' });
    await board.services.upkeep.flush();
    await board.pass(60_000);
    await board.services.upkeep.sweep();
    expect(await lost()).toHaveLength(2);
  });

  test('[PR2] ending a session gives back what it holds; calls of that session are refused', async () => {
    const board = await createBoard();
    const [scout, ada] = [await board.agent('scout', { maxConcurrent: 2 }), await board.agent('ada')];
    for (const title of ['a', 'b']) await scout.tasks.create({ title });
    const session = await scout.sessions.start({ harness: 'test', pid: 1 });
    const worker = board.as(scout.token, { session: session.id });
    await worker.tasks.claim({ id: 'T-1' });
    await scout.tasks.claim({ id: 'T-2' });
    expect(await worker.sessions.end({ id: 'current' })).toEqual({ id: session.id, released: ['T-1'], releasedReviews: [] });
    expect(await worker.sessions.end({ id: session.id })).toEqual({ id: session.id, released: [], releasedReviews: [] });
    expect(await codeOf(worker.tasks.claim({ id: 'T-1' }))).toBe('not_claimable');
    expect(await ada.tasks.claim({ id: 'T-1' })).toMatchObject({
      epoch: 3,
      handover: { attempts: [{ outcome: 'session_ended' }] },
    });
    expect((await scout.tasks.get({ id: 'T-2' })).holder?.agent).toBe('scout');
  });

  test('[PR3] a pause, of the agent or the project, stops new claims only; drain asks holders to finish', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout', { maxConcurrent: 5 });
    for (const title of ['a', 'b', 'c']) await scout.tasks.create({ title });
    await scout.tasks.claim({ id: 'T-1' });
    const beat = () => scout.sessions.heartbeat({ id: 'current', leases: [{ taskId: 'T-1', epoch: 1 }] });
    await board.admin.agents.pause({ name: 'scout', reason: 'costs too much' });
    const refused = await refusal(scout.tasks.claimNext({}));
    expect(refused).toMatchObject({ code: 'agent_paused', message: 'scout is paused: costs too much' });
    expect(await beat()).toMatchObject({ leases: [{ state: 'ok' }], drain: false });
    await board.admin.agents.resume({ name: 'scout' });
    await scout.tasks.claim({ id: 'T-2' });
    await board.admin.projects.pause({ name: 'main', reason: 'release day', drain: true });
    expect((await refusal(scout.tasks.claim({ id: 'T-3' }))).message).toContain('The project is paused by admin');
    expect((await beat()).drain).toBe(true);
    await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
    await board.admin.projects.resume({ name: 'main' });
    expect(await scout.tasks.claim({ id: 'T-3' })).toMatchObject({ epoch: 1 });
  });
});

describe('tokens', () => {
  test('[SE5] a token is its kind, id, secret and checksum; a mistyped one is told from its form', () => {
    const secret = newSecret();
    const token = formatToken('agent', '0123456789abcdef', secret);
    expect(parseToken(token)).toEqual({ id: '0123456789abcdef', secret });
    expect(parseToken(`${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`)).toBeNull();
    for (const bad of ['', 'bat_agent', token.toUpperCase(), ` ${token}`, token.replace('agent', 'root')])
      expect(parseToken(bad)).toBeNull();
  });

  test('[SE5] only the hash is stored, and a revoked, expired or retired one stops at once', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const id = parseToken(scout.token)?.id ?? '';
    const stored = await board.storage.read(({ q }) => q.findToken({ id }));
    expect(stored?.secretHash).toBe(hashSecret(parseToken(scout.token)?.secret ?? ''));
    expect(JSON.stringify(stored)).not.toContain(parseToken(scout.token)?.secret);
    await scout.tasks.list({});
    await board.admin.tokens.revoke({ id });
    expect(await codeOf(scout.tasks.list({}))).toBe('unauthenticated');

    const expiresAt = new Date(board.clock.wallNow() + 60_000).toISOString();
    const brief = await board.admin.tokens.create({ role: 'viewer', label: 'brief', expiresAt });
    board.clock.advance(59_999);
    await board.as(brief.token).tasks.list({});
    board.clock.advance(1);
    expect(await codeOf(board.as(brief.token).tasks.list({}))).toBe('unauthenticated');

    const old = await board.agent('old');
    await old.tasks.list({});
    await board.admin.agents.retire({ name: 'old', reason: 'replaced' });
    expect(await codeOf(old.tasks.list({}))).toBe('unauthenticated');
  });

  test('[SE1] the admin key is made once, kept while it works, and replaced when it is gone', async () => {
    const board = await createBoard();
    expect(await board.services.tokens.keepAdminKey(board.adminToken)).toBeNull();
    const fresh = await board.services.tokens.keepAdminKey('');
    expect(fresh).toMatch(/^bat_admin_/);
    await board.as(fresh ?? '').tokens.list({});
    board.services.auth.forget(null);
    // On a shared store the older key may be another node's.
    if (board.storage.isShared) await board.admin.tokens.list({});
    else expect(await codeOf(board.admin.tokens.list({}))).toBe('unauthenticated');
  });

  test('[SE4] nobody gives away more than they have, and agents mint nothing', async () => {
    const board = await createBoard();
    const { token } = await board.admin.agents.register({ name: 'boss', role: 'lead', kind: 'human' });
    const lead = board.as(token);
    const scout = await board.agent('scout');
    expect(await codeOf(scout.agents.register({ name: 'friend' }))).toBe('forbidden');
    expect(await codeOf(scout.tokens.create({ role: 'viewer', label: 'mine' }))).toBe('forbidden');
    expect(await codeOf(scout.agents.update({ name: 'scout', role: 'lead' }))).toBe('forbidden');
    expect(await codeOf(scout.agents.update({ name: 'boss', maxConcurrent: 9 }))).toBe('forbidden');
    expect(await scout.agents.update({ name: 'scout', maxConcurrent: 9 })).toMatchObject({ maxConcurrent: 9 });
    expect((await lead.agents.register({ name: 'hand' })).agent.createdBy).toBe('boss');
    expect(await codeOf(lead.agents.register({ name: 'second', role: 'lead' }))).toBe('forbidden');
    expect(await codeOf(lead.tokens.list({}))).toBe('forbidden');
  });

  test('[SE4] what belongs to another project is not there', async () => {
    const board = await createBoard();
    await board.admin.projects.create({ name: 'side' });
    const { token } = await board.as(board.adminToken, { project: 'side' }).agents.register({ name: 'spy', role: 'lead' });
    const spy = board.as(token);
    await board.admin.tasks.create({ title: 'secret' });
    const scout = await board.agent('scout');
    const session = await scout.sessions.start({});
    expect(await codeOf(spy.tasks.get({ id: 'T-1' }))).toBe('not_found');
    expect(await codeOf(spy.agents.get({ name: 'scout' }))).toBe('not_found');
    expect(await codeOf(spy.projects.pause({ name: 'main', reason: 'mischief' }))).toBe('not_found');
    expect(await codeOf(spy.sessions.end({ id: session.id }))).toBe('not_found');
    expect(await codeOf(board.as(token, { project: 'main' }).tasks.list({}))).toBe('not_found');
    expect(await codeOf(board.as(token, { session: session.id }).tasks.list({}))).toBe('not_found');
    expect((await spy.events.list({})).items.every((event) => event.actor !== 'scout')).toBe(true);
  });

  test('[SE4] a taken name is refused; its owner may have a further token of it', async () => {
    const board = await createBoard();
    const { token } = await board.admin.agents.register({ name: 'boss', role: 'lead' });
    await board.agent('scout');
    expect(await codeOf(board.admin.agents.register({ name: 'scout' }))).toBe('name_taken');
    expect(await codeOf(board.as(token).agents.register({ name: 'scout', rejoin: true }))).toBe('name_taken');
    const again = await board.admin.agents.register({ name: 'scout', rejoin: true });
    await board.as(again.token).tasks.create({ title: 'works' });
    expect(await codeOf(board.admin.agents.register({ name: 'admin' }))).toBe('invalid_input');
  });
});

describe('repeating a request', () => {
  test('[ID1] the same key gives the same reply and one effect; another request under it is refused; refusals are not kept', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const replies = [{ replayed: false }, { replayed: false }, { replayed: false }];
    const keyed = (index: number, idempotencyKey = 'k-1') =>
      board.as(scout.token, { idempotencyKey, reply: replies[index] ?? { replayed: false } });
    const first = await keyed(0).tasks.create({ title: 'once' });
    expect(await keyed(1).tasks.create({ title: 'once' })).toEqual(first);
    expect(replies.map((reply) => reply.replayed)).toEqual([false, true, false]);
    expect((await scout.tasks.list({})).items).toHaveLength(1);
    expect(await codeOf(keyed(2).tasks.create({ title: 'other' }))).toBe('key_reused');
    expect(await codeOf(keyed(2, 'k-2').tasks.claim({ id: 'T-2' }))).toBe('not_found');
    await scout.tasks.create({ title: 'two' });
    expect(await keyed(2, 'k-2').tasks.claim({ id: 'T-2' })).toMatchObject({ epoch: 1, alreadyHeld: false });
    const ada = await board.agent('ada');
    expect((await board.as(ada.token, { idempotencyKey: 'k-1' }).tasks.create({ title: 'once' })).id).toBe('T-3');
  });

  test('[ID1] many at once under one key: one effect, one reply', async () => {
    const board = await createBoard();
    const scout = await board.agent('scout');
    const made = await Promise.all(
      Array.from({ length: 20 }, () => board.as(scout.token, { idempotencyKey: 'burst' }).tasks.create({ title: 'once' })),
    );
    expect(new Set(made.map((task) => task.id))).toEqual(new Set(['T-1']));
  });

  test('[ID1] a reply is kept for a day', async () => {
    const board = await createBoard();
    const keyed = () => board.as(board.adminToken, { idempotencyKey: 'daily' });
    const first = await keyed().tasks.create({ title: 'x' });
    board.clock.advance(24 * 3_600_000);
    await board.services.upkeep.tidy();
    expect((await keyed().tasks.create({ title: 'x' })).id).toBe(first.id);
    board.clock.advance(1);
    await board.services.upkeep.tidy();
    expect((await keyed().tasks.create({ title: 'x' })).id).toBe('T-2');
  });

  test('[ID1] [SE5] a reply with a token is repeated to its caller and lies nowhere in clear', async () => {
    const board = await createBoard();
    const keyed = () => board.as(board.adminToken, { idempotencyKey: 'register' });
    const first = await keyed().agents.register({ name: 'scout' });
    expect((await keyed().agents.register({ name: 'scout' })).token).toBe(first.token);
    const secret = parseToken(first.token)?.secret ?? 'none';
    const stored = await board.database.text();
    expect(stored).toContain('sealed:');
    expect(stored).not.toContain(secret);
  });
});
