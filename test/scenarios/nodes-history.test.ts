import { describe, expect, test } from 'vitest';
import { explainViolations } from '../history/checker.ts';
import { startCalmClock } from '../support/calm-clock.ts';
import { tally } from '../support/history-run.ts';
import { withCluster } from '../support/nodes-cluster.ts';
import { ClusterLoad, LEFT_BEHIND } from '../support/nodes-load.ts';

const NODES = 3;
const CLIENTS = 96;
/** At least; and until the leases that were left behind have lapsed and been fought for. */
const LOAD_MS = 14_000;
const LOOK_MS = 500;
const LOAD_MAX_MS = 180_000;
/** A node that was stopped for longer than it waits for an answer of the database asks to come again. */
const STOOD_STILL_MS = 1_000;
/** Others, or more, on request: `BATON_NODES_SEEDS=4,17,23`. */
const SEEDS = (process.env['BATON_NODES_SEEDS'] ?? '1,2').split(',').map(Number);
const TEST_MAX_MS = 600_000;

/** What a run must have done for its silence to mean anything. */
const MUST_HAVE_SEEN = [
  'tasks.claim 200',
  'tasks.claim 409 task_held',
  'tasks.claimNext 200',
  'tasks.progress 200',
  'tasks.progress 409 lease_lost',
  'tasks.submit 200',
  'tasks.release 200',
  'tasks.takeover 200',
  'tasks.update 200',
  'reviews.decide 200',
  'sessions.end 200',
] as const;

describe('a history of many clients on three nodes', () => {
  test.each(SEEDS)(
    `[MN1] [CL1] [CL6] [LAW1] [ID1] seed %i: ${CLIENTS} clients, each request at another node, leave a history without fault`,
    async (seed) => {
      await withCluster({ nodes: NODES, seed }, async (cluster) => {
        using calm = startCalmClock();
        const load = new ClusterLoad(cluster);
        await load.start({ clients: CLIENTS, seed });
        await load.goesOnFor(LOAD_MS);
        const hasSeenAll = () => {
          const counts = tally(load.recorder.requests);
          return MUST_HAVE_SEEN.every((kind) => counts[kind] !== undefined);
        };
        const expiries = async () => {
          const [row] = await cluster.database.rows("select count(*) as count from events where type = 'task.expired'");
          return Number(row?.['count']);
        };
        for (const giveUpAt = performance.now() + LOAD_MAX_MS; performance.now() < giveUpAt; ) {
          if (hasSeenAll() && (await expiries()) >= LEFT_BEHIND) break;
          await load.goesOnFor(LOOK_MS);
        }
        const { violations, requests, events } = await load.judge();
        const expired = events.filter(({ type }) => type === 'task.expired').length;
        console.info(`seed ${seed}: ${requests.length} requests, ${events.length} events, ${expired} expiries`);
        expect(violations, explainViolations(violations)).toEqual([]);
        const counts = tally(requests);
        expect(MUST_HAVE_SEEN.filter((kind) => counts[kind] === undefined)).toEqual([]);
        const failures = calm.stoodStillMs() < STOOD_STILL_MS ? / 5[0-9]{2}|unknown/ : / 5(?!03 unavailable)[0-9]{2}/;
        expect(Object.keys(counts).filter((kind) => failures.test(kind))).toEqual([]);
        expect(expired).toBeGreaterThanOrEqual(LEFT_BEHIND);
      });
    },
    TEST_MAX_MS,
  );
});
