import type { CallContext } from '../auth/principal.ts';
import type { ReviewRecord, TaskRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import type { Reviewing } from './reviewer-rules.ts';

/** What the question needs whether the caller may judge this review. `expiries`: how often it ran out before this reviewer. */
export async function loadReviewing(
  tx: ReadTx,
  ctx: CallContext,
  of: { review: ReviewRecord; task: TaskRecord; expiries: number },
): Promise<Reviewing> {
  const { review, task, expiries } = of;
  const { principal: by } = ctx;
  const project = await tx.q.getProject({ name: ctx.project });
  const approvals = await tx.q.listApprovals({ review: review.id });
  return {
    review,
    task,
    by,
    worked: await workedOn(tx, by.name, task),
    selfReviewAllowed: project?.selfReview ?? false,
    capabilities: task.requires.length === 0 ? [] : await capabilitiesOf(tx, ctx),
    approvedBy: approvals.map((approval) => approval.by),
    expiries,
  };
}

/** Whether anybody of this name was granted an epoch of the task since it was last done: by name, as the statement that stores an approval asks. */
export async function workedOn(
  tx: ReadTx,
  name: string,
  task: Pick<TaskRecord, 'project' | 'number' | 'generation'>,
): Promise<boolean> {
  const { project, number, generation } = task;
  return (await tx.q.findAttemptBy({ project, number, generation, agent: name })) !== undefined;
}

async function capabilitiesOf(tx: ReadTx, ctx: CallContext): Promise<readonly string[] | null> {
  const { agent } = ctx.principal;
  if (agent === null) return null;
  return (await tx.q.findAgent({ project: ctx.project, name: agent }))?.capabilities ?? [];
}
