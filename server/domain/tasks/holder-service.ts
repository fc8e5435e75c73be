import { createHash } from 'node:crypto';
import { BatonError } from '../../contract/errors.ts';
import type { Task, TaskProgress, TaskRelease, TaskSubmit } from '../../contract/tasks.ts';
import type { CallContext } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import { newReview } from '../reviews/new-review.ts';
import { reviewChange } from '../reviews/review-writes.ts';
import { tellSubmitted } from '../reviews/tell-reviewers.ts';
import type { WriteTx } from '../store.ts';
import type { Moment } from './claim-rules.ts';
import { getTask } from './claim-service.ts';
import { leaseRemainingMs, renewedLeaseEnd } from './lease-rules.ts';
import { leaseLost } from './task-errors.ts';
import { taskNumber, toTask } from './task-view.ts';
import { actorOf, backToQueue, endAttempt, saveTask, withoutHolder } from './task-writes.ts';

/** What a holder handed in after it had lost the lease is kept up to this size, and so many per task (SPEC LE4). */
export const ORPHAN_MAX_BYTES = 256 * 1024;
export const ORPHANS_MAX_PER_TASK = 20;
export const ORPHAN_KEPT_MS = 7 * 24 * 60 * 60 * 1_000;

interface Progressed {
  task: Task;
  leaseRemainingMs: number;
}

/** What only the holder may do. Each throws `lease_lost` for another epoch or session, and keeps what was sent. */
export interface HolderService {
  /** Notes progress for people and for the next holder, and renews the lease. */
  progress(ctx: CallContext, input: TaskProgress): Promise<Progressed>;
  /** Hands in the work and gives up the lease. Throws `invalid_input` while a criterion is unanswered. */
  submit(ctx: CallContext, input: TaskSubmit): Promise<Task>;
  /** Gives the task back. */
  release(ctx: CallContext, input: TaskRelease): Promise<Task>;
}

/** What a holder sends: for which task, with which epoch, and the rest. */
interface HolderInput {
  readonly id: string;
  readonly epoch: number;
}

export function createHolderService(deps: DomainDeps): HolderService {
  return {
    progress(ctx, input) {
      const act: HolderCall<TaskProgress, Progressed>['act'] = (tx, task, at) => progress(tx, task, { deps, ctx, input, at });
      return asHolder(deps, ctx, { operation: 'tasks.progress', input, act });
    },
    submit(ctx, input) {
      const act: HolderCall<TaskSubmit, Task>['act'] = (tx, task, at) => submit(tx, task, { deps, ctx, input, at });
      return asHolder(deps, ctx, { operation: 'tasks.submit', input, act });
    },
    release(ctx, input) {
      const act = async (tx: WriteTx, task: TaskRecord, at: Moment) => {
        const { reason } = input;
        await endAttempt(tx, task, { at: at.wallNow, outcome: 'released', reason });
        const freed = backToQueue({ ...task, epoch: task.epoch + 1 }, reason);
        const type = freed.status === 'failed' ? 'task.failed' : 'task.released';
        const extra = { epoch: task.epoch, reason };
        return toTask(await saveTask(tx, { before: task, after: freed }, { type, ...actorOf(ctx), at: at.wallNow, extra }), at);
      };
      return asHolder(deps, ctx, { operation: 'tasks.release', input, act });
    },
  };
}

/** A call that only the holder may make, and what it does. */
interface HolderCall<Input extends { id: string; epoch: number }, T> {
  readonly operation: string;
  readonly input: Input;
  readonly act: (tx: WriteTx, task: TaskRecord, at: Moment) => Promise<T>;
}

/** Runs a call of the holder, once per key. Throws `lease_lost` for anybody else, and keeps what a former holder sent (SPEC LE4). */
export async function asHolder<Input extends { id: string; epoch: number }, T>(
  deps: DomainDeps,
  ctx: CallContext,
  { operation, input, act }: HolderCall<Input, T>,
): Promise<T> {
  const work = async (tx: WriteTx) => {
    const at: Moment = { lease: tx.lease, wallNow: deps.clock.wallNow() };
    const task = deps.leases.apply(await getTask(tx, ctx.project, taskNumber(input.id)));
    if (!isHolder(task, ctx, input.epoch)) throw leaseLost(task, input.epoch, at);
    return act(tx, task, at);
  };
  try {
    return await deps.commands.run({ ctx, operation, input, work });
  } catch (error) {
    if (error instanceof BatonError && error.code === 'lease_lost') await keepOrphan(deps, ctx, { operation, input });
    throw error;
  }
}

/** A call by a holder counts if and only if it names the current epoch and comes from the holding session (SPEC LAW1). */
export function isHolder(task: TaskRecord, ctx: CallContext, epoch: number): boolean {
  return task.status === 'doing' && task.epoch === epoch && task.holderSession !== null && task.holderSession === ctx.session;
}

interface Act<T> {
  readonly deps: DomainDeps;
  readonly ctx: CallContext;
  readonly input: T;
  readonly at: Moment;
}

