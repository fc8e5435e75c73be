import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServices, type Services } from '../../server/domain/services.ts';
import type { Storage } from '../../server/domain/store.ts';
import { systemIds } from '../../server/kernel/ids.ts';
import { openSqlite } from '../../server/storage/sqlite/open-sqlite.ts';
import { createRateLimiter } from '../../server/transports/rate-limiter.ts';
import { createCaller } from '../../server/transports/trpc/app-router.ts';
import type { RpcContext } from '../../server/transports/trpc/rpc-context.ts';
import type { Caller } from '../support/board.ts';
import { createFakeClock, type FakeClock, passTime } from '../support/fake-clock.ts';
import { silentLog } from './test-sqlite.ts';

const LEASE_OVER_MS = 120_000;
/** Texts that quoting, escaping or another collation could harm. */
const AWKWARD = [
  '',
  'NULL',
  '{}',
  '{"a","b"}',
  '\\x00 \\N \\\\',
  'it\'s "so"',
  'a,b\tc\r\nd',
  'ÄäZz €𝄞 👩🏽‍🚀 مرحبا',
  '\ufffd\ufeff\u2028\u007f',
  '$1',
];
const HARD_TEXT = AWKWARD.join('|');

export type As = (token: string, options?: Partial<Pick<RpcContext, 'project' | 'session' | 'idempotencyKey'>>) => Caller;

/** The services on a store and the router before them, as a server has them. */
export function serve(storage: Storage, clock: FakeClock): { services: Services; as: As } {
  // So few events are kept that the log of a board that was used for a while no longer begins at 1.
  const services = createServices({ storage, clock, ids: systemIds, log: silentLog, eventsKept: 20 });
  const limiter = createRateLimiter(clock);
  const as: As = (token, options) =>
    createCaller({
      services,
      limiter,
      token,
      project: null,
      session: null,
      idempotencyKey: null,
      requestId: 'test',
      reply: { replayed: false },
      ...options,
    });
  return { services, as };
}

/** A board that was in use, and what those who used it still hold. */
export interface OldBoard {
  readonly dir: string;
  readonly file: string;
  readonly incarnation: string;
  readonly clock: FakeClock;
  readonly admin: string;
  readonly scout: string;
  /** scout holds this one with this epoch in this session, and has so much of its lease left. */
  readonly held: { readonly id: string; readonly epoch: number; readonly session: string; readonly leaseRemainingMs: number };
  /** Of the log of `main`, some events before its end, and how many follow. */
  readonly cursor: string;
  readonly newer: number;
  readonly lastTask: number;
  /** A request with its key, and the answer that was given. */
  readonly repeat: { readonly key: string; readonly label: string; readonly token: string };
}

/** Makes a board in a SQLite file through the services, with something in every table and a task in every state, and closes it. */
export async function makeOldBoard(): Promise<OldBoard> {
  const dir = mkdtempSync(join(tmpdir(), 'batonpass-old-'));
  const file = join(dir, 'baton.db');
  const clock = createFakeClock();
  const storage = await openSqlite({ file, clock, log: silentLog });
  const { services, as } = serve(storage, clock);
  await services.projects.ensure('main');
  const adminToken = (await services.tokens.keepAdminKey('')) ?? '';
  const admin = as(adminToken);
  const tokens = await registerAll(admin);
  const [scout, ada, bob] = [as(tokens.scout), as(tokens.ada), as(tokens.bob)];
  await makeEndedTasks({ admin, scout, ada, bob });
  await makeOpenTasks({ admin, scout, ada, bob });
  await makeBlockedTasks({ admin, scout });
  await makeMail({ admin, scout, ada, bob });
  await makeLateWork({ admin, scout, ada, pass: () => passTime(clock, storage, LEASE_OVER_MS), services });
  await makeOtherProject(admin, as(adminToken, { project: 'solo' }));
  await makeArtifacts(admin, as(adminToken, { project: 'solo' }));

  await makeHeldReview({ scout, ada, bob });

  const repeat = { key: 'once', label: 'second' };
  const created = await as(adminToken, { idempotencyKey: repeat.key }).tokens.create({ agent: 'scout', label: repeat.label });
  const gone = await admin.tokens.create({ role: 'viewer', label: 'gone', expiresAt: '2035-01-01T00:00:00Z' });
  await admin.tokens.revoke({ id: gone.info.id });

  const { id: session } = await scout.sessions.start({ harness: 'test', host: 'häuschen', pid: 7 });
  const held = await as(tokens.scout, { session }).tasks.claim({
    id: (await scout.tasks.create({ title: 'held', paths: ['web/**'] })).id,
  });
  await as(tokens.scout, { session }).reservations.make({
    taskId: held.task.id,
    epoch: held.epoch,
    paths: ['docs/**'],
    mode: 'shared',
  });
  await passTime(clock, storage, 20_000);
  await services.upkeep.tidy();
  const { head } = await admin.events.list({ limit: 1 });
  const newer = 3;
  const { id } = await scout.tasks.create({ title: 'newest' });
  for (let i = 1; i < newer; i += 1) await scout.tasks.comment({ id, body: HARD_TEXT });
  const { holder } = await admin.tasks.get({ id: held.task.id });
  await services.upkeep.stop();
  await storage.close();
  return {
    dir,
    file,
    incarnation: storage.incarnation,
    clock,
    admin: adminToken,
    scout: tokens.scout,
    held: { id: held.task.id, epoch: held.epoch, session, leaseRemainingMs: holder?.leaseRemainingMs ?? 0 },
    cursor: head,
    newer,
    lastTask: Number(id.slice(2)),
    repeat: { ...repeat, token: created.token },
  };
}

