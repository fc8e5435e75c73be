import { BatonError } from '../../contract/errors.ts';
import type { Review, ReviewDecide, ReviewDecision, ReviewListQuery } from '../../contract/reviews.ts';
import { type CallContext, hasRole } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import { postFrom } from '../inbox/post-message.ts';
import type { ReviewRecord, TaskRecord } from '../records.ts';
import type { ReadTx, WriteTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { getTask } from '../tasks/claim-service.ts';
import { taskId, taskNumber, toTask } from '../tasks/task-view.ts';
import { actorOf, backToQueue, saveTask } from '../tasks/task-writes.ts';
import { decideReview } from './review-rules.ts';
import { loadReview } from './review-view.ts';

/** For so long a task whose changes were requested is kept for its author (SPEC RV4). */
export const AUTHOR_HOLD_MS = 10 * 60 * 1_000;

export interface ReviewService {
  /** The queue, oldest first. */
  list(ctx: CallContext, input: ReviewListQuery): Promise<{ items: Review[]; nextCursor: string | null }>;
  /** Approves a revision or requests changes. Throws `stale_review`, `forbidden` for one who worked on it, `invalid_input` without a note. */
  decide(ctx: CallContext, input: ReviewDecide): Promise<ReviewDecision>;
}

export function createReviewService(deps: DomainDeps): ReviewService {
  const { storage, commands, clock } = deps;
  return {
    list(ctx, input) {
      return storage.read(async (tx) => {
        const wallNow = clock.wallNow();
        const rows =
          input.taskId === undefined
            ? await tx.q.listOpenReviews({ project: ctx.project, after: input.cursor ?? '', limit: input.limit })
            : await tx.q.listTaskReviews({ project: ctx.project, task: taskNumber(input.taskId), limit: input.limit });
        const items: Review[] = [];
        for (const row of rows) {
          if (!input.mine || (await mayDecide(tx, ctx, row))) items.push(await loadReview(tx, row, wallNow));
        }
        const full = input.taskId === undefined && rows.length === input.limit;
        return { items, nextCursor: full ? (rows.at(-1)?.id ?? null) : null };
      });
    },
    decide(ctx, input) {
      const work = async (tx: WriteTx) => {
        const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
        const review = await tx.q.findReview({ project: ctx.project, id: input.id });
        if (review === undefined) throw reviewNotFound(input.id);
        const task = await getTask(tx, ctx.project, review.task);
        const worked = await workedOn(tx, ctx, task);
        const project = await tx.q.getProject({ name: ctx.project });
        const selfReviewAllowed = project?.selfReview ?? false;
        decideReview({
          review,
          task,
          input,
          by: ctx.principal,
          worked,
          selfReviewAllowed,
          isLead: hasRole(ctx.principal, 'lead'),
        });
        const call: Call = { deps, ctx, input, review, task, at };
        const decided = input.decision === 'approve' ? await approve(tx, { ...call, worked }) : await requestChanges(tx, call);
        const stored = (await tx.q.findReview({ project: ctx.project, id: review.id })) ?? review;
        return { review: await loadReview(tx, stored, at.wallNow), task: toTask(decided, at) };
      };
      return commands.run({ ctx, operation: 'reviews.decide', input, work });
    },
  };
}

interface Call {
  readonly deps: DomainDeps;
  readonly ctx: CallContext;
  readonly input: ReviewDecide;
  readonly review: ReviewRecord;
  readonly task: TaskRecord;
  readonly at: Moment;
}

async function approve(tx: WriteTx, { ctx, input, review, task, at, worked }: Call & { worked: boolean }): Promise<TaskRecord> {
  const { name } = ctx.principal;
  const note = input.note ?? null;
  const { project, number } = task;
  const approval = { review: review.id, by: name, selfReview: worked, note, at: at.wallNow };
  const { changes } = await tx.q.insertApproval({ ...approval, project, task: number, generation: task.generation });
  const approvals = await tx.q.listApprovals({ review: review.id });
  // The predicate of the insert has the last word on who may approve (SPEC RV2); a repeat of one's own approval changes nothing.
  if (changes !== 1 && !approvals.some((one) => one.by === name)) throw selfReviewRefused(name, task);
  const { actor, agent } = actorOf(ctx);
  const data = { review: review.id, revision: review.revision, note, selfReview: worked, set: {} };
  if (changes === 1) await tx.append({ project, type: 'task.approved', at: at.wallNow, actor, agent, task: number, data });
  if (approvals.length < task.reviewsRequired) return task;
  await closeReview(tx, review, { status: 'approved', note, decidedBy: name, at });
  const after: TaskRecord = { ...task, status: 'done', statusReason: null };
  return saveTask(
    tx,
    { before: task, after },
    {
      type: 'task.done',
      actor,
      agent,
      at: at.wallNow,
      extra: { review: review.id, reviewed: true },
    },
  );
}

async function requestChanges(tx: WriteTx, { deps, ctx, input, review, task, at }: Call): Promise<TaskRecord> {
  const note = input.note ?? '';
  const { project, number } = task;
  const { actor, agent } = actorOf(ctx);
  await closeReview(tx, review, { status: 'changes_requested', note, decidedBy: actor, at });
  const kept = { project, task: number, id: deps.ids.next('note'), kind: 'review' as const, epoch: task.epoch };
  await tx.q.insertNote({ ...kept, author: actor, text: note, percent: null, at: at.wallNow });
  const freed = backToQueue(task, `Changes requested by ${actor}: ${note}`);
  const after: TaskRecord =
    freed.status === 'failed'
      ? freed
      : { ...freed, heldFor: review.author, heldUntil: at.lease.now + AUTHOR_HOLD_MS, queueFor: task.assignee ?? review.author };
  const extra = { review: review.id, revision: review.revision, note, heldForMs: AUTHOR_HOLD_MS };
  const sent = await saveTask(
    tx,
    { before: task, after },
    { type: 'task.changes_requested', actor, agent, at: at.wallNow, extra },
  );
  const subject = `Changes requested on ${taskId(number)}, revision ${review.revision}`;
  const to = { agent: review.author };
  await postFrom(tx, { project, sender: actor, to, subject, body: note, urgency: 'next', task: number, at: at.wallNow });
  return sent;
}

async function closeReview(
  tx: WriteTx,
  review: ReviewRecord,
  end: { status: 'approved' | 'changes_requested'; note: string | null; decidedBy: string; at: Moment },
): Promise<void> {
  const { project, id, revision } = review;
  const { status, note, decidedBy, at } = end;
  const { changes } = await tx.q.decideReview({ project, id, revision, status, note, decidedBy, decidedAt: at.wallNow });
  if (changes === 1) return;
  throw new BatonError('stale_review', {
    detail: `The review ${id} was decided meanwhile.`,
    hint: 'Look at GET /v1/reviews again.',
  });
}

/** Whether the caller was granted any epoch of the task since it was last done. */
async function workedOn(
  tx: ReadTx,
  ctx: CallContext,
  task: Pick<TaskRecord, 'project' | 'number' | 'generation'>,
): Promise<boolean> {
  const { agent } = ctx.principal;
  if (agent === null) return false;
  const { project, number, generation } = task;
  return (await tx.q.findAttemptBy({ project, number, generation, agent })) !== undefined;
}

async function mayDecide(tx: ReadTx, ctx: CallContext, review: ReviewRecord): Promise<boolean> {
  if (!hasRole(ctx.principal, 'agent')) return false;
  if (review.reviewer !== 'any' && review.reviewer !== ctx.principal.name && !hasRole(ctx.principal, 'lead')) return false;
  const project = await tx.q.getProject({ name: ctx.project });
  if (project?.selfReview === true) return true;
  return !(await workedOn(tx, ctx, { project: review.project, number: review.task, generation: review.generation }));
}

function reviewNotFound(id: string): BatonError {
  return new BatonError('not_found', {
    detail: `There is no review ${id} in this project.`,
    hint: 'List the queue with GET /v1/reviews.',
  });
}

function selfReviewRefused(name: string, task: TaskRecord): BatonError {
  return new BatonError('forbidden', {
    detail: `${name} worked on ${taskId(task.number)} and cannot approve it.`,
    hint: 'Leave it to another reviewer.',
  });
}
