import { readFile } from 'node:fs/promises';
import { describe, test } from 'vitest';
import { listOf, recordOf } from '../history/recorded.ts';
import { adminOf, createTask, mustSend, registerAgent, type TeamMember } from '../support/history-team.ts';
import { withServer } from '../support/spawn-server.ts';
import { ENGINE } from '../support/test-database.ts';

const AGENTS = 200;
const LOOK_SECONDS = 30;
/** For how long the server is watched before anybody waits: what it costs by itself is not their cost. */
const REST_SECONDS = 10;
/** Of one core, over the whole look, beside what the server costs by itself: two in a hundred. */
const CPU_MAX_MS = LOOK_SECONDS * 1_000 * 0.02;
/** The kernel counts processor time in hundredths of a second. */
const TICK_MS = 10;
const TEST_MAX_MS = 600_000;

/** What a process has used of the processor so far. */
async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The second field is a name in brackets that may hold anything; user and system time are the 12th and 13th after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** What a process uses of the processor in so many seconds. */
async function usedWhile(pid: number, seconds: number): Promise<number> {
  const before = await cpuMs(pid);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  return (await cpuMs(pid)) - before;
}

/** Waits as an idle agent does, one request after the other, until told of something; gives what it was told. */
async function idle({ client }: TeamMember): Promise<unknown[]> {
  for (let cursor: unknown; ; ) {
    // Without a key, as an agent waits: nothing is kept of it.
    const { body } = await client.send({ method: 'POST', path: '/v1/wait', body: cursor === undefined ? {} : { cursor } });
    const reply = recordOf(body);
    if (listOf(reply['news']).length > 0) return [...listOf(reply['news'])];
    cursor = reply['cursor'];
  }
}

describe('many that wait', () => {
  test.runIf(ENGINE === 'sqlite' && process.platform === 'linux')(
    '[WT1] 200 idle agents cost less than 2 % of a core for 30 s, and a task for one of them wakes that one alone',
    async ({ expect }) => {
      await withServer(async (server) => {
        const admin = await adminOf(server);
        const restMs = ((await usedWhile(server.pid, REST_SECONDS)) * LOOK_SECONDS) / REST_SECONDS;
        const members = await Promise.all(Array.from({ length: AGENTS }, (_, i) => registerAgent(server, admin, `idle-${i}`)));
        const told = new Map<string, unknown[]>();
        const waits = members.map(async (member) => {
          told.set(member.name, await idle(member));
        });
        // Each has asked once by now, which its sign of life shows; the look is at the waiting, with one full turn of new calls in it.
        for (;;) {
          const { agents } = await mustSend(admin.client, '/v1/summary');
          if (recordOf(agents)['online'] === AGENTS) break;
        }
        const usedMs = (await usedWhile(server.pid, LOOK_SECONDS)) - restMs;
        expect(told.size).toBe(0);
        expect(usedMs).toBeLessThan(CPU_MAX_MS);
        const taskId = await createTask(admin, { title: 'for one', assignee: 'idle-7' });
        await waits[7];
        expect([...told.keys()]).toEqual(['idle-7']);
        expect(told.get('idle-7')).toMatchObject([{ kind: 'task', taskId }]);
        const all = await createTask(admin, { title: 'for all the others' });
        await Promise.all(waits);
        expect(told.get('idle-8')).toMatchObject([{ kind: 'task', taskId: all }]);
        process.stdout.write(
          `200 idle agents: ${usedMs} ms of the processor in ${LOOK_SECONDS} s, beside ${restMs} ms of the server alone\n`,
        );
        for (const { client } of [admin, ...members]) client.close();
      });
    },
    TEST_MAX_MS,
  );
});