async function registerAll(admin: Caller): Promise<Record<'scout' | 'ada' | 'bob', string>> {
  const register = async (name: string) =>
    (await admin.agents.register({ name, capabilities: ['go', 'sql'], maxConcurrent: 20 })).token;
  const [scout, ada, bob] = [await register('scout'), await register('ada'), await register('bob')];
  await admin.agents.register({ name: 'maria', kind: 'human', role: 'lead' });
  await admin.agents.pause({ name: 'maria', reason: HARD_TEXT, drain: true });
  return { scout, ada, bob };
}

type Team = Record<'admin' | 'scout' | 'ada' | 'bob', Caller>;

/** Done after two approvals and reopened, done at once, cancelled. */
async function makeEndedTasks({ admin, scout, ada, bob }: Team): Promise<void> {
  const { id } = await scout.tasks.create({
    title: 'judged',
    brief: HARD_TEXT,
    acceptance: AWKWARD.slice(1),
    paths: ['src/**', 'ä/*.ts'],
    labels: ['ui', 'api'],
    reviewsRequired: 2,
  });
  await scout.tasks.claim({ id });
  await scout.tasks.progress({ id, epoch: 1, note: HARD_TEXT, percent: 50 });
  const answers = AWKWARD.slice(1).map((note, criterion) => ({ criterion, met: criterion % 2 === 0, note }));
  const evidence = [{ type: 'command' as const, command: HARD_TEXT, exitCode: 0 }];
  await scout.tasks.submit({ id, epoch: 1, summary: HARD_TEXT, answers, evidence });
  const review = (await admin.reviews.list({})).items[0]?.id ?? '';
  for (const one of [ada, bob]) await one.reviews.decide({ id: review, revision: 1, decision: 'approve', note: HARD_TEXT });
  const quick = await scout.tasks.create({ title: 'quick', reviewer: 'none' });
  await scout.tasks.claim({ id: quick.id });
  await scout.tasks.submit({ id: quick.id, epoch: 1, summary: 'done' });
  await admin.tasks.reopen({ id: quick.id, reason: 'once more' });
  const unwanted = await scout.tasks.create({ title: 'unwanted' });
  await admin.tasks.cancel({ id: unwanted.id, reason: HARD_TEXT });
  // Its dependency will never be done.
  await scout.tasks.create({ title: 'in vain', dependsOn: [unwanted.id] });
}

/** Waiting for others, for a time, for a capability, for a review, for its author. */
async function makeOpenTasks({ scout, ada, admin }: Team): Promise<void> {
  const first = await scout.tasks.create({ title: 'first', requires: ['sql', 'go'], labels: ['db'], priority: 0 });
  await scout.tasks.create({ title: 'second', dependsOn: [first.id], assignee: 'ada', labels: ['db', 'ui'] });
  await scout.tasks.create({ title: 'later', notBefore: '2040-01-01T00:00:00Z', dueAt: '2041-01-01T00:00:00Z' });
  await scout.tasks.create({ title: 'touches', paths: ['lib/*.ts'], labels: ['ui'] });
  const submitted = await scout.tasks.create({ title: 'validating' });
  await scout.tasks.claim({ id: submitted.id });
  await scout.tasks.submit({ id: submitted.id, epoch: 1, summary: 'look at it' });
  const kept = await scout.tasks.create({ title: 'kept for its author' });
  await scout.tasks.claim({ id: kept.id });
  await scout.tasks.submit({ id: kept.id, epoch: 1, summary: 'look at this' });
  const review = (await admin.reviews.list({})).items.find(({ taskId }) => taskId === kept.id)?.id ?? '';
  await ada.reviews.decide({ id: review, revision: 1, decision: 'request_changes', note: HARD_TEXT });
}

