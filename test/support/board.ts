import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AgentRegister } from '../../server/contract/agents.ts';
import { BatonError, type ErrorCode } from '../../server/contract/errors.ts';
import { LEASE_CLOCK_MAX_STEP_MS } from '../../server/domain/lease-time.ts';
import { createServices, type Services } from '../../server/domain/services.ts';
import type { Storage } from '../../server/domain/store.ts';
import { systemIds } from '../../server/kernel/ids.ts';
import { createLog } from '../../server/kernel/log.ts';
import { createRateLimiter } from '../../server/transports/rate-limiter.ts';
import { createCaller } from '../../server/transports/trpc/app-router.ts';
import type { RpcContext } from '../../server/transports/trpc/rpc-context.ts';
import { toBatonError } from '../../server/transports/trpc/rpc-errors.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

export type Caller = ReturnType<typeof createCaller>;
type CallOptions = Partial<Pick<RpcContext, 'project' | 'session' | 'idempotencyKey' | 'reply'>>;

export interface Board {
  readonly clock: FakeClock;
  readonly database: TestDatabase;
  /** Where it keeps what it keeps in files. */
  readonly folder: string;
  readonly storage: Storage;
  readonly services: Services;
  readonly adminToken: string;
  readonly admin: Caller;
  /** The router called with this token, as every door calls it. */
  as(token: string, options?: CallOptions): Caller;
  /** Registers an agent and gives its caller. */
  agent(name: string, fields?: Partial<AgentRegister>): Promise<Caller & { readonly token: string }>;
  /** Lets time pass on both clocks while the server listens. */
  pass(ms: number): Promise<void>;
  /** Lets time pass while it does not: one long step. */
  gap(ms: number): Promise<void>;
}

/** A fresh board on a real database, with clocks that stand still; gone when the test is over. */
export async function createBoard(options: { eventsKept?: number } = {}): Promise<Board> {
  const dir = await mkdtemp(join(tmpdir(), 'batonpass-board-'));
  const clock = createFakeClock();
  const log = createLog('silent');
  const database = await createTestDatabase(dir);
  const storage = await database.open({ clock, log });
  const services = createServices({ storage, clock, ids: systemIds, log, ...options });
  onTestFinished(async () => {
    await storage.close();
    await database.drop();
    await rm(dir, { recursive: true, force: true });
  });
  await services.projects.ensure('main');
  const adminToken = (await services.tokens.keepAdminKey('')) ?? '';
  const limiter = createRateLimiter(clock);
  const as = (token: string, more: CallOptions = {}) =>
    createCaller({
      services,
      limiter,
      token,
      project: null,
      session: null,
      idempotencyKey: null,
      requestId: 'test',
      reply: { replayed: false },
      ...more,
    });
  const admin = as(adminToken);
  const look = () => storage.read(async () => undefined);
  return {
    clock,
    database,
    folder: dir,
    storage,
    services,
    adminToken,
    admin,
    as,
    async agent(name, fields = {}) {
      const { token } = await admin.agents.register({ name, ...fields });
      // The caller is a proxy for which any property is a procedure, so the token cannot be put on it.
      const { agents, sessions, tasks, reviews, messages, inbox, reservations, events, projects, tokens } = as(token);
      const { attention, summary, insights, wait, auth } = as(token);
      const board = { agents, sessions, tasks, reviews, messages, inbox, reservations, events, projects, tokens };
      return { token, ...board, attention, summary, insights, wait, auth };
    },
    async pass(ms) {
      await look();
      for (let left = ms; left > 0; left -= LEASE_CLOCK_MAX_STEP_MS) {
        clock.advance(Math.min(left, LEASE_CLOCK_MAX_STEP_MS));
        await look();
      }
    },
    async gap(ms) {
      await look();
      clock.advance(ms);
      await look();
    },
  };
}

/** What a refused call was refused with. Fails when it was not. */
export async function refusal(call: Promise<unknown>): Promise<BatonError> {
  const error = await call.then(
    () => new Error('the call was not refused'),
    (thrown: unknown) => toBatonError(thrown),
  );
  if (error instanceof BatonError) return error;
  throw error;
}

/** The code of a refusal. */
export async function codeOf(call: Promise<unknown>): Promise<ErrorCode> {
  return (await refusal(call)).code;
}
