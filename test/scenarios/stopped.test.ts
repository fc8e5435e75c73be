import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as letRealTimePass } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { listOf, recordOf } from '../history/recorded.ts';
import { readOrphans } from '../support/history-database.ts';
import { adminOf, createTask, mustSend, registerAgent, type TeamMember } from '../support/history-team.ts';
import { persist } from '../support/nodes-team.ts';
import { SpawnedServer as Server, type SpawnedServer, withServer } from '../support/spawn-server.ts';
import { ENGINE } from '../support/test-database.ts';

const LEASE_SECONDS = 10;
const AGENTS = 200;
const SHORT_STOP_MS = 5_000;
/** Longer than a lease. */
const LONG_STOP_MS = 12_000;
/** So many beats after a stop, each a third of a lease after the last, span more than a lease and the delay. */
const BEATS_AFTER = 5;
const LOOK_MS = 50;
const TEST_MAX_MS = 600_000;

interface Beating {
  readonly member: TeamMember;
  readonly taskId: string;
  readonly epoch: number;
  /** Beats that were answered `ok`. */
  beats: number;
  lost: unknown[];
}

async function startBeating(server: SpawnedServer, admin: TeamMember, index: number): Promise<Beating> {
  const member = await registerAgent(server, admin, `beating-${index}`);
  const taskId = await createTask(admin, { title: `task of ${index}`, leaseTtlSeconds: LEASE_SECONDS });
  const { epoch } = await mustSend(member.client, `/v1/tasks/${taskId}/claim`, {});
  return { member, taskId, epoch: Number(epoch), beats: 0, lost: [] };
}

/** Gives signs of life as often as the server asks for, until told to stop. */
async function beat(beating: Beating, enough: AbortSignal): Promise<void> {
  const { member, taskId, epoch } = beating;
  while (!enough.aborted) {
    const reply = await mustSend(member.client, '/v1/sessions/current/heartbeat', { leases: [{ taskId, epoch }] });
    for (const lease of listOf(reply['leases']).map(recordOf)) {
      if (lease['state'] === 'ok') beating.beats += 1;
      else beating.lost.push(lease);
    }
    await letRealTimePass(Number(reply['nextHeartbeatMs']), undefined, { signal: enough }).catch(() => undefined);
  }
  member.client.close();
}

/** Takes whatever it can get, without pause. */
async function snatch(rival: TeamMember, enough: AbortSignal): Promise<unknown[]> {
  const got: unknown[] = [];
  while (!enough.aborted) {
    const reply = await mustSend(rival.client, '/v1/tasks/claim-next', { waitSeconds: 1 });
    got.push(...listOf(reply['claims']));
  }
  rival.client.close();
  return got;
}

/** Resolves when each has been told `ok` so many times more, or has lost its lease. */
async function beatsAfter(all: readonly Beating[], count: number): Promise<void> {
  const wanted = all.map(({ beats }) => beats + count);
  while (!all.every(({ beats, lost }, index) => lost.length > 0 || beats >= (wanted[index] ?? 0))) {
    await letRealTimePass(LOOK_MS);
  }
}

