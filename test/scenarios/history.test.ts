import { describe, expect, test } from 'vitest';
import { explainViolations } from '../history/checker.ts';
import { runHistory, tally } from '../support/history-run.ts';
import { ENGINE } from '../support/test-database.ts';

const CLIENTS = 64;
const OPERATIONS = 500;
/** How many seeds, each half a minute on SQLite and a whole one on Postgres; more on request. */
const SEEDS = Number(process.env['BATON_HISTORY_SEEDS'] ?? (ENGINE === 'postgres' ? 1 : 2));

/** What a run must have done for its silence to mean anything. */
const MUST_HAVE_SEEN = [
  'tasks.claim 200',
  'tasks.claim 409 task_held',
  'tasks.claim 409 not_claimable',
  'tasks.claimNext 200',
  'tasks.claimNext 409 wip_limit',
  'tasks.progress 200',
  'tasks.progress 409 lease_lost',
  'tasks.submit 200',
  'tasks.submit 409 lease_lost',
  'tasks.release 200',
  'tasks.release 409 lease_lost',
  'tasks.block 200',
  'tasks.unblock 200',
  'tasks.takeover 200',
  'tasks.cancel 200',
  'tasks.reopen 200',
  'tasks.forceRelease 200',
  'reviews.decide 200',
  'reviews.decide 403 forbidden',
  'reviews.decide 409 stale_review',
  'sessions.end 200',
] as const;

describe('a history of many clients', () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    test(`[CL1] [CL4] [CL6] [LAW1] [LAW2] [LE3] [EV1] [EV4] [RV2] [ID1] seed ${seed}: ${CLIENTS} clients with ${OPERATIONS} operations each leave a history without fault`, async () => {
      const run = await runHistory({ seed, clients: CLIENTS, operationsPerClient: OPERATIONS });
      expect(run.violations, explainViolations(run.violations)).toEqual([]);
      const counts = tally(run.requests);
      expect(MUST_HAVE_SEEN.filter((kind) => counts[kind] === undefined)).toEqual([]);
      expect(Object.keys(counts).filter((kind) => / 5[0-9]{2}|unknown/.test(kind))).toEqual([]);
      expect(run.events.filter(({ type }) => type === 'task.expired').length).toBeGreaterThan(10);
    });
  }
});
