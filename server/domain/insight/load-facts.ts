import type { Blocked } from '../../contract/blocking.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { DomainDeps } from '../deps.ts';
import type { ProjectRecord, ReviewRecord, TaskRecord } from '../records.ts';
import { type Obstacle, PathHolds } from '../reservations/path-holds.ts';
import { isOpenReview, reviewExpiries } from '../reviews/review-lease-rules.ts';
import type { ReadTx } from '../store.ts';
import { isClaimable, type Moment } from '../tasks/claim-rules.ts';
import { currentStatus } from '../tasks/task-health.ts';
import type { ReviewFacts, TaskFacts } from './task-facts.ts';
import { loadTeam, type Team } from './team.ts';

/** More attempts than a task may have in one generation. */
const ATTEMPTS_LOOKED_AT = 500;

/** What all facts of one look at a project have in common. */
export interface Scene {
  readonly tx: ReadTx;
  readonly at: Moment;
  readonly project: ProjectRecord;
  readonly team: Team;
  readonly deps: DomainDeps;
  readonly holds: PathHolds;
}

export async function loadScene(tx: ReadTx, project: string, deps: DomainDeps): Promise<Scene> {
  const record = await tx.q.getProject({ name: project });
  invariant(record !== undefined, 'the project of a call exists');
  const at = { lease: tx.lease, wallNow: deps.clock.wallNow() };
  return {
    tx,
    at,
    project: record,
    team: await loadTeam(tx, project, deps),
    deps,
    holds: PathHolds.seen(tx, { project, leases: deps.leases }),
  };
}

/** All that the reasons of one task are found in. */
export async function loadTaskFacts(scene: Scene, task: TaskRecord): Promise<TaskFacts> {
  const { tx, at, project, team, deps } = scene;
  const dependencies: TaskRecord[] = [];
  for (const number of waitedFor(task)) {
    const one = await tx.q.findTask({ project: task.project, number });
    if (one !== undefined && one.status !== 'done') dependencies.push(deps.leases.apply(one));
  }
  const review = task.status === 'validating' ? await openReviewOf(tx, task) : undefined;
  return {
    task,
    at,
    project,
    team: team.members,
    dependencies,
    block: blockOf(task, at),
    pathsHeld: isClaimable(task, at) ? await heldPathsOf(scene, task) : null,
    review: review === undefined ? null : await loadReviewFacts(scene, review, task),
  };
}

/** The hold of another claim that a task touches, whatever else is in its way; null: none. */
export async function heldPathsOf({ holds }: Scene, { number: task, paths }: TaskRecord): Promise<Obstacle | null> {
  return paths.length === 0 ? null : (await holds.look()).inTheWay({ task, mode: 'exclusive', paths });
}

export async function loadReviewFacts(
  { tx, project, at }: Scene,
  review: ReviewRecord,
  task: Pick<TaskRecord, 'number' | 'requires'>,
): Promise<ReviewFacts> {
  const key = { project: review.project, number: review.task };
  const attempts = await tx.q.listAttempts({ ...key, limit: ATTEMPTS_LOOKED_AT });
  const worked = attempts.filter(({ generation }) => generation === review.generation).map(({ agent }) => agent);
  const approvals = await tx.q.listApprovals({ review: review.id });
  return {
    review,
    task,
    worked: new Set(worked),
    selfReview: project.selfReview,
    approvals: approvals.map(({ by }) => by),
    expiries: reviewExpiries(review, at.lease),
  };
}

async function openReviewOf(tx: ReadTx, { project, number: task }: TaskRecord): Promise<ReviewRecord | undefined> {
  const [newest] = await tx.q.listTaskReviews({ project, task, limit: 1 });
  return newest !== undefined && isOpenReview(newest) ? newest : undefined;
}

function waitedFor({ dependsOn, blockedOn }: TaskRecord): number[] {
  return blockedOn === null ? dependsOn : [...new Set([blockedOn, ...dependsOn])];
}

function blockOf(task: TaskRecord, at: Moment): Blocked | null {
  return currentStatus(task, at) === 'blocked' ? task.blocked : null;
}