async function progress(tx: WriteTx, task: TaskRecord, { deps, ctx, input, at }: Act<TaskProgress>) {
  const { project, number, epoch } = task;
  const leaseEndsAt = renewedLeaseEnd(task, at.lease.now);
  const { changes } = await tx.q.noteProgress({
    project,
    number,
    epoch,
    leaseEndsAt,
    progressAt: at.lease.now,
    updatedAt: at.wallNow,
  });
  if (changes !== 1) throw leaseLost(task, epoch, at);
  const percent = input.percent ?? null;
  const { actor, agent } = actorOf(ctx);
  await tx.q.insertNote({
    project,
    task: number,
    id: deps.ids.next('note'),
    kind: 'progress',
    epoch,
    author: actor,
    text: input.note,
    percent,
    at: at.wallNow,
  });
  const data = { epoch, note: input.note, percent, set: {} };
  await tx.append({ project, type: 'task.progressed', at: at.wallNow, actor, task: number, agent, data });
  const renewed = { ...task, leaseEndsAt, progressAt: at.lease.now, updatedAt: at.wallNow };
  return { task: toTask(renewed, at), leaseRemainingMs: leaseRemainingMs(renewed, at.lease) };
}

async function submit(tx: WriteTx, task: TaskRecord, { deps, ctx, input, at }: Act<TaskSubmit>): Promise<Task> {
  checkAnswers(task, input);
  await endAttempt(tx, task, { at: at.wallNow, outcome: 'submitted', reason: null });
  const wantsReview = task.reviewer !== 'none';
  const submitted: TaskRecord = {
    ...withoutHolder(task),
    status: wantsReview ? 'validating' : 'done',
    statusReason: null,
    revision: task.revision + 1,
    round: task.round + 1,
    summary: input.summary,
  };
  const { actor, agent } = actorOf(ctx);
  const made = { id: deps.ids.next('rev'), author: actor, input, wallNow: at.wallNow };
  const review = wantsReview ? newReview(submitted, made) : null;
  const opened = review === null ? { review: null } : reviewChange(null, review);
  const extra = { epoch: task.epoch, ...opened, evidence: input.evidence, answers: input.answers };
  const saved = await saveTask(
    tx,
    { before: task, after: submitted },
    { type: 'task.submitted', actor, agent, at: at.wallNow, extra },
  );
  if (review !== null) {
    await tx.q.insertReview(review);
    await tellSubmitted(tx, { review, task: saved }, { deps, at });
  } else {
    const data = { set: {}, reviewed: false };
    await tx.append({ project: task.project, type: 'task.done', at: at.wallNow, actor, task: task.number, agent, data });
  }
  return toTask(saved, at);
}

/** Acceptance criteria are answered one by one (SPEC RV6). */
function checkAnswers(task: TaskRecord, input: TaskSubmit): void {
  const answered = input.answers.map((answer) => answer.criterion);
  const problems = task.acceptance
    .map((criterion, index) => ({ criterion, index }))
    .filter(({ index }) => answered.filter((one) => one === index).length !== 1)
    .map(({ criterion, index }) => ({ path: `answers`, message: `answer criterion ${index} once: ${criterion}` }));
  const beyond = answered.filter((index) => index >= task.acceptance.length);
  for (const index of beyond) problems.push({ path: 'answers', message: `there is no criterion ${index}` });
  if (problems.length === 0) return;
  throw new BatonError('invalid_input', {
    detail: 'The answers do not match the acceptance criteria of the task one to one.',
    hint: 'Send one answer for each criterion, with its index.',
    problems,
  });
}

/** Keeps what a former holder sent, so that hours of work are not thrown away. A stranger's payload is not kept. */
export async function keepOrphan(
  deps: DomainDeps,
  ctx: CallContext,
  sent: { operation: string; input: HolderInput },
): Promise<void> {
  const { id, epoch, ...rest } = sent.input;
  const number = taskNumber(id);
  const { project } = ctx;
  const text = JSON.stringify(rest);
  const payload = Buffer.byteLength(text) <= ORPHAN_MAX_BYTES ? rest : { truncated: text.slice(0, ORPHAN_MAX_BYTES / 4) };
  // The same call sent again is the same orphan.
  const key = createHash('sha256')
    .update(JSON.stringify([project, id, epoch, sent.operation, text]))
    .digest('base64url');
  await deps.storage.write(async (tx) => {
    const attempt = await tx.q.findAttempt({ project, number, epoch });
    if (attempt === undefined || attempt.agent !== ctx.principal.agent) return;
    const kept = await tx.q.listOrphans({ project, number, limit: ORPHANS_MAX_PER_TASK });
    if (kept.length >= ORPHANS_MAX_PER_TASK || kept.some((orphan) => orphan.id === key)) return;
    const at = deps.clock.wallNow();
    await tx.q.insertOrphan({
      project,
      task: number,
      id: key,
      epoch,
      agent: attempt.agent,
      operation: sent.operation,
      payload,
      at,
    });
  });
}
