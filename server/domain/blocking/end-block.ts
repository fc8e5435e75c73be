import type { BlockEnding, Blocked } from '../../contract/blocking.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { TaskRecord, WallTime } from '../records.ts';
import type { WriteTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { SYSTEM_ACTOR, storeTask } from '../tasks/store-task.ts';
import { BLOCKER_HOLD_MS } from './block-rules.ts';
import { stuckFields } from './stuck.ts';
import { tellBlocker } from './tell.ts';

/** How many blocks whose date has come are ended in one step. */
const DUE_PAGE = 100;

interface BlockEnd {
  readonly ending: BlockEnding;
  readonly actor: string;
  /** null: the actor is no agent. */
  readonly agent: string | null;
  readonly answer: string | null;
  readonly at: WallTime;
}

/**
 * Brings a blocked task back to todo. It is kept for a while for the agent that blocked it, which knows the work, unless a date ended
 * the block: then nobody needs to have been listening.
 */
export async function endBlock(tx: WriteTx, task: TaskRecord, end: BlockEnd): Promise<TaskRecord> {
  const blocked = await closeBlock(tx, task, end);
  const keeper = end.ending === 'date_reached' ? null : await keeperOf(tx, task, blocked);
  const free: TaskRecord = {
    ...withoutBlock(task),
    status: 'todo',
    statusReason: wordsOf(blocked, end),
    heldFor: keeper,
    heldUntil: keeper === null ? null : tx.lease.now + BLOCKER_HOLD_MS,
    queueFor: task.assignee ?? keeper ?? '',
  };
  const after = { ...free, ...(await stuckFields(tx, free, end.at)) };
  const { epoch, kind, by } = blocked;
  const { actor, agent, at, ending, answer } = end;
  const heldForMs = keeper === null ? 0 : BLOCKER_HOLD_MS;
  const extra = { epoch, kind, by, ending, answer, heldForMs };
  const saved = await storeTask(tx, { before: task, after }, { type: 'task.unblocked', actor, agent, at, extra });
  // Who set a date knows it.
  if (actor !== by && ending !== 'date_reached') await tellBlocker(tx, saved, { to: by, keptMs: heldForMs, at });
  return saved;
}

/** Writes down how a block ended and says which it was; the task is the caller's to change. */
export async function closeBlock(tx: WriteTx, task: TaskRecord, end: BlockEnd): Promise<Blocked> {
  const { blocked, project, number } = task;
  invariant(blocked !== null, 'a blocked task says what it waits for');
  const { at, actor, ending, answer } = end;
  await tx.q.endBlock({ project, task: number, epoch: blocked.epoch, endedAt: at, endedBy: actor, ending, answer });
  return blocked;
}

/** The task waiting for nothing; its status is the caller's to say. */
export function withoutBlock(task: TaskRecord): TaskRecord {
  return { ...task, blocked: null, blockedUntil: null, blockedOn: null, stuckBecause: null, stuckSince: null };
}

/** Writes down that the date of a block has come, where that is so. */
export function endDueBlock(tx: WriteTx, task: TaskRecord, at: Pick<Moment, 'wallNow'>): Promise<TaskRecord> {
  return endBlock(tx, task, { ending: 'date_reached', actor: SYSTEM_ACTOR, agent: null, answer: null, at: at.wallNow });
}

/** Writes down all blocks of a project whose date has come, so that the ready index holds their tasks. */
export async function endDueBlocks(tx: WriteTx, project: string, at: Pick<Moment, 'wallNow'>): Promise<void> {
  for (;;) {
    const due = await tx.q.listDueBlocks({ project, wallNow: at.wallNow, limit: DUE_PAGE });
    for (const task of due) await endDueBlock(tx, task, at);
    if (due.length < DUE_PAGE) return;
  }
}

/** The agent that blocked the task, if it could take it up again. */
async function keeperOf(tx: WriteTx, task: TaskRecord, { by }: Blocked): Promise<string | null> {
  const agent = await tx.q.findAgent({ project: task.project, name: by });
  return agent?.status === 'active' ? by : null;
}

function wordsOf(blocked: Blocked, { ending, actor, answer }: BlockEnd): string {
  const said = answer === null ? '' : `: ${answer}`;
  switch (ending) {
    case 'answered':
      return `${actor} answered ${blocked.by}'s question${said}`;
    case 'dependency_done':
      return `What ${blocked.by} waited for is done.`;
    case 'date_reached':
      return `The date until which ${blocked.by} had blocked it has come.`;
    case 'unblocked':
    case 'taken_back':
    case 'cancelled':
      return `${actor} unblocked it${said}`;
  }
}
