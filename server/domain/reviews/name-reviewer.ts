import { BatonError } from '../../contract/errors.ts';
import { type CallContext, hasRole } from '../auth/principal.ts';
import type { TaskRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { taskId } from '../tasks/task-view.ts';
import { actorOf } from '../tasks/task-writes.ts';
import { workedOn } from './load-reviewing.ts';
import { isOpenReview } from './review-lease-rules.ts';
import { releaseReview, reviewChange } from './review-writes.ts';
import { tellReviewer } from './tell-reviewers.ts';

/** Of a task's rounds only the newest can be open. */
const NEWEST = 1;

/**
 * Follows a change of who shall review a task. Whoever worked on it may not change that (SPEC RV2), and while a submission waits only
 * a lead may: the review then goes to the one named, its expiries forgotten. Gives what the task's event says of the review. Throws
 * `forbidden`, and `invalid_input` for `none` while a submission waits.
 */
export async function nameReviewer(
  tx: WriteTx,
  call: { ctx: CallContext; task: TaskRecord; reviewer: string; at: Moment },
): Promise<Record<string, unknown>> {
  const { ctx, task, reviewer, at } = call;
  if (reviewer === task.reviewer) return {};
  await refuseWorker(tx, ctx, task);
  if (task.status !== 'validating') return {};
  refuseWhileWaiting(ctx, task, reviewer);
  const { project, number } = task;
  const [newest] = await tx.q.listTaskReviews({ project, task: number, limit: NEWEST });
  const review = newest === undefined ? undefined : await tx.q.findReview({ project, id: newest.id });
  if (review === undefined || !isOpenReview(review)) return {};
  const reason = `${reviewer} is to review ${taskId(number)} now.`;
  const takes = review.status === 'claimed' && reviewer !== 'any' && review.holderAgent !== reviewer;
  const free = takes ? await releaseReview(tx, review, { ...actorOf(ctx), at, reason }) : review;
  await tx.q.nameReviewer({ project, task: number, reviewer, passedBy: [] });
  const { name: sender } = ctx.principal;
  if (reviewer !== 'any') await tellReviewer(tx, { review, task }, { to: reviewer, sender, at: at.wallNow });
  return reviewChange(free, { ...free, reviewer, expiries: 0, passedBy: [] });
}

async function refuseWorker(tx: WriteTx, ctx: CallContext, task: TaskRecord): Promise<void> {
  if (!(await workedOn(tx, ctx.principal.name, task))) return;
  const project = await tx.q.getProject({ name: ctx.project });
  if (project?.selfReview === true) return;
  throw new BatonError('forbidden', {
    detail: `${ctx.principal.name} worked on ${taskId(task.number)} and cannot change who reviews it.`,
    hint: 'Leave `reviewer` as it is, or ask a lead.',
  });
}

function refuseWhileWaiting(ctx: CallContext, task: TaskRecord, reviewer: string): void {
  if (!hasRole(ctx.principal, 'lead')) {
    throw new BatonError('forbidden', {
      detail: `A submission of ${taskId(task.number)} waits for review, and ${ctx.principal.name} is no lead.`,
      hint: 'Ask a lead to name another reviewer.',
    });
  }
  if (reviewer !== 'none') return;
  throw new BatonError('invalid_input', {
    detail: `A submission of ${taskId(task.number)} waits for review and does not end without one.`,
    hint: 'Approve it, request changes, or cancel the task.',
    problems: [{ path: 'reviewer', message: 'cannot be none while a review is open' }],
  });
}
