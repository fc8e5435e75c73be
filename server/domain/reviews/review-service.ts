import { BatonError } from '../../contract/errors.ts';
import type { QueuedReview, ReviewDecide, ReviewDecision, ReviewListQuery, ReviewPage } from '../../contract/reviews.ts';
import { type CallContext, hasRole } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import { postFrom } from '../inbox/post-message.ts';
import type { ReviewRecord, TaskRecord } from '../records.ts';
import type { ReadTx, WriteTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { getTask } from '../tasks/claim-service.ts';
import { taskId, taskNumber, toTask } from '../tasks/task-view.ts';
import { actorOf, backToQueue, saveTask } from '../tasks/task-writes.ts';
import { loadOffers } from './load-offers.ts';
import { loadReviewing } from './load-reviewing.ts';
import { getReview } from './review-claim-service.ts';
import { isReviewHeld, isReviewLapsed, reviewExpiries } from './review-lease-rules.ts';
import { decideReview } from './review-rules.ts';
import { loadReview } from './review-view.ts';
import { expireReview, freeReview, reviewChange, withoutReviewer } from './review-writes.ts';
import { refuseReviewer } from './reviewer-rules.ts';

/** For so long a task whose changes were requested is kept for its author (SPEC RV4). */
export const AUTHOR_HOLD_MS = 10 * 60 * 1_000;

export interface ReviewService {
  /** The queue, oldest first, and who should take what. */
  list(ctx: CallContext, input: ReviewListQuery): Promise<ReviewPage>;
  /**
   * Approves a revision or requests changes, as its holder or, while nobody has it in hand, without a claim. Throws `stale_review`,
   * `task_held`, `lease_lost`, `forbidden` for one who worked on it or is not to judge it, `invalid_input` without a note.
   */
  decide(ctx: CallContext, input: ReviewDecide): Promise<ReviewDecision>;
}

export function createReviewService(deps: DomainDeps): ReviewService {
  const { storage, commands, clock } = deps;
  return {
    list(ctx, input) {
      return storage.read(async (tx) => {
        const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
        const rows =
          input.taskId === undefined
            ? await tx.q.listOpenReviews({ project: ctx.project, after: input.cursor ?? '', limit: input.limit })
            : await tx.q.listTaskReviews({ project: ctx.project, task: taskNumber(input.taskId), limit: input.limit });
        const offers = await loadOffers(tx, { project: ctx.project, at, deps });
        const items: QueuedReview[] = [];
        for (const row of rows) {
          if (input.mine && !(await mayDecide(tx, ctx, { review: row, at }))) continue;
          items.push({ ...(await loadReview(tx, row, at)), offeredTo: offers.get(row.id) ?? null });
        }
        const full = input.taskId === undefined && rows.length === input.limit;
        return { items, nextCursor: full ? (rows.at(-1)?.id ?? null) : null };
      });
    },
    decide(ctx, input) {
      const work = async (tx: WriteTx) => {
        const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
        const found = await getReview(tx, ctx, input.id);
        const task = await getTask(tx, ctx.project, found.task);
        // Its holder may decide with its epoch though the lease is over, while nobody has taken the review (SPEC LAW1).
        const asHolder = input.epoch !== undefined;
        const expiries = asHolder ? found.expiries : reviewExpiries(found, at.lease);
        const reviewing = await loadReviewing(tx, ctx, { review: found, task, expiries });
        decideReview({ ...reviewing, task, input, session: ctx.session, at });
        const review = !asHolder && isReviewLapsed(found, at.lease) ? await expireReview(tx, found, at) : found;
        const call: Call = { deps, ctx, input, review, task, at };
        const decided =
          input.decision === 'approve'
            ? await approve(tx, { ...call, worked: reviewing.worked })
            : await requestChanges(tx, call);
        const stored = (await tx.q.findReview({ project: ctx.project, id: review.id })) ?? review;
        return { review: await loadReview(tx, stored, at), task: toTask(decided, at) };
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
  const isLast = approvals.length >= task.reviewsRequired;
  // Of several approvals each is given with a claim of its own: the next reviewer may take it now.
  const freed = changes === 1 && !isLast && review.status === 'claimed' ? await freeReview(tx, review) : review;
  const data = { ...reviewChange(review, freed), revision: review.revision, note, selfReview: worked, set: {} };
  if (changes === 1) await tx.append({ project, type: 'task.approved', at: at.wallNow, actor, agent, task: number, data });
  if (!isLast) return task;
  const closed = await closeReview(tx, review, { status: 'approved', note, decidedBy: name, at });
  const after: TaskRecord = { ...task, status: 'done', statusReason: null };
  const extra = { ...reviewChange(review, closed), reviewed: true };
  return saveTask(tx, { before: task, after }, { type: 'task.done', actor, agent, at: at.wallNow, extra });
}

async function requestChanges(tx: WriteTx, { deps, ctx, input, review, task, at }: Call): Promise<TaskRecord> {
  const note = input.note ?? '';
  const { project, number } = task;
  const { actor, agent } = actorOf(ctx);
  const closed = await closeReview(tx, review, { status: 'changes_requested', note, decidedBy: actor, at });
  const kept = { project, task: number, id: deps.ids.next('note'), kind: 'review' as const, epoch: task.epoch };
  await tx.q.insertNote({ ...kept, author: actor, text: note, percent: null, at: at.wallNow });
  const freed = backToQueue(task, `Changes requested by ${actor}: ${note}`);
  const after: TaskRecord =
    freed.status === 'failed'
      ? freed
      : { ...freed, heldFor: review.author, heldUntil: at.lease.now + AUTHOR_HOLD_MS, queueFor: task.assignee ?? review.author };
  const extra = { ...reviewChange(review, closed), revision: review.revision, note, heldForMs: AUTHOR_HOLD_MS };
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
): Promise<ReviewRecord> {
  const { project, id, revision, epoch: expectedEpoch } = review;
  const { status, note, decidedBy, at } = end;
  const decided = { status, note, decidedBy, decidedAt: at.wallNow };
  const { changes } = await tx.q.decideReview({ project, id, revision, expectedEpoch, ...decided });
  if (changes === 1) return { ...withoutReviewer(review), ...decided };
  throw new BatonError('stale_review', {
    detail: `The review ${id} was decided meanwhile.`,
    hint: 'Look at GET /v1/reviews again.',
  });
}

/** Whether the caller may take or decide the review now: it is not in another's hand, and nothing speaks against it. */
export async function mayDecide(
  tx: ReadTx,
  ctx: CallContext,
  { review, at }: { review: ReviewRecord; at: Pick<Moment, 'lease'> },
): Promise<boolean> {
  if (!hasRole(ctx.principal, 'agent')) return false;
  if (isReviewHeld(review, at.lease) && review.holderAgent !== ctx.principal.agent) return false;
  const task = await tx.q.findTask({ project: ctx.project, number: review.task });
  if (task === undefined) return false;
  const reviewing = await loadReviewing(tx, ctx, { review, task, expiries: reviewExpiries(review, at.lease) });
  return refuseReviewer(reviewing) === null && !reviewing.approvedBy.includes(ctx.principal.name);
}

function selfReviewRefused(name: string, task: TaskRecord): BatonError {
  return new BatonError('forbidden', {
    detail: `${name} worked on ${taskId(task.number)} and cannot approve it.`,
    hint: 'Leave it to another reviewer.',
  });
}
