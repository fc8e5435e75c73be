import type { TaskReasonId } from '../../server/contract/explain.ts';
import type { Board, Caller } from '../support/board.ts';
import { type Agent, held, inFuture, living, make, reason, submitted } from '../support/small-team.ts';

/** Brings a board to where one reason holds, or just does not, and gives the id of the task that it is asked of. */
type TaskCase = (board: Board) => Promise<string>;

const SILENT_MS = 30 * 60_000;
const LEASE_MS = 60_000;
async function sentBack(board: Board): Promise<string> {
  const { id } = await submitted(board);
  const [review] = (await board.admin.reviews.list({})).items;
  await board.admin.reviews.decide({ id: review?.id ?? '', revision: 1, decision: 'request_changes', note: 'more' });
  return id;
}

async function dependent(board: Board, end: (dependency: string) => Promise<unknown>): Promise<string> {
  const dependency = await make(board);
  const id = await make(board, { dependsOn: [dependency] });
  await end(dependency);
  return id;
}

async function beat(agent: Caller, taskId: string): Promise<void> {
  await agent.sessions.heartbeat({ id: 'current', leases: [{ taskId, epoch: 1 }] });
}

async function keepBeating(board: Board, of: { scout: Agent; id: string; ms: number }): Promise<void> {
  for (let left = of.ms; left > 0; left -= 20_000) {
    await board.pass(Math.min(left, 20_000));
    await beat(of.scout, of.id);
  }
}

