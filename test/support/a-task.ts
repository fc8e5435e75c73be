import { TaskCreate } from '../../server/contract/tasks.ts';
import type { TaskRecord } from '../../server/domain/records.ts';
import { newTask } from '../../server/domain/tasks/new-task.ts';

/** A fresh task in todo, with whatever a test needs otherwise. */
export function aTask(fields: Partial<TaskRecord>): TaskRecord {
  const input = TaskCreate.parse({ title: 'A task' });
  return { ...newTask({ project: 'main', createdBy: 'admin', input, number: 1, wallNow: 0 }), ...fields };
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
