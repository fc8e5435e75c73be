import type { AgentReasonId } from '../../server/contract/explain.ts';
import type { Board } from '../support/board.ts';
import { held, inFuture, living, make, reason, submitted } from '../support/small-team.ts';

/** Brings a board to where one reason of the agent `scout` holds, or just does not. */
type AgentCase = (board: Board) => Promise<unknown>;

const scoutAlone: AgentCase = (board) => living(board, 'scout');

/** Ada holds a task with all of `src`, and another that touches these paths waits for the scout. */
async function pathsHeld(board: Board, paths: string[]): Promise<void> {
  await living(board, 'scout');
  const ada = await living(board, 'ada');
  await ada.tasks.claim({ id: await make(board, { paths: ['src/**'] }) });
  await make(board, { paths });
}

export const AGENT_CASES: Readonly<Record<AgentReasonId, { so: AgentCase; not: AgentCase; says: RegExp }>> = {
  retired: {
    so: async (board) => {
      await living(board, 'scout');
      await board.admin.agents.retire({ name: 'scout', reason });
    },
    not: scoutAlone,
    says: /scout has retired: because I say so/,
  },
  only_reads: { so: (board) => board.agent('scout', { role: 'viewer' }), not: scoutAlone, says: /scout is a viewer/ },
  paused: {
    so: async (board) => {
      await living(board, 'scout');
      await board.admin.agents.pause({ name: 'scout', reason });
    },
    not: async (board) => {
      await living(board, 'scout');
      await board.admin.agents.pause({ name: 'scout', reason });
      await board.admin.agents.resume({ name: 'scout' });
    },
    says: /scout is paused: because I say so/,
  },
  project_paused: {
    so: async (board) => {
      await living(board, 'scout');
      await board.admin.projects.pause({ name: 'main', reason });
    },
    not: scoutAlone,
    says: /The project main is paused by admin/,
  },
  asked_to_finish: {
    so: async (board) => {
      await living(board, 'scout');
      await board.admin.projects.pause({ name: 'main', reason, drain: true });
    },
    not: async (board) => {
      await living(board, 'scout');
      await board.admin.projects.pause({ name: 'main', reason });
    },
    says: /everybody in main was asked to finish/,
  },
  never_seen: { so: (board) => board.agent('scout'), not: scoutAlone, says: /scout has given no sign of life yet/ },
  offline: {
    so: async (board) => {
      await living(board, 'scout');
      await board.services.upkeep.flush();
      await board.pass(60_001);
    },
    not: async (board) => {
      await living(board, 'scout');
      await board.services.upkeep.flush();
      await board.pass(60_000);
    },
    says: /scout was last heard of 60 s ago/,
  },
  late: {
    so: async (board) => {
      await living(board, 'scout');
      await board.services.upkeep.flush();
      await board.pass(30_001);
    },
    not: async (board) => {
      await living(board, 'scout');
      await board.services.upkeep.flush();
      await board.pass(30_000);
    },
    says: /later than it should/,
  },
  works: { so: (board) => held(board), not: scoutAlone, says: /scout holds T-1/ },
  at_limit: {
    so: (board) => held(board),
    not: async (board) => {
      const { scout } = await held(board);
      await scout.agents.update({ name: 'scout', maxConcurrent: 2 });
    },
    says: /scout holds T-1 and may hold 1 at once/,
  },
  awaits_decision: {
    so: (board) => submitted(board),
    not: (board) => submitted(board, { reviewer: 'none' }),
    says: /What scout handed in waits for review: T-1/,
  },
  review_to_do: {
    so: async (board) => {
      const ada = await living(board, 'ada');
      await living(board, 'scout');
      const id = await make(board);
      await ada.tasks.claim({ id });
      await ada.tasks.submit({ id, epoch: 1, summary: 'done' });
    },
    not: (board) => submitted(board),
    says: /scout may review T-1/,
  },
  task_to_claim: {
    so: async (board) => {
      await living(board, 'scout');
      await make(board, { title: 'Sweep' });
    },
    not: async (board) => {
      await living(board, 'scout');
      await make(board, { requires: ['ios'] });
    },
    says: /T-1 \(Sweep\) is ready, and scout may claim it/,
  },
  paths_held: {
    so: (board) => pathsHeld(board, ['src/a.ts']),
    not: (board) => pathsHeld(board, ['test/a.ts']),
    says: /^T-2 touches src\/a\.ts, which overlaps src\/\*\*, held by ada with T-1, lease good for 60 s\.$/,
  },
  lacks_capabilities: {
    so: async (board) => {
      await living(board, 'scout');
      await make(board, { requires: ['ios'], paths: ['src/**'] });
    },
    not: async (board) => {
      await living(board, 'scout', { capabilities: ['ios'] });
      await make(board, { requires: ['ios'] });
    },
    says: /T-1 is ready for agents with `ios`, which scout lacks/,
  },
  reserved_for_others: {
    so: async (board) => {
      await living(board, 'scout');
      await living(board, 'ada');
      await make(board, { assignee: 'ada' });
    },
    not: async (board) => {
      await living(board, 'scout');
      await make(board, { assignee: 'scout' });
    },
    says: /T-1 is ready, and kept for ada/,
  },
  all_wait: {
    so: async (board) => {
      await held(board);
      await make(board, { dependsOn: ['T-1'] });
    },
    not: (board) => held(board),
    says: /1 in todo waits for other tasks/,
  },
  all_scheduled: {
    so: async (board) => {
      await living(board, 'scout');
      await make(board, { notBefore: inFuture(board, 1_000) });
    },
    not: async (board) => {
      await living(board, 'scout');
      await make(board, { notBefore: inFuture(board, 1_000) });
      await board.pass(1_000);
    },
    says: /1 in todo is scheduled for later/,
  },
  no_task: {
    so: scoutAlone,
    not: async (board) => {
      await living(board, 'scout');
      await make(board, { requires: ['ios'] });
    },
    says: /There is no task in todo/,
  },
};