describe.concurrent('stopped and woken', () => {
  test(
    '[LE5] [LE6] a server stopped for 5 s, and then for longer than a lease, takes no task from 200 agents that live',
    async ({ expect }) => {
      await withServer(async (server) => {
        const admin = await adminOf(server);
        const enough = new AbortController();
        const all: Beating[] = [];
        const beating: Array<Promise<void>> = [];
        for (let i = 0; i < AGENTS; i += 1) {
          const one = await startBeating(server, admin, i);
          all.push(one);
          beating.push(beat(one, enough.signal));
        }
        const rival = await registerAgent(server, admin, 'rival');
        const snatching = snatch(rival, enough.signal);
        for (const stopMs of [SHORT_STOP_MS, LONG_STOP_MS]) {
          await beatsAfter(all, 1);
          server.signal('SIGSTOP');
          await letRealTimePass(stopMs);
          server.signal('SIGCONT');
        }
        await beatsAfter(all, BEATS_AFTER);
        enough.abort();
        await Promise.all(beating);
        expect(all.flatMap(({ lost }) => lost)).toEqual([]);
        expect(await snatching).toEqual([]);
        admin.client.close();
      });
    },
    TEST_MAX_MS,
  );

  test(
    '[LE4] [CL6] of an agent that is stopped beyond its lease the task gets exactly one new holder, and its late work is kept as an orphan',
    async ({ expect }) => {
      await withServer(async (server) => {
        const admin = await adminOf(server);
        const taskId = await createTask(admin, { title: 'the only one', leaseTtlSeconds: LEASE_SECONDS });
        const sleeper = await registerAgent(server, admin, 'sleeper');
        const rivals = await Promise.all(['r1', 'r2', 'r3', 'r4'].map((name) => registerAgent(server, admin, name)));
        const agent = spawn(
          process.execPath,
          [join(import.meta.dirname, 'holding-agent.ts'), server.origin, sleeper.token, taskId],
          {
            stdio: ['pipe', 'pipe', 'inherit'],
          },
        );
        const ended = once(agent, 'close');
        const lines = createInterface({ input: agent.stdout })[Symbol.asyncIterator]();
        try {
          expect(await nextLine(lines)).toEqual({ epoch: 1 });
          agent.kill('SIGSTOP');
          const got = await waitForOneGrant(rivals);
          expect(got).toEqual([{ taskId, epoch: 3 }]);
          agent.kill('SIGCONT');
          agent.stdin.end('hours of work\n');
          const late = await nextLine(lines);
          expect(late['status']).toBe(409);
          expect(recordOf(late['body'])['code']).toBe('lease_lost');
          expect(recordOf(recordOf(recordOf(late['body'])['current'])['holder'])['agent']).toMatch(/^r[1-4]$/);
          const orphans = (await readOrphans(server.database)).map(({ agent: name, epoch, payload }) => ({
            name,
            epoch,
            summary: recordOf(payload)['summary'],
          }));
          expect(orphans).toEqual([{ name: 'sleeper', epoch: 1, summary: 'hours of work' }]);
          await ended;
        } finally {
          agent.kill('SIGKILL');
          for (const { client } of [admin, sleeper, ...rivals]) client.close();
        }
      });
    },
    TEST_MAX_MS,
  );

  // Of Postgres many may share one: that is what it is there for.
  test.runIf(ENGINE === 'sqlite')(
    '[DU3] a second program on the same data refuses to start and names the first',
    async ({ expect }) => {
      await withServer(async (first) => {
        const second = new Server(first);
        try {
          second.launch();
          expect(await second.ended()).toEqual({ code: 1, signal: null });
          expect(second.stderr).toContain(`process ${first.pid}`);
          expect(second.stdout).toBe('');
          await first.ready();
        } finally {
          await second.dispose();
        }
      });
    },
    TEST_MAX_MS,
  );
});

async function nextLine(lines: AsyncIterator<string>): Promise<Readonly<Record<string, unknown>>> {
  const { value } = await lines.next();
  return recordOf(JSON.parse(String(value)));
}

/** Lets all rivals ask for work until one of them gets it, and for one more round; says what they got. */
async function waitForOneGrant(rivals: readonly TeamMember[]): Promise<Array<{ taskId: unknown; epoch: unknown }>> {
  const got: Array<{ taskId: unknown; epoch: unknown }> = [];
  const ask = async ({ client }: TeamMember) => {
    let rounds = 0;
    // Each goes on for a round after somebody won, so that a second grant would be seen.
    while (got.length === 0 || rounds === 0) {
      if (got.length > 0) rounds += 1;
      const { status, body } = await persist(client, { method: 'POST', path: '/v1/tasks/claim-next', body: { waitSeconds: 2 } });
      // Whoever has it may hold no more.
      if (status === 409) break;
      for (const { task, epoch } of listOf(recordOf(body)['claims']).map(recordOf)) {
        got.push({ taskId: recordOf(task)['id'], epoch });
      }
    }
  };
  await Promise.all(rivals.map(ask));
  return got;
}
