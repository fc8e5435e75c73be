import type { TaskRecord } from '../../server/domain/records.ts';

/** A fresh task in todo, with whatever a test needs otherwise. */
export function aTask(fields: Partial<TaskRecord>): TaskRecord {
  return {
    project: 'main',
    number: 1,
    title: 'A task',
    brief: '',
    status: 'todo',
    statusReason: null,
    statusSince: 0,
    priority: 2,
    labels: [],
    requires: [],
    needs: '',
    dependsOn: [],
    openDeps: 0,
    brokenDeps: 0,
    paths: [],
    acceptance: [],
    assignee: null,
    reviewer: 'any',
    reviewsRequired: 1,
    leaseTtlMs: 60_000,
    maxAttempts: 5,
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
    queueFor: '',
    notBefore: null,
    scheduledAt: null,
    dueAt: null,
    createdBy: 'admin',
    createdAt: 0,
    updatedAt: 0,
    ...fields,
  };
}

/** A task that `scout` holds with epoch 1 since lease time 0. */
export function heldTask(fields: Partial<TaskRecord>): TaskRecord {
  return aTask({
    status: 'doing',
    epoch: 1,
    attempts: 1,
    holderAgent: 'scout',
    holderSession: 'ses_1',
    claimedAt: 0,
    leaseEndsAt: 60_000,
    progressAt: 0,
    ...fields,
  });
}
