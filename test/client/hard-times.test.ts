import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Baton, type Claim, type ConnectOptions, connectBaton, LeaseLost } from '../../client/index.ts';
import { readAdminKey, type SpawnedServer, withServer } from '../support/spawn-server.ts';
import { createManualClock } from './manual-clock.ts';
import { TRANSPORTS } from './open-board.ts';

/** The shortest that there is. */
const LEASE_MS = 10_000;
/** Of a lease that is to be kept: so long that a machine that stands still for some seconds costs no beat. */
const KEPT_LEASE_MS = 20_000;
const DAY_MS = 86_400_000;

test('[LE2] an event loop that is blocked for longer than the lease ends the trust in it before the next call, and the late result counts', async () => {
  await withServer(async (server) => {
    await using team = await holders(server);
    compute(LEASE_MS);
    // Nothing has run since: neither a timer nor the answer to a beat.
    for (const claim of team.claims) expect(() => claim.check()).toThrow(LeaseLost);
    expect(team.claims.map(({ lost }) => lost.reason)).toMatchObject([{ reason: 'not_trusted' }, { reason: 'not_trusted' }]);
    for (const claim of team.claims) {
      expect(await claim.submit('Computed in one go.')).toMatchObject({ status: 'validating', epoch: claim.epoch });
      expect(claim.outcome).toBe('submitted');
    }
  });
});

test('[LE1] a lease is kept through a computation much longer than it that lets the event loop go round between its slices', async () => {
  await withServer(async (server) => {
    await using team = await holders(server, { leaseMs: KEPT_LEASE_MS });
    const endsAt = performance.now() + 1.5 * KEPT_LEASE_MS;
    while (performance.now() < endsAt) {
      compute(200);
      await nextTurn();
      for (const claim of team.claims) claim.check();
    }
    for (const claim of team.claims) expect(await claim.submit('Computed in slices.')).toMatchObject({ epoch: claim.epoch });
  });
});

test('[LE5] a wall clock that is set back a day costs no lease and no beat', async () => {
  await withServer(async (server) => {
    await using team = await holders(server, { leaseMs: KEPT_LEASE_MS });
    const now = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => now() - DAY_MS);
    onTestFinished(() => void vi.restoreAllMocks());
    for (const _ of [1, 2]) await Promise.all(team.claims.map(renewal));
    for (const claim of team.claims) expect(await claim.submit('Done the day before.')).toMatchObject({ epoch: claim.epoch });
  });
});

test.each(TRANSPORTS)(
  '[LE2] over %s a server that is away for longer than the lease costs a worker its trust in it, not its work: it hands in late and goes on',
  async (transport) => {
    await withServer(async (server) => {
      const clock = createManualClock();
      await using team = await holders(server, { clock, transport });
      const { lead, batons } = team;
      const [baton] = batons as [Baton];
      const ids: string[] = [];
      for (const title of ['First', 'Second']) {
        ids.push((await lead.rpc.tasks.create.mutate({ title, leaseTtlSeconds: LEASE_MS / 1_000 })).id);
      }
      const stop = new AbortController();
      const lost: unknown[] = [];
      const working = baton.work({ signal: stop.signal }, async (task) => {
        if (task.id === ids[1]) stop.abort();
        else {
          await server.kill();
          clock.advance(LEASE_MS);
          lost.push(task.lost.reason);
          await server.restart();
        }
        return 'Done.';
      });
      let report: unknown;
      void working.then((done) => {
        report = done;
      });
      await vi.waitFor(() => {
        clock.advance(50);
        expect(report).toMatchObject({ claimed: 2, submitted: 2, lost: 0 });
      });
      expect(lost).toMatchObject([{ constructor: LeaseLost, reason: 'not_trusted' }]);
      for (const id of ids) expect((await lead.rpc.tasks.get.query({ id })).status).toBe('validating');
    });
  },
);

interface Team extends AsyncDisposable {
  readonly lead: Baton;
  readonly batons: readonly Baton[];
  /** One task in hand of each. */
  readonly claims: readonly Claim[];
}

interface HoldersOptions extends Pick<ConnectOptions, 'clock' | 'transport'> {
  readonly leaseMs?: number;
}

/** An agent over each transport, with a task of so long a lease in hand; or over one, with none. */
async function holders(server: SpawnedServer, { leaseMs = LEASE_MS, ...options }: HoldersOptions = {}): Promise<Team> {
  const token = await readAdminKey(server.dataDir);
  const lead = await connectBaton({ url: server.origin, token, session: 'none', transport: 'http' });
  const transports = options.transport === undefined ? TRANSPORTS : [options.transport];
  const batons: Baton[] = [];
  const claims: Claim[] = [];
  for (const transport of transports) {
    const agent = await lead.rpc.agents.register.mutate({ name: `over-${transport}` });
    const baton = await connectBaton({ url: server.origin, token: agent.token, ...options, transport });
    batons.push(baton);
    if (options.transport !== undefined) continue;
    const { id } = await lead.rpc.tasks.create.mutate({ title: 'Long', leaseTtlSeconds: leaseMs / 1_000 });
    claims.push(await baton.claim(id));
  }
  return {
    lead,
    batons,
    claims,
    async [Symbol.asyncDispose]() {
      await Promise.all([lead, ...batons].map((one) => one.close()));
    },
  };
}

/** Until a beat has renewed the lease: what is left of it grows by nothing else. */
async function renewal(claim: Claim): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  const grown = () => {
    const now = claim.leaseRemainingMs;
    least = Math.min(least, now);
    expect(now).toBeGreaterThan(least);
  };
  await vi.waitFor(grown, { timeout: 2 * KEPT_LEASE_MS });
}

/** Blocks the event loop, as a synchronous computation does. */
function compute(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
