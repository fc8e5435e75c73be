import { BatonError } from '../../contract/errors.ts';
import type { Comment, CommentCreate, Task, TaskUpdate } from '../../contract/tasks.ts';
import type { CallContext } from '../auth/principal.ts';
import { stuckFields } from '../blocking/stuck.ts';
import type { DomainDeps } from '../deps.ts';
import { postMentions } from '../inbox/post-mentions.ts';
import type { TaskRecord, WallTime } from '../records.ts';
import { PathHolds } from '../reservations/path-holds.ts';
import { pathsReserved } from '../reservations/reservation-errors.ts';
import { declareHold, endReservations, type ReservationAct } from '../reservations/reservation-writes.ts';
import { nameReviewer } from '../reviews/name-reviewer.ts';
import { indexTask } from '../search/task-text.ts';
import type { WriteTx } from '../store.ts';
import { type Moment, needsKey } from './claim-rules.ts';
import { getTask, makeWay } from './claim-service.ts';
import { refuseCircle } from './dependency-walk.ts';
import { checkPeople, countDependencies } from './task-create-service.ts';
import { versionConflict } from './task-errors.ts';
import { taskId, taskNumber, toComment, toTask } from './task-view.ts';
import { actorOf, saveTask } from './task-writes.ts';

export interface TaskEditService {
  /** Changes the fields that are given. Throws `epoch_required` without a version, `version_conflict` for a stale one, `cycle`. */
  update(ctx: CallContext, input: TaskUpdate): Promise<Task>;
  comment(ctx: CallContext, input: { id: string; body: string }): Promise<Comment>;
}

export function createTaskEditService(deps: DomainDeps): TaskEditService {
  const { commands, clock, ids, leases } = deps;
  return {
    update(ctx, input) {
      const work = async (tx: WriteTx) => {
        const at: Moment = { lease: tx.lease, wallNow: clock.wallNow() };
        const task = leases.apply(await getTask(tx, ctx.project, taskNumber(input.id)));
        requireVersion(task, input.ifMatch, at);
        await checkPeople(tx, ctx.project, input);
        let after = patched(task, input, at);
        if (input.dependsOn !== undefined)
          after = { ...after, ...(await replaceDependencies(tx, { before: task, after }, at.wallNow)) };
        if (after.needs !== task.needs && after.needs !== '')
          await tx.q.insertNeeds({ project: task.project, needs: after.needs });
        if (input.paths !== undefined && task.status === 'doing') await clearPaths(tx, after, { deps, at });
        const extra = input.reviewer === undefined ? {} : await nameReviewer(tx, { ctx, task, reviewer: input.reviewer, at });
        const event = { type: 'task.updated', ...actorOf(ctx), at: at.wallNow, extra } as const;
        const saved = await saveTask(tx, { before: task, after }, event);
        if (input.paths !== undefined && task.status === 'doing') await redeclare(tx, saved, { ...actorOf(ctx), at: at.wallNow });
        return toTask(saved, at);
      };
      return commands.run({ ctx, operation: 'tasks.update', input, work });
    },
    comment(ctx, input: CommentCreate) {
      const work = async (tx: WriteTx) => {
        const commented = await getTask(tx, ctx.project, taskNumber(input.id));
        const { project, number } = commented;
        const at = clock.wallNow();
        const comment = { project, task: number, id: ids.next('com'), author: ctx.principal.name, body: input.body, at };
        await tx.q.insertComment(comment);
        await indexTask(tx, commented);
        const data = { comment: comment.id, body: input.body, set: {} };
        await tx.append({ project, type: 'task.commented', at, ...actorOf(ctx), task: number, data });
        await postMentions(tx, { project, author: ctx.principal.name, text: input.body, task: number, at });
        return toComment(comment);
      };
      return commands.run({ ctx, operation: 'tasks.comment', input, work });
    },
  };
}

function requireVersion(task: TaskRecord, ifMatch: number | undefined, at: Moment): void {
  if (ifMatch === undefined) {
    throw new BatonError('epoch_required', {
      detail: `Changing ${taskId(task.number)} needs the version that the change is based on.`,
      hint: `Send it as If-Match; it is ${task.version} now.`,
      current: toTask(task, at),
    });
  }
  if (ifMatch !== task.version) throw versionConflict(task, at);
}

function patched(task: TaskRecord, patch: TaskUpdate, at: Moment): TaskRecord {
  const notBefore = patch.notBefore === undefined ? task.notBefore : time(patch.notBefore);
  const assignee = patch.assignee === undefined ? task.assignee : patch.assignee;
  const paths = patch.paths ?? task.paths;
  const requires = patch.requires === undefined ? task.requires : [...new Set(patch.requires)];
  return {
    ...task,
    title: patch.title ?? task.title,
    brief: patch.brief ?? task.brief,
    priority: patch.priority ?? task.priority,
    labels: patch.labels === undefined ? task.labels : [...new Set(patch.labels)],
    requires,
    needs: needsKey({ requires, paths }),
    dependsOn: patch.dependsOn === undefined ? task.dependsOn : [...new Set(patch.dependsOn)].map(taskNumber),
    paths,
    acceptance: patch.acceptance ?? task.acceptance,
    assignee,
    reviewer: patch.reviewer ?? task.reviewer,
    queueFor: assignee ?? task.heldFor ?? '',
    notBefore,
    scheduledAt: notBefore !== null && notBefore > at.wallNow ? notBefore : null,
    dueAt: patch.dueAt === undefined ? task.dueAt : time(patch.dueAt),
  };
}

/** Throws `paths_reserved` when the paths that a claimed task is to declare overlap what another claim holds. */
async function clearPaths(tx: WriteTx, task: TaskRecord, { deps, at }: { deps: DomainDeps; at: Moment }): Promise<void> {
  const { project, number, paths } = task;
  const holds = PathHolds.locked(tx, { project, leases: deps.leases });
  const obstacle = await makeWay(tx, { task: number, mode: 'exclusive', paths }, { holds, at });
  if (obstacle !== null) throw pathsReserved(obstacle, at);
}

/** The claim goes on with the paths that its task declares now. */
async function redeclare(tx: WriteTx, task: TaskRecord, act: ReservationAct): Promise<void> {
  const { project, number } = task;
  const known = await tx.q.listTaskReservations({ project, number });
  await endReservations(
    tx,
    known.filter(({ declared }) => declared),
    act,
  );
  await declareHold(tx, task, act);
}

function time(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}

async function replaceDependencies(
  tx: WriteTx,
  { before, after: task }: { before: TaskRecord; after: TaskRecord },
  at: WallTime,
): Promise<Pick<TaskRecord, 'openDeps' | 'brokenDeps' | 'stuckBecause' | 'stuckSince'>> {
  // Two changes at once could each find no circle and close one together.
  await tx.q.holdDependencies({ project: task.project });
  const { project, number } = task;
  await refuseCircle(tx, task, task.dependsOn);
  // Found, so that none of those that are let go ends meanwhile and moves a counter which is set anew below.
  for (const dropped of before.dependsOn) await tx.q.findTask({ project, number: dropped });
  const counts = await countDependencies(tx, project, task.dependsOn);
  await tx.q.deleteDependencies({ project, task: number });
  for (const dependsOn of task.dependsOn) await tx.q.insertDependency({ project, task: number, dependsOn });
  await tx.q.setDependencyCounts({ project, number, ...counts });
  return { ...counts, ...(await stuckFields(tx, { ...task, ...counts }, at)) };
}
