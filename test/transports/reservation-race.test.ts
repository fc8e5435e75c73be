import { expect, test } from 'vitest';
import { SeededRandom } from '../support/history-random.ts';
import { findDoubleHolds, somePaths, workThrough } from '../support/path-race.ts';
import { startHttp } from '../support/start-http.ts';

const AGENTS = 16;
const TASKS = 60;
const SEED = 7;
const TEST_MAX_MS = 600_000;

test(
  `[RS1] [CL4] ${AGENTS} agents that claim tasks with overlapping paths, over sockets: no path is held twice, and all gets done`,
  async () => {
    const http = await startHttp();
    const random = new SeededRandom(SEED);
    const tasks = Array.from({ length: TASKS }, (_, nth) => ({
      title: `task ${nth}`,
      paths: random.chance(0.85) ? somePaths(random) : [],
      priority: random.below(4),
      reviewer: 'none',
      maxAttempts: 100,
    }));
    expect((await http.call('POST', '/v1/tasks/batch', { body: { tasks } })).status).toBe(201);
    let done = 0;
    const agents = Array.from({ length: AGENTS }, async (_, nth) => {
      const { token } = await http.register(`agent-${nth}`, { maxConcurrent: 2 });
      const send = async (path: string, body: Record<string, unknown>) => {
        const reply = await http.call('POST', path, { token, body });
        if (path.endsWith('/submit') && reply.status === 200) done += 1;
        return reply;
      };
      return workThrough(send, { seed: SEED + nth, isDone: () => done === TASKS });
    });
    const refused = (await Promise.all(agents)).reduce((sum, one) => sum + one, 0);

    const events = [];
    for (let after: string | null = null; ; ) {
      const { body } = await http.call('GET', `/v1/events?limit=200${after === null ? '' : `&after=${after}`}`);
      events.push(...body.items);
      if (body.items.length === 0) break;
      after = body.nextCursor;
    }
    const made = events.filter(({ type }) => type === 'reservation.made').length;
    const released = events.filter(({ type }) => type === 'reservation.released').length;
    expect(findDoubleHolds(events)).toEqual([]);
    expect(released).toBe(made);
    // Otherwise nobody was ever in anybody's way, and nothing is proved.
    expect(refused).toBeGreaterThan(3);
    await http.close();
  },
  TEST_MAX_MS,
);