/** A question that is open and one that was answered, a wait for another task, a date to come. */
async function makeBlockedTasks({ scout, admin }: Pick<Team, 'scout' | 'admin'>): Promise<void> {
  const blocked = async (title: string, what: Omit<Parameters<Caller['tasks']['block']>[0], 'id' | 'epoch'>) => {
    const { id } = await scout.tasks.create({ title });
    const { epoch } = await scout.tasks.claim({ id });
    await scout.tasks.block({ id, epoch, ...what });
    return id;
  };
  const options = AWKWARD.filter((text) => text !== '');
  const asked = await blocked('asked', { kind: 'question', reason: HARD_TEXT, options });
  await admin.tasks.unblock({ id: asked, answer: HARD_TEXT });
  await blocked('asks', { kind: 'question', reason: HARD_TEXT, waitingOn: { agent: 'ada' } });
  await blocked('closed', { kind: 'external', reason: HARD_TEXT, until: '2040-01-01T00:00:00Z' });
  const { id: task } = await scout.tasks.create({ title: 'awaited' });
  await blocked('waits', { kind: 'dependency', reason: HARD_TEXT, waitingOn: { task } });
}

/** Waiting, acknowledged, a dead letter, one of a role that was taken and one that was not. */
async function makeMail({ admin, scout, ada, bob }: Team): Promise<void> {
  const first = await scout.messages.send({ to: { agent: 'ada' }, body: HARD_TEXT, subject: HARD_TEXT, dedupeKey: 'once' });
  await ada.messages.send({ replyTo: first.id, body: '@bob', urgency: 'now' });
  await ada.inbox.ack({ upTo: 1 });
  await admin.messages.send({ to: { all: true }, body: 'soon over', expiresInSeconds: 60, taskId: 'T-1' });
  const taken = await bob.messages.send({ to: { role: 'agent' }, body: 'taken' });
  await scout.messages.take({ id: taken.id });
  await bob.messages.send({ to: { role: 'agent' }, body: 'not taken' });
}

/** Approved by one, let go and taken in hand again by another. */
async function makeHeldReview({ scout, ada, bob }: Pick<Team, 'scout' | 'ada' | 'bob'>): Promise<void> {
  const { id: task } = await scout.tasks.create({ title: 'half approved', reviewsRequired: 2 });
  await scout.tasks.claim({ id: task });
  await scout.tasks.submit({ id: task, epoch: 1, summary: 'look twice' });
  const id = (await scout.reviews.list({ taskId: task })).items[0]?.id ?? '';
  await ada.reviews.decide({ id, revision: 1, decision: 'approve' });
  const { epoch } = await bob.reviews.claim({ id });
  await bob.reviews.release({ id, epoch, reason: HARD_TEXT });
  await bob.reviews.claim({ id });
}

/** A last attempt that was over, a holder that came too late, a session that fell silent. */
async function makeLateWork(made: {
  admin: Caller;
  scout: Caller;
  ada: Caller;
  services: Services;
  pass: () => Promise<void>;
}): Promise<void> {
  const { scout, ada, services, pass } = made;
  const last = await scout.tasks.create({ title: 'failed', maxAttempts: 1 });
  await scout.tasks.claim({ id: last.id });
  const contested = await scout.tasks.create({ title: 'contested' });
  await scout.tasks.claim({ id: contested.id });
  await pass();
  await services.upkeep.sweep();
  await ada.tasks.claim({ id: contested.id });
  await scout.tasks.submit({ id: contested.id, epoch: 1, summary: HARD_TEXT }).catch(() => undefined);
  await ada.tasks.release({ id: contested.id, epoch: 3, reason: HARD_TEXT });
}

/** The same content twice, another that took the place of a first, and an empty one. */
async function makeArtifacts(admin: Caller, solo: Caller): Promise<void> {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const attach = (name: string, text: string) => admin.tasks.attach({ id: 'T-1', name, base64: base64(text) });
  await attach('notes.txt', 'a first thought');
  await attach('notes.txt', HARD_TEXT);
  await attach('same.txt', HARD_TEXT);
  await attach('empty.txt', '');
  await solo.tasks.attach({ id: 'T-1', name: 'notes.txt', mediaType: 'text/plain; charset="utf-8"', base64: base64('solo') });
}

async function makeOtherProject(admin: Caller, solo: Caller): Promise<void> {
  await admin.projects.create({ name: 'solo', selfReview: true });
  await admin.projects.create({ name: 'empty' });
  await solo.agents.register({ name: 'scout' });
  await solo.tasks.create({ title: 'same number, other project', requires: ['go'] });
  await admin.projects.pause({ name: 'solo', reason: HARD_TEXT });
}
