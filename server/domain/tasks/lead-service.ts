import { BatonError } from '../../contract/errors.ts';
import type { Task, TaskReason } from '../../contract/tasks.ts';
import { type CallContext, hasRole } from '../auth/principal.ts';
import { closeBlock, withoutBlock } from '../blocking/end-block.ts';
import { stuckFields } from '../blocking/stuck.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import { supersedeReview } from '../reviews/review-writes.ts';
import type { WriteTx } from '../store.ts';
import type { Moment } from './claim-rules.ts';
import { getTask } from './claim-service.ts';
import { wrongStatus } from './task-errors.ts';
import { taskId, taskNumber, toTask } from './task-view.ts';
import { actorOf, backToQueue, endAttempt, saveTask, withoutHolder } from './task-writes.ts';

/** What a lead may do to any task, and its creator to cancel or reopen its own. */
export interface LeadService {
  /** Ends a task that is not finished; a holder hears of it at its next heartbeat. Throws `forbidden`, `invalid_input`. */
  cancel(ctx: CallContext, input: TaskReason): Promise<Task>;
  /** Brings an ended task back to todo and resets its count of attempts. Throws `forbidden`, `invalid_input`. */
  reopen(ctx: CallContext, input: TaskReason): Promise<Task>;
  /** Takes the task from its holder. Throws `invalid_input` when nobody holds it. */
  forceRelease(ctx: CallContext, input: TaskReason): Promise<Task>;
}

export function createLeadService(deps: DomainDeps): LeadService {
  const { commands, clock, leases } = deps;

  function onTask(
    ctx: CallContext,
    operation: string,
    call: { input: TaskReason; act: (tx: WriteTx, task: TaskRecord, at: Moment) => Promise<TaskRecord> },
  ): Promise<Task> {
    const work = async (tx: WriteTx) => {
      const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
      const task = leases.apply(await getTask(tx, ctx.project, taskNumber(call.input.id)));
      return toTask(await call.act(tx, task, at), at);
    };
    return commands.run({ ctx, operation, input: call.input, work });
  }

  return {
    cancel(ctx, input) {
      const act = async (tx: WriteTx, task: TaskRecord, at: Moment) => {
        requireLeadOrCreator(ctx, task, 'cancel');
        if (isEnded(task)) throw wrongStatus(task, 'cancelled', at);
        const { reason } = input;
        if (task.status === 'doing') await endAttempt(tx, task, { at: at.wallNow, outcome: 'cancelled', reason });
        if (task.status === 'blocked') {
          await closeBlock(tx, task, { ending: 'cancelled', ...actorOf(ctx), answer: null, at: at.wallNow });
        }
        const { project, number } = task;
        const closed = task.status === 'validating' ? await supersedeReview(tx, { project, number }, at) : {};
        const after: TaskRecord = {
          ...withoutBlock(withoutHold(withoutHolder(task))),
          status: 'cancelled',
          statusReason: reason,
          epoch: task.epoch + 1,
        };
        return saveTask(
          tx,
          { before: task, after },
          { type: 'task.cancelled', ...actorOf(ctx), at: at.wallNow, extra: { ...closed, reason } },
        );
      };
      return onTask(ctx, 'tasks.cancel', { input, act });
    },
    reopen(ctx, input) {
      const act = async (tx: WriteTx, task: TaskRecord, at: Moment) => {
        requireLeadOrCreator(ctx, task, 'reopen');
        if (!isEnded(task)) throw wrongStatus(task, 'reopened', at);
        const { reason } = input;
        const wasDone = task.status === 'done';
        const after: TaskRecord = {
          ...task,
          ...(await stuckFields(tx, task, at.wallNow)),
          status: 'todo',
          statusReason: reason,
          epoch: task.epoch + 1,
          attempts: 0,
          generation: wasDone ? task.generation + 1 : task.generation,
          round: wasDone ? 0 : task.round,
        };
        return saveTask(
          tx,
          { before: task, after },
          { type: 'task.reopened', ...actorOf(ctx), at: at.wallNow, extra: { reason } },
        );
      };
      return onTask(ctx, 'tasks.reopen', { input, act });
    },
    forceRelease(ctx, input) {
      const act = async (tx: WriteTx, task: TaskRecord, at: Moment) => {
        if (task.status !== 'doing') throw wrongStatus(task, 'taken from its holder', at);
        const { reason } = input;
        await endAttempt(tx, task, { at: at.wallNow, outcome: 'force_released', reason });
        const freed = backToQueue({ ...task, epoch: task.epoch + 1 }, reason);
        const type = freed.status === 'failed' ? 'task.failed' : 'task.released';
        const extra = { epoch: task.epoch, reason, forced: true, from: task.holderAgent };
        return saveTask(tx, { before: task, after: freed }, { type, ...actorOf(ctx), at: at.wallNow, extra });
      };
      return onTask(ctx, 'tasks.forceRelease', { input, act });
    },
  };
}

/** The task kept for nobody: a hold for an author ends with the task that was sent back to it. */
function withoutHold(task: TaskRecord): TaskRecord {
  return { ...task, heldFor: null, heldUntil: null, queueFor: task.assignee ?? '' };
}

function isEnded(task: TaskRecord): boolean {
  return task.status === 'done' || task.status === 'failed' || task.status === 'cancelled';
}

function requireLeadOrCreator(ctx: CallContext, task: TaskRecord, act: string): void {
  if (hasRole(ctx.principal, 'lead') || task.createdBy === ctx.principal.name) return;
  throw new BatonError('forbidden', {
    detail: `${ctx.principal.name} did not create ${taskId(task.number)} and is no lead.`,
    hint: `Ask a lead, or ${task.createdBy}, to ${act} it.`,
  });
}