/** For each reason of a task: what makes it so, what leaves it just short of it, and words that its sentence says. */
export const TASK_CASES: Readonly<Record<TaskReasonId, { so: TaskCase; not: TaskCase; says: RegExp }>> = {
  done: {
    so: async (board) => (await submitted(board, { reviewer: 'none' })).id,
    not: async (board) => (await submitted(board)).id,
    says: /T-1 is done/,
  },
  cancelled: {
    so: async (board) => {
      const id = await make(board);
      await board.admin.tasks.cancel({ id, reason });
      return id;
    },
    not: (board) => make(board),
    says: /T-1 is cancelled.*because I say so/,
  },
  attempts_used_up: {
    so: async (board) => {
      const { id } = await held(board, { maxAttempts: 1 });
      await board.pass(LEASE_MS + 5_000);
      return id;
    },
    not: async (board) => {
      const { id } = await held(board, { maxAttempts: 2 });
      await board.pass(LEASE_MS + 5_000);
      return id;
    },
    says: /T-1 is failed/,
  },
  blocked: {
    so: async (board) => {
      const { id, scout } = await held(board);
      const until = inFuture(board, 1_000);
      await scout.tasks.block({ id, epoch: 1, kind: 'resource', reason: 'no key', waitingOn: { role: 'lead' }, until });
      await board.pass(999);
      return id;
    },
    not: async (board) => {
      const { id, scout } = await held(board);
      const until = inFuture(board, 1_000);
      await scout.tasks.block({ id, epoch: 1, kind: 'resource', reason: 'no key', waitingOn: { role: 'lead' }, until });
      await board.pass(1_000);
      return id;
    },
    says: /^T-1 is blocked \(resource\), waiting for the leads: no key$/,
  },
  held: {
    so: async (board) => (await held(board)).id,
    not: async (board) => {
      const { id, scout } = await held(board);
      await scout.tasks.release({ id, epoch: 1, reason });
      return id;
    },
    says: /^T-1 is held by scout, lease good for 60 s\.$/,
  },
  lease_expiring: {
    so: async (board) => {
      const { id } = await held(board);
      await board.pass(45_000);
      return id;
    },
    not: async (board) => {
      const { id } = await held(board);
      await board.pass(44_999);
      return id;
    },
    says: /last heartbeat was 45 s ago; 15 s of its lease are left/,
  },
  holder_silent: {
    so: async (board) => {
      const { id, scout } = await held(board);
      await keepBeating(board, { id, scout, ms: SILENT_MS });
      return id;
    },
    not: async (board) => {
      const { id, scout } = await held(board);
      await keepBeating(board, { id, scout, ms: SILENT_MS - 1 });
      return id;
    },
    says: /scout is alive but has noted no progress for 30 min/,
  },
  holder_offline: {
    so: async (board) => {
      const { id } = await held(board, { leaseTtlSeconds: 3_600 });
      await board.services.upkeep.flush();
      await board.pass(60_001);
      return id;
    },
    not: async (board) => {
      const { id } = await held(board, { leaseTtlSeconds: 3_600 });
      await board.services.upkeep.flush();
      await board.pass(60_000);
      return id;
    },
    says: /scout, who holds T-1, was last heard of 60 s ago/,
  },
  dependency_broken: {
    so: (board) => dependent(board, (id) => board.admin.tasks.cancel({ id, reason })),
    not: (board) => dependent(board, async () => undefined),
    says: /T-2 waits for T-1, which was cancelled: because I say so/,
  },
  waits_for_task: {
    so: async (board) => {
      const scout = await living(board, 'scout');
      return dependent(board, (id) => scout.tasks.claim({ id }));
    },
    not: async (board) => {
      const scout = await living(board, 'scout');
      return dependent(board, async (id) => {
        await board.admin.tasks.update({ id, ifMatch: 1, reviewer: 'none' });
        await scout.tasks.claim({ id });
        await scout.tasks.submit({ id, epoch: 1, summary: 'done' });
      });
    },
    says: /^T-2 waits for T-1, held by scout, lease good for 60 s\.$/,
  },
  scheduled: {
    so: (board) => make(board, { notBefore: inFuture(board, 1_000) }),
    not: async (board) => {
      const id = await make(board, { notBefore: inFuture(board, 1_000) });
      await board.pass(1_000);
      return id;
    },
    says: /T-1 is scheduled for 20/,
  },
  project_paused: {
    so: async (board) => {
      await board.admin.projects.pause({ name: 'main', reason });
      return make(board);
    },
    not: async (board) => {
      await board.admin.projects.pause({ name: 'main', reason });
      await board.admin.projects.resume({ name: 'main' });
      return make(board);
    },
    says: /The project main is paused by admin since 20.*: because I say so/,
  },
  kept_for_author: {
    so: async (board) => {
      const id = await sentBack(board);
      await board.pass(599_999);
      return id;
    },
    not: async (board) => {
      const id = await sentBack(board);
      await board.pass(600_000);
      return id;
    },
    says: /kept for scout/,
  },
  reserved: {
    so: async (board) => {
      await living(board, 'scout');
      return make(board, { assignee: 'scout' });
    },
    not: async (board) => {
      await living(board, 'scout');
      return make(board);
    },
    says: /assigned to scout/,
  },
  reserved_for_absent: {
    so: async (board) => {
      await living(board, 'scout');
      await board.services.upkeep.flush();
      await board.pass(60_001);
      return make(board, { assignee: 'scout' });
    },
    not: async (board) => {
      await living(board, 'scout');
      await board.services.upkeep.flush();
      await board.pass(60_000);
      return make(board, { assignee: 'scout' });
    },
    says: /kept for scout, who was last heard of 60 s ago/,
  },
  nobody_capable: {
    so: async (board) => {
      await living(board, 'mac', { capabilities: ['ios'] });
      await living(board, 'scout', { capabilities: ['linux'] });
      await board.admin.agents.retire({ name: 'mac', reason });
      return make(board, { requires: ['ios'] });
    },
    not: async (board) => {
      await board.agent('mac', { capabilities: ['ios'] });
      return make(board, { requires: ['ios'] });
    },
    says: /^T-1 needs `ios`, and no living agent has it\.$/,
  },
  able_offline: {
    so: async (board) => {
      await board.agent('mac', { capabilities: ['ios'] });
      await living(board, 'scout');
      return make(board, { requires: ['ios'] });
    },
    not: async (board) => {
      await board.agent('mac', { capabilities: ['ios'] });
      await living(board, 'scout', { capabilities: ['ios'] });
      return make(board, { requires: ['ios'] });
    },
    says: /mac has given no sign of life yet/,
  },
  able_paused: {
    so: async (board) => {
      await living(board, 'scout');
      await board.admin.agents.pause({ name: 'scout', reason });
      return make(board);
    },
    not: async (board) => {
      await living(board, 'scout');
      await board.admin.agents.pause({ name: 'scout', reason });
      await living(board, 'ada');
      return make(board);
    },
    says: /scout is paused: because I say so/,
  },
  able_at_limit: {
    so: async (board) => {
      await held(board);
      return make(board);
    },
    not: async (board) => {
      const { scout } = await held(board);
      await scout.agents.update({ name: 'scout', maxConcurrent: 2 });
      return make(board);
    },
    says: /scout holds T-1 and may hold 1 at once/,
  },
  paths_held: {
    so: async (board) => {
      await held(board, { paths: ['src/**'] });
      await board.pass(20_000);
      return make(board, { paths: ['src/a.ts'] });
    },
    not: async (board) => {
      await held(board, { paths: ['src/**'] });
      await board.pass(20_000);
      return make(board, { paths: ['test/a.ts'] });
    },
    says: /^T-2 touches src\/a\.ts, which overlaps src\/\*\*, held by scout with T-1, lease good for 40 s\.$/,
  },
  ready: {
    so: async (board) => {
      await living(board, 'scout');
      return make(board);
    },
    not: async (board) => {
      await living(board, 'scout');
      await board.admin.projects.pause({ name: 'main', reason });
      return make(board);
    },
    says: /T-1 can be claimed; scout may/,
  },
  waits_for_review: {
    so: async (board) => (await submitted(board)).id,
    not: async (board) => (await submitted(board, { reviewer: 'none' })).id,
    says: /T-1 waits for a decision by any reviewer since 20/,
  },
  reviewer_absent: {
    so: async (board) => {
      await board.agent('ada');
      return (await submitted(board, { reviewer: 'ada' })).id;
    },
    not: async (board) => {
      await living(board, 'ada');
      return (await submitted(board, { reviewer: 'ada' })).id;
    },
    says: /ada, who is to review T-1, has given no sign of life yet/,
  },
  nobody_to_review: {
    so: async (board) => (await submitted(board)).id,
    not: async (board) => {
      await living(board, 'ada');
      return (await submitted(board)).id;
    },
    says: /Nobody who may review T-1 is there; scout worked on it/,
  },
};
