import { ANY_HUMAN, type WaitingOn } from '../../contract/blocking.ts';
import { BatonError } from '../../contract/errors.ts';
import type { TaskRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { cycle } from '../tasks/dependency-rules.ts';
import { refuseCircle } from '../tasks/dependency-walk.ts';
import { taskNotFound } from '../tasks/task-errors.ts';
import { taskId, taskNumber } from '../tasks/task-view.ts';

/**
 * Refuses a block that nobody and nothing could end: an agent who is not there, may not answer or is the one that asks; a task that has
 * ended, or that waits for this one. Throws `invalid_input`, `not_found`, `cycle`.
 */
export async function checkWaitedFor(tx: WriteTx, task: TaskRecord, waitingOn: WaitingOn | null): Promise<void> {
  if (waitingOn === null || 'role' in waitingOn) return;
  if ('task' in waitingOn) return checkTask(tx, task, taskNumber(waitingOn.task));
  if ('agent' in waitingOn) return checkAgent(tx, task, { name: waitingOn.agent, human: false });
  if (waitingOn.human !== ANY_HUMAN) await checkAgent(tx, task, { name: waitingOn.human, human: true });
}

async function checkTask(tx: WriteTx, task: TaskRecord, number: number): Promise<void> {
  const { project } = task;
  if (number === task.number) throw cycle([taskId(number)]);
  // Two tasks that block on each other at once could each find no circle and close one together.
  await tx.q.holdDependencies({ project });
  const waitedFor = await tx.q.findTask({ project, number });
  if (waitedFor === undefined) throw taskNotFound(number);
  const { status } = waitedFor;
  if (status === 'done' || status === 'failed' || status === 'cancelled') {
    throw new BatonError('invalid_input', {
      detail: `${taskId(number)} is ${status}, so there is nothing to wait for.`,
      hint: status === 'done' ? 'Go on with the work.' : 'Ask a lead, with a block of kind question.',
      problems: [{ path: 'waitingOn', message: `names a task that is ${status}` }],
    });
  }
  await refuseCircle(tx, task, [number]);
}

async function checkAgent(tx: WriteTx, task: TaskRecord, asked: { name: string; human: boolean }): Promise<void> {
  const { name, human } = asked;
  const agent = await tx.q.findAgent({ project: task.project, name });
  const because =
    agent === undefined
      ? `There is no agent ${name} in this project.`
      : agent.status === 'retired'
        ? `${name} has retired.`
        : human && agent.kind !== 'human'
          ? `${name} is registered as a program, not as a person.`
          : agent.role === 'viewer'
            ? `${name} only looks on and cannot answer.`
            : name === task.holderAgent
              ? `${name} holds ${taskId(task.number)} itself and cannot wait for itself.`
              : null;
  if (because === null) return;
  throw new BatonError('invalid_input', {
    detail: because,
    hint: 'Name somebody from GET /v1/agents, or a role: {"role":"lead"}.',
    problems: [{ path: 'waitingOn', message: because }],
  });
}
