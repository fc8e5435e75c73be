import { expect, test } from 'vitest';
import { BROWSER_SECONDS, LINK_DEFAULT_SECONDS, LINK_MIN_SECONDS } from '../../server/contract/sign-in.ts';
import { ADMIN_LABEL } from '../../server/domain/auth/auth-service.ts';
import { codeOf, createBoard, refusal } from '../support/board.ts';

type Board = Awaited<ReturnType<typeof createBoard>>;

const invite = (board: Board, input: { name?: string; role?: 'viewer' | 'reviewer' | 'lead'; expiresInSeconds?: number } = {}) =>
  board.admin.auth.createLink(input);
const login = (board: Board, code: string) => board.services.signIn.login({ code });

test('[SE5] a link signs a person in once, as a principal of their own', async () => {
  const board = await createBoard();
  const link = await invite(board, { name: 'ann', role: 'reviewer' });
  expect(link).toMatchObject({ name: 'ann', role: 'reviewer', path: `/dashboard/sign-in#${link.code}` });
  expect(await board.admin.agents.get({ name: 'ann' })).toMatchObject({ kind: 'human', role: 'reviewer' });
  const { signedIn, token } = await login(board, link.code);
  expect(signedIn).toMatchObject({ name: 'ann', role: 'reviewer', project: 'main' });
  expect(await codeOf(login(board, link.code))).toBe('unauthenticated');
  const scout = await board.agent('scout');
  await scout.tasks.create({ title: 'a' });
  await scout.tasks.claim({ id: 'T-1' });
  await scout.tasks.submit({ id: 'T-1', epoch: 1, summary: 'done' });
  const [review] = (await board.as(token).reviews.list({})).items;
  await board.as(token).reviews.decide({ id: review?.id ?? '', revision: 1, decision: 'approve' });
  const log = (await board.admin.events.list({ limit: 200 })).items;
  expect(log.filter(({ type }) => type === 'task.approved')).toMatchObject([{ actor: 'ann' }]);
});

test('[SE5] of many who use one link at once, exactly one is signed in', async () => {
  const board = await createBoard();
  const { code } = await invite(board, { name: 'ann' });
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => login(board, code)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('[SE5] a link is over at the end of its time and not before; so is the cookie', async () => {
  const board = await createBoard();
  const kept = await invite(board, { name: 'ann' });
  const late = await invite(board, { name: 'ann', expiresInSeconds: LINK_MIN_SECONDS });
  await board.pass(LINK_MIN_SECONDS * 1_000);
  expect(await codeOf(login(board, late.code))).toBe('unauthenticated');
  await board.pass((LINK_DEFAULT_SECONDS - LINK_MIN_SECONDS) * 1_000 - 1);
  const { token, seconds } = await login(board, kept.code);
  expect(seconds).toBe(BROWSER_SECONDS);
  expect((await board.admin.tokens.list({})).items.filter(({ purpose }) => purpose === 'browser')).toMatchObject([
    { agent: 'ann', label: 'browser', revokedAt: null },
  ]);
  await expect(board.as(token).tasks.list({})).resolves.toBeDefined();
});

test('[SE5] a link is no token, and a token is no link', async () => {
  const board = await createBoard();
  const { code } = await invite(board, { name: 'ann' });
  const scout = await board.agent('scout');
  expect(await codeOf(board.as(code).tasks.list({}))).toBe('unauthenticated');
  expect(await codeOf(login(board, scout.token))).toBe('unauthenticated');
  expect(await codeOf(login(board, 'nonsense'))).toBe('unauthenticated');
  await expect(login(board, code)).resolves.toBeDefined();
});

test('[SE5] signing out ends the cookie at once, and nothing else does it', async () => {
  const board = await createBoard();
  const { token } = await login(board, (await invite(board, { name: 'ann' })).code);
  const scout = await board.agent('scout');
  expect(await codeOf(scout.auth.logout({}))).toBe('invalid_input');
  expect(await board.as(token).auth.logout({})).toEqual({ name: 'ann' });
  expect(await codeOf(board.as(token).tasks.list({}))).toBe('unauthenticated');
  await expect(scout.tasks.list({})).resolves.toBeDefined();
});

test('[SE4] an admin has a link for itself; a lead none for leads, nor anybody for an agent or who has retired', async () => {
  const board = await createBoard();
  const own = await invite(board);
  expect(own).toMatchObject({ name: ADMIN_LABEL, role: 'admin' });
  const { signedIn, token } = await login(board, own.code);
  expect(signedIn).toMatchObject({ name: ADMIN_LABEL, role: 'admin', project: null });
  await expect(board.as(token).tokens.list({})).resolves.toBeDefined();

  const lead = await board.agent('lena', { role: 'lead', kind: 'human' });
  expect(await lead.auth.createLink({})).toMatchObject({ name: 'lena', role: 'lead' });
  await invite(board, { name: 'otto', role: 'lead' });
  expect(await codeOf(lead.auth.createLink({ name: 'otto' }))).toBe('forbidden');
  expect(await codeOf(lead.auth.createLink({ name: 'new', role: 'lead' }))).toBe('forbidden');
  await board.agent('scout');
  expect(await codeOf(lead.auth.createLink({ name: 'scout' }))).toBe('name_taken');
  await lead.auth.createLink({ name: 'ann' });
  expect((await refusal(lead.auth.createLink({ name: 'ann', role: 'reviewer' }))).details.hint).toContain('PATCH /v1/agents/ann');
  await board.admin.agents.retire({ name: 'ann', reason: 'moved on' });
  expect(await codeOf(lead.auth.createLink({ name: 'ann' }))).toBe('invalid_input');
});

test('[SE5] who retires while the link waits is not signed in', async () => {
  const board = await createBoard();
  const { code } = await invite(board, { name: 'ann' });
  await board.admin.agents.retire({ name: 'ann', reason: 'moved on' });
  expect(await codeOf(login(board, code))).toBe('unauthenticated');
});
