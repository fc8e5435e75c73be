import { expect, test } from 'vitest';
import { BROWSER_SECONDS } from '../../server/contract/sign-in.ts';
import { createServices } from '../../server/domain/services.ts';
import { systemIds } from '../../server/kernel/ids.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createBoard } from '../support/board.ts';
import { ENGINE } from '../support/test-database.ts';

test('[SE4] each caller is told who it is, what it may see, and until when', async () => {
  const board = await createBoard();
  const scout = await board.agent('scout', { role: 'reviewer' });
  const { code } = await board.admin.auth.createLink({ name: 'ann', role: 'lead' });
  const ann = board.as((await board.services.signIn.login({ code })).token);
  const { token: seer } = await board.admin.tokens.create({
    role: 'viewer',
    label: 'screen',
    expiresAt: '2100-01-01T00:00:00.000Z',
  });
  const nobodys = { agent: null, kind: 'key', signIn: 'bearer' };
  expect(await board.admin.auth.me({})).toMatchObject({
    ...nobodys,
    name: 'admin',
    role: 'admin',
    isAdmin: true,
    project: null,
    expiresAt: null,
  });
  expect(await scout.auth.me({})).toMatchObject({
    name: 'scout',
    kind: 'agent',
    agent: 'scout',
    role: 'reviewer',
    isAdmin: false,
    project: 'main',
  });
  const until = new Date(board.clock.wallNow() + BROWSER_SECONDS * 1_000).toISOString();
  expect(await ann.auth.me({})).toMatchObject({ name: 'ann', kind: 'human', role: 'lead', signIn: 'browser', expiresAt: until });
  expect(await board.as(seer).auth.me({})).toMatchObject({
    ...nobodys,
    name: 'token:screen',
    role: 'viewer',
    project: 'main',
    expiresAt: '2100-01-01T00:00:00.000Z',
  });
  const own = await ann.auth.me({});
  expect((await board.admin.tokens.list({ limit: 200 })).items).toContainEqual(
    expect.objectContaining({ id: own.tokenId, purpose: 'browser', agent: 'ann' }),
  );
});

test('[SE4] a browser of the admin is the admin, for as long as its cookie', async () => {
  const board = await createBoard();
  const { code } = await board.admin.auth.createLink({});
  const me = await board.as((await board.services.signIn.login({ code })).token).auth.me({});
  expect(me).toMatchObject({ name: 'admin', kind: 'key', isAdmin: true, signIn: 'browser', project: null });
  expect(me.expiresAt).not.toBeNull();
});

test('[API] the server says what it is, what stores the board, what time it has, and how leases go', async () => {
  const board = await createBoard();
  const services = createServices({
    storage: board.storage,
    clock: board.clock,
    ids: systemIds,
    log: createLog('silent'),
    about: { version: '1.2.3', demo: true },
  });
  const { server, leases } = await services.me.get({ principal: await services.auth.authenticate(board.adminToken) });
  const durability = await board.storage.durability();
  expect(server).toEqual({
    version: '1.2.3',
    demo: true,
    now: new Date(board.clock.wallNow()).toISOString(),
    shared: ENGINE === 'postgres',
    ...durability,
  });
  expect(server.engine).toMatch(ENGINE === 'postgres' ? /^postgres \d/ : /^sqlite$/);
  expect(leases).toEqual({
    ttlDefaultSeconds: 60,
    ttlMinSeconds: 10,
    ttlMaxSeconds: 3_600,
    reclaimDelayMs: 5_000,
    heartbeatMs: 20_000,
  });
  expect((await board.admin.auth.me({})).server.demo).toBe(false);
});
