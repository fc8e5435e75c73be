import type { TaskCreate } from '../../contract/tasks.ts';
import type { TaskRecord, WallTime } from '../records.ts';
import { needsKey } from './claim-rules.ts';
import { taskNumber } from './task-view.ts';

export interface NewTask {
  readonly project: string;
  readonly createdBy: string;
  readonly input: TaskCreate;
  readonly number: number;
  readonly wallNow: WallTime;
}

/** The row of a task that has just been made: in todo, held by nobody, its dependencies not yet counted. */
export function newTask({ project, createdBy, input, number, wallNow }: NewTask): TaskRecord {
  const notBefore = input.notBefore === null ? null : Date.parse(input.notBefore);
  return {
    project,
    number,
    title: input.title,
    brief: input.brief,
    status: 'todo',
    statusReason: null,
    statusSince: wallNow,
    priority: input.priority,
    labels: [...new Set(input.labels)],
    requires: [...new Set(input.requires)],
    needs: needsKey(input),
    dependsOn: dependencyNumbers(input),
    openDeps: 0,
    brokenDeps: 0,
    paths: input.paths,
    acceptance: input.acceptance,
    assignee: input.assignee,
    reviewer: input.reviewer,
    reviewsRequired: input.reviewsRequired,
    leaseTtlMs: input.leaseTtlSeconds * 1_000,
    maxAttempts: input.maxAttempts,
    attempts: 0,
    generation: 1,
    epoch: 0,
    version: 1,
    revision: 0,
    round: 0,
    summary: null,
    holderAgent: null,
    holderSession: null,
    claimedAt: null,
    leaseEndsAt: null,
    progressAt: null,
    heldFor: null,
    heldUntil: null,
    queueFor: input.assignee ?? '',
    notBefore,
    scheduledAt: notBefore !== null && notBefore > wallNow ? notBefore : null,
    dueAt: input.dueAt === null ? null : Date.parse(input.dueAt),
    attached: 0,
    createdBy,
    createdAt: wallNow,
    updatedAt: wallNow,
    blocked: null,
    blockedUntil: null,
    blockedOn: null,
    stuckBecause: null,
    stuckSince: null,
    stalledAt: null,
  };
}

/** The numbers of the tasks that it depends on, each once. */
export function dependencyNumbers(input: Pick<TaskCreate, 'dependsOn'>): number[] {
  return [...new Set(input.dependsOn)].map(taskNumber);
}
