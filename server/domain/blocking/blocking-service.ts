import type { Blocked, TaskBlock, TaskUnblock } from '../../contract/blocking.ts';
import { BatonError } from '../../contract/errors.ts';
import type { Task } from '../../contract/tasks.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { CallContext } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { getTask } from '../tasks/claim-service.ts';
import { asHolder } from '../tasks/holder-service.ts';
import { versionConflict, wrongStatus } from '../tasks/task-errors.ts';
import { currentStatus } from '../tasks/task-health.ts';
import { taskId, taskNumber, toTask } from '../tasks/task-view.ts';
import { actorOf, endAttempt, saveTask, withoutHolder } from '../tasks/task-writes.ts';
import { askedOf, BLOCKS_MAX_PER_TASK, checkBlock, decideUnblock, SAME_REASON_BREAKER, sameReasonBefore } from './block-rules.ts';
import { endBlock } from './end-block.ts';
import { stuckFields } from './stuck.ts';
import { tellAsked } from './tell.ts';
import { checkWaitedFor } from './waited-for.ts';

export interface BlockingService {
  /**
   * Says that the holder cannot go on, and gives the task back until what it waits for has come. The attempt is not counted.
   * Throws `lease_lost`, `invalid_input` for a block that nothing could end, `cycle`, `not_found`.
   */
  block(ctx: CallContext, input: TaskBlock): Promise<Task>;
  /**
   * Ends a block: with an answer by whoever is asked or a lead, without one by who asked or made the task. Throws `forbidden`,
   * `invalid_input` for a task that is not blocked or a question left open, `version_conflict` for another block than the one read.
   */
  unblock(ctx: CallContext, input: TaskUnblock): Promise<Task>;
}

export function createBlockingService(deps: DomainDeps): BlockingService {
  const { commands, clock } = deps;
  return {
    block(ctx, input) {
      const act = (tx: WriteTx, task: TaskRecord, at: Moment) => block(tx, task, { ctx, input, at });
      return asHolder(deps, ctx, { operation: 'tasks.block', input, act });
    },
    unblock(ctx, input) {
      const work = async (tx: WriteTx) => {
        const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
        const task = await getTask(tx, ctx.project, taskNumber(input.id));
        if (currentStatus(task, at) !== 'blocked') throw wrongStatus(task, 'unblocked', at);
        return toTask(await unblock(tx, task, { ctx, input, at }), at);
      };
      return commands.run({ ctx, operation: 'tasks.unblock', input, work });
    },
  };
}

interface Call<T> {
  readonly ctx: CallContext;
  readonly input: T;
  readonly at: Moment;
}

async function block(tx: WriteTx, task: TaskRecord, { ctx, input, at }: Call<TaskBlock>): Promise<Task> {
  checkBlock(input, at.wallNow);
  await checkWaitedFor(tx, task, askedOf(input));
  const { project, number, epoch } = task;
  const blocked = await newBlocked(tx, task, input);
  await endAttempt(tx, task, { at: at.wallNow, outcome: 'blocked', reason: input.reason });
  const open = { endedAt: null, endedBy: null, ending: null, answer: null };
  await tx.q.insertBlock({ project, task: number, epoch, blocked, at: at.wallNow, ...open });
  const { actor, agent } = actorOf(ctx);
  const waits = blockedTask(task, blocked);
  const after = { ...waits, ...(await stuckFields(tx, { ...waits, stuckSince: null }, at.wallNow)) };
  const { by: _, ...said } = blocked;
  const saved = await saveTask(
    tx,
    { before: task, after },
    { type: 'task.blocked', actor, agent, at: at.wallNow, extra: { ...said, epoch } },
  );
  await tellAsked(tx, saved, { blocked, at: at.wallNow });
  return toTask(saved, at);
}

async function newBlocked(tx: WriteTx, task: TaskRecord, input: TaskBlock): Promise<Blocked> {
  const { project, number, epoch, holderAgent } = task;
  invariant(holderAgent !== null, 'only who holds a task blocks it');
  const before = await tx.q.listBlocks({ project, number, limit: BLOCKS_MAX_PER_TASK });
  if (before.length >= BLOCKS_MAX_PER_TASK) throw blockedTooOften(task);
  const times = sameReasonBefore(before, input) + 1;
  const { kind, reason, options, until = null } = input;
  const escalated = times >= SAME_REASON_BREAKER;
  return { kind, reason, waitingOn: askedOf(input), until, options, by: holderAgent, epoch, times, escalated };
}

/** The task without holder, waiting. One that keeps coming back for the same reason ends neither by a date nor by another task. */
function blockedTask(task: TaskRecord, blocked: Blocked): TaskRecord {
  const { reason, until, waitingOn, escalated } = blocked;
  const on = waitingOn !== null && 'task' in waitingOn ? taskNumber(waitingOn.task) : null;
  return {
    ...withoutHolder(task),
    status: 'blocked',
    statusReason: reason,
    epoch: task.epoch + 1,
    // To ask is not to fail: the attempt does not count.
    attempts: task.attempts - 1,
    blocked,
    blockedUntil: until === null || escalated ? null : Date.parse(until),
    blockedOn: escalated ? null : on,
  };
}

async function unblock(tx: WriteTx, task: TaskRecord, { ctx, input, at }: Call<TaskUnblock>): Promise<TaskRecord> {
  const { blocked } = task;
  invariant(blocked !== null, 'a blocked task says what it waits for');
  if (input.epoch !== undefined && input.epoch !== blocked.epoch) throw versionConflict(task, at);
  const { principal } = ctx;
  const by = { principal, isHuman: await isHuman(tx, ctx, blocked) };
  const ending = decideUnblock(task, blocked, { by, input });
  return endBlock(tx, task, { ending, ...actorOf(ctx), answer: input.answer ?? null, at: at.wallNow });
}

/** Whether the caller is registered as a person; looked up only where that matters. */
async function isHuman(tx: WriteTx, { principal, project }: CallContext, { waitingOn }: Blocked): Promise<boolean> {
  if (waitingOn === null || !('human' in waitingOn) || principal.agent === null) return false;
  return (await tx.q.findAgent({ project, name: principal.agent }))?.kind === 'human';
}

function blockedTooOften(task: TaskRecord): BatonError {
  return new BatonError('invalid_input', {
    detail: `${taskId(task.number)} was blocked ${BLOCKS_MAX_PER_TASK} times and cannot be blocked again.`,
    hint: 'Release it with the reason; a lead has to change or cancel it.',
  });
}
