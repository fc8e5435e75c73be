import { beforeAll, expect, test } from 'vitest';
import type { Baton } from '../../client/baton.ts';
import { connectBaton } from '../../client/connect-baton.ts';
import { checkGrants, checkNumbering, grantOf } from '../history/log-rules.ts';
import type { ProjectEvent } from '../history/recorded.ts';
import { findPython, Racer, type Reply, TEAMS, type Team } from '../support/racing-team.ts';
import { readAdminKey, type SpawnedServer, withServer } from '../support/spawn-server.ts';

const TEAM_NAMES = Object.keys(TEAMS) as Team[]; // the keys of an object that is written down, which TypeScript calls strings
const KILLED_PER_TEAM = 2;
const TASKS = 80;
const LEASE_SECONDS = 10;
const ROUNDS_MAX = 60;

let python = '';
beforeAll(async () => {
  python = await findPython();
}, 300_000);

test('[CL1] [LAW1] eight agents in Python, half of which await, and eight in TypeScript race for tasks, some are killed, and each task is done by exactly one', async () => {
  await withServer(async (server) => {
    await using lead = await connectBaton({
      url: server.origin,
      token: await readAdminKey(server.dataDir),
      session: 'none',
    });
    const fields = { reviewer: 'none' as const, leaseTtlSeconds: LEASE_SECONDS };
    for (let i = 0; i < TASKS; i += 1) await lead.rpc.tasks.create.mutate({ title: `Task ${i}`, ...fields });
    const replies: Reply[] = [];
    const racers = await startRacers(server, lead, replies);
    try {
      const abandoned = await race(racers);
      const events = await readLog(lead);
      expect([...checkNumbering(events), ...checkGrants(events, [])]).toEqual([]);
      await expectAllDone(lead, replies);
      expectToldAsLogged(replies, events);
      expectAbandonedDoneLater(abandoned, events);
      for (const team of TEAM_NAMES) {
        const submitted = replies.filter((one) => one.reply === 'submitted' && one.team === team);
        console.info(`${submitted.length} of ${TASKS} tasks were done in ${team}`);
        expect(submitted.length).toBeGreaterThan(TEAMS[team]);
      }
    } finally {
      await Promise.all(racers.map((racer) => racer.dispose()));
    }
  });
});

async function startRacers({ origin: url }: SpawnedServer, lead: Baton, replies: Reply[]): Promise<Racer[]> {
  const racers: Racer[] = [];
  for (const team of TEAM_NAMES) {
    for (let i = 0; i < TEAMS[team]; i += 1) {
      const agent = `${team.toLowerCase().replace(' ', '-')}-${i}`;
      const { token } = await lead.rpc.agents.register.mutate({ name: agent });
      racers.push(new Racer({ agent, team, python, url, token, replies }));
    }
  }
  await Promise.all(racers.map((racer) => racer.next('connected')));
  return racers;
}

/** All claim at once, round after round; in the second some of each team die while they hold. Gives what they held. */
async function race(racers: readonly Racer[]): Promise<string[]> {
  await Promise.all(racers.map((racer) => racer.go()));
  const dying = TEAM_NAMES.flatMap((team) => racers.filter((one) => one.team === team).slice(0, KILLED_PER_TEAM));
  const living = racers.filter((racer) => !dying.includes(racer));
  const [abandoned] = await Promise.all([
    Promise.all(dying.map((racer) => racer.holdAndDie())),
    Promise.all(living.map((racer) => racer.go())),
  ]);
  let left = TASKS - racers.length - living.length;
  for (let round = 0; left > 0 && round < ROUNDS_MAX; round += 1) {
    const did = await Promise.all(living.map((racer) => racer.go()));
    left -= did.filter((one) => one).length;
  }
  expect(left).toBe(0);
  expect(await Promise.all(living.map((racer) => racer.end()))).toEqual(living.map(() => 0));
  return abandoned;
}

async function readLog(lead: Baton): Promise<ProjectEvent[]> {
  const events: ProjectEvent[] = [];
  for (let after: string | undefined; ; ) {
    const page = await lead.rpc.events.list.query(after === undefined ? {} : { after });
    if (page.items.length === 0) return events;
    events.push(...page.items.map((event) => ({ ...event, project: 'main' })));
    after = page.nextCursor;
  }
}

async function expectAllDone(lead: Baton, replies: readonly Reply[]): Promise<void> {
  const statuses: string[] = [];
  for await (const { status } of lead.all(lead.rpc.tasks.list)) statuses.push(status);
  expect(statuses).toEqual(Array.from({ length: TASKS }, () => 'done'));
  const submitted = replies.filter(({ reply }) => reply === 'submitted').map(({ task }) => task);
  expect(submitted).toHaveLength(TASKS);
  expect(new Set(submitted).size).toBe(TASKS);
}

/** Every claim and submission that a process was told of is in the log under its name, and nothing else is. */
function expectToldAsLogged(replies: readonly Reply[], events: readonly ProjectEvent[]): void {
  const told = (kind: Reply['reply']) =>
    replies.filter(({ reply }) => reply === kind).map(({ task, epoch, agent }) => `${task}:${epoch} ${agent}`);
  const granted = events.map(grantOf).filter((grant) => grant !== null);
  expect(told('claimed').sort()).toEqual(granted.map(({ event, epoch, agent }) => `${event.taskId}:${epoch} ${agent}`).sort());
  const submissions = events.filter(({ type }) => type === 'task.submitted');
  expect(told('submitted').sort()).toEqual(
    submissions.map(({ taskId, data, actor }) => `${taskId}:${data['epoch']} ${actor}`).sort(),
  );
}

/** What the dead held was granted again, with a higher epoch, no sooner than their leases had run out. */
function expectAbandonedDoneLater(abandoned: readonly string[], events: readonly ProjectEvent[]): void {
  expect(new Set(abandoned).size).toBe(TEAM_NAMES.length * KILLED_PER_TEAM);
  for (const id of abandoned) {
    const grants = events.map(grantOf).filter((grant) => grant !== null && grant.event.taskId === id);
    const [first, second] = grants;
    if (first == null || second == null) throw new Error(`${id} was granted ${grants.length} times`);
    expect(second.epoch).toBeGreaterThan(first.epoch);
    expect(Date.parse(second.event.at) - Date.parse(first.event.at)).toBeGreaterThanOrEqual(LEASE_SECONDS * 1_000);
  }
}
