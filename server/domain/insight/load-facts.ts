import { invariant } from '../../kernel/invariant.ts';
import type { DomainDeps } from '../deps.ts';
import type { ProjectRecord, ReviewRecord, TaskRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import type { BlockFacts, ReviewFacts, TaskFacts } from './task-facts.ts';
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
}

export async function loadScene(tx: ReadTx, project: string, deps: DomainDeps): Promise<Scene> {
  const record = await tx.q.getProject({ name: project });
  invariant(record !== undefined, 'the project of a call exists');
  const at = { lease: tx.lease, wallNow: deps.clock.wallNow() };
  return { tx, at, project: record, team: await loadTeam(tx, project, deps), deps };
}

/** All that the reasons of one task are found in. */
export async function loadTaskFacts(scene: Scene, task: TaskRecord): Promise<TaskFacts> {
  const { tx, at, project, team, deps } = scene;
  const dependencies: TaskRecord[] = [];
  for (const number of task.dependsOn) {
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
    block: blockOf(task),
    review: review === undefined ? null : await loadReviewFacts(scene, review),
  };
}

export async function loadReviewFacts({ tx, project }: Scene, review: ReviewRecord): Promise<ReviewFacts> {
  const key = { project: review.project, number: review.task };
  const attempts = await tx.q.listAttempts({ ...key, limit: ATTEMPTS_LOOKED_AT });
  const worked = attempts.filter(({ generation }) => generation === review.generation).map(({ agent }) => agent);
  const approvals = await tx.q.listApprovals({ review: review.id });
  return { review, worked: new Set(worked), selfReview: project.selfReview, approvals: approvals.map(({ by }) => by) };
}

async function openReviewOf(tx: ReadTx, { project, number: task }: TaskRecord): Promise<ReviewRecord | undefined> {
  const [newest] = await tx.q.listTaskReviews({ project, task, limit: 1 });
  return newest?.status === 'open' || newest?.status === 'claimed' ? newest : undefined;
}

function blockOf(task: TaskRecord): BlockFacts | null {
  if (task.status !== 'blocked') return null;
  return { kind: 'external', reason: task.statusReason ?? '', waitingOn: null, since: task.statusSince };
}
