import { TaskBlock, TaskUnblock } from '../../../contract/blocking.ts';
import { EventPage, TaskHistoryQuery } from '../../../contract/events.ts';
import type { OperationMeta } from '../../../contract/operation.ts';
import { TaskDetail } from '../../../contract/task-detail.ts';
import {
  CLAIM_WAIT_MAX_SECONDS,
  ClaimNext,
  ClaimNextResult,
  ClaimResult,
  Comment,
  CommentCreate,
  Fence,
  FenceQuery,
  ProgressResult,
  Task,
  TaskBatch,
  TaskBatchCreate,
  TaskCreate,
  TaskListQuery,
  TaskPage,
  TaskProgress,
  TaskReason,
  TaskRef,
  TaskRelease,
  TaskSubmit,
  TaskUpdate,
} from '../../../contract/tasks.ts';
import { operation, router } from '../procedures.ts';
import { artifactOperations } from './artifact-operations.ts';
import { explainTask } from './insight-router.ts';

const shared = { tag: 'tasks', status: 200, role: 'agent' } as const;
const reading = { ...shared, method: 'GET', role: 'viewer' } as const satisfies Partial<OperationMeta>;
const acting = { ...shared, method: 'POST' } as const satisfies Partial<OperationMeta>;

export const tasksRouter = router({
  ...artifactOperations,

  create: operation({
    ...acting,
    path: '/v1/tasks',
    operationId: 'createTask',
    summary: 'Create a task; a title is enough.',
    status: 201,
    errors: ['not_found', 'invalid_input'],
  })
    .input(TaskCreate)
    .output(Task)
    .mutation(({ ctx, input }) => ctx.services.tasks.create(ctx.call, input)),

  createMany: operation({
    ...acting,
    path: '/v1/tasks/batch',
    operationId: 'createTasks',
    summary: 'Create many tasks, all or none; they may depend on each other by ref.',
    status: 201,
    errors: ['not_found', 'invalid_input', 'cycle'],
  })
    .input(TaskBatchCreate)
    .output(TaskBatch)
    .mutation(({ ctx, input }) => ctx.services.tasks.createMany(ctx.call, input)),

  list: operation({
    ...reading,
    path: '/v1/tasks',
    operationId: 'listTasks',
    summary: 'List tasks by number: all, or those that a search means.',
    errors: [],
  })
    .input(TaskListQuery)
    .output(TaskPage)
    .query(({ ctx, input }) => ctx.services.tasks.list(ctx.call, input)),

  get: operation({
    ...reading,
    path: '/v1/tasks/{id}',
    operationId: 'getTask',
    summary: 'One task with its attempts, notes, reviews, comments and orphan results.',
    errors: ['not_found'],
  })
    .input(TaskRef)
    .output(TaskDetail)
    .query(({ ctx, input }) => ctx.services.tasks.get(ctx.call, input)),

  update: operation({
    ...shared,
    method: 'PATCH',
    path: '/v1/tasks/{id}',
    operationId: 'updateTask',
    summary: 'Change fields of a task, based on the version in If-Match.',
    errors: ['not_found', 'version_conflict', 'epoch_required', 'cycle', 'invalid_input', 'paths_reserved'],
  })
    .input(TaskUpdate)
    .output(Task)
    .mutation(({ ctx, input }) => ctx.services.tasks.update(ctx.call, input)),

  claim: operation({
    ...acting,
    path: '/v1/tasks/{id}/claim',
    operationId: 'claimTask',
    summary: 'Claim one task for the calling session.',
    errors: ['not_found', 'task_held', 'not_claimable', 'wip_limit', 'agent_paused'],
  })
    .input(TaskRef)
    .output(ClaimResult)
    .mutation(({ ctx, input }) => ctx.services.tasks.claim(ctx.call, input)),

  claimNext: operation({
    ...acting,
    path: '/v1/tasks/claim-next',
    operationId: 'claimNextTask',
    summary: `Claim the next task by priority, then age; may wait up to ${CLAIM_WAIT_MAX_SECONDS} s for one.`,
    errors: ['not_found', 'not_claimable', 'wip_limit', 'agent_paused'],
  })
    .input(ClaimNext)
    .output(ClaimNextResult)
    .mutation(({ ctx, input, signal }) =>
      ctx.services.tasks.claimNext(ctx.call, input, () => ctx.connection?.gone() ?? signal ?? new AbortController().signal),
    ),

  takeover: operation({
    ...acting,
    path: '/v1/tasks/{id}/takeover',
    operationId: 'takeOverTask',
    summary: 'Move a claim from an older session of the same agent to this one.',
    errors: ['not_found', 'task_held', 'not_claimable', 'invalid_input'],
  })
    .input(TaskRef)
    .output(ClaimResult)
    .mutation(({ ctx, input }) => ctx.services.tasks.takeover(ctx.call, input)),

  progress: operation({
    ...acting,
    path: '/v1/tasks/{id}/progress',
    operationId: 'progressTask',
    summary: 'Note progress on a held task; renews its lease.',
    errors: ['not_found', 'lease_lost'],
  })
    .input(TaskProgress)
    .output(ProgressResult)
    .mutation(({ ctx, input }) => ctx.services.tasks.progress(ctx.call, input)),

  submit: operation({
    ...acting,
    path: '/v1/tasks/{id}/submit',
    operationId: 'submitTask',
    summary: 'Hand in the work of a held task; a summary is enough.',
    errors: ['not_found', 'lease_lost', 'invalid_input'],
  })
    .input(TaskSubmit)
    .output(Task)
    .mutation(({ ctx, input }) => ctx.services.tasks.submit(ctx.call, input)),

  release: operation({
    ...acting,
    path: '/v1/tasks/{id}/release',
    operationId: 'releaseTask',
    summary: 'Give a held task back.',
    errors: ['not_found', 'lease_lost'],
  })
    .input(TaskRelease)
    .output(Task)
    .mutation(({ ctx, input }) => ctx.services.tasks.release(ctx.call, input)),

  block: operation({
    ...acting,
    path: '/v1/tasks/{id}/block',
    operationId: 'blockTask',
    summary: 'Say that a held task cannot go on, and give it back until what it waits for has come.',
    errors: ['not_found', 'lease_lost', 'invalid_input', 'cycle'],
  })
    .input(TaskBlock)
    .output(Task)
    .mutation(({ ctx, input }) => ctx.services.tasks.block(ctx.call, input)),

  unblock: operation({
    ...acting,
    path: '/v1/tasks/{id}/unblock',
    operationId: 'unblockTask',
    summary: 'Answer what a blocked task waits for, or say that it need not wait; the next holder reads the answer.',
    errors: ['not_found', 'invalid_input', 'version_conflict'],
  })
    .input(TaskUnblock)
    .output(Task)
    .mutation(({ ctx, input }) => ctx.services.tasks.unblock(ctx.call, input)),

  cancel: operation({
    ...acting,
    path: '/v1/tasks/{id}/cancel',
    operationId: 'cancelTask',
    summary: 'Cancel a task that is not finished; for leads and its creator.',
    errors: ['not_found', 'invalid_input'],
  })
    .input(TaskReason)
    .output(Task)
    .mutation(({ ctx, input }) => ctx.services.tasks.cancel(ctx.call, input)),

  reopen: operation({
    ...acting,
    path: '/v1/tasks/{id}/reopen',
    operationId: 'reopenTask',
    summary: 'Bring an ended task back to todo; for leads and its creator.',
    errors: ['not_found', 'invalid_input'],
  })
    .input(TaskReason)
    .output(Task)
    .mutation(({ ctx, input }) => ctx.services.tasks.reopen(ctx.call, input)),

  forceRelease: operation({
    ...acting,
    path: '/v1/tasks/{id}/force-release',
    operationId: 'forceReleaseTask',
    summary: 'Take a task from its holder.',
    role: 'lead',
    errors: ['not_found', 'invalid_input'],
  })
    .input(TaskReason)
    .output(Task)
    .mutation(({ ctx, input }) => ctx.services.tasks.forceRelease(ctx.call, input)),

  comment: operation({
    ...acting,
    path: '/v1/tasks/{id}/comments',
    operationId: 'commentOnTask',
    summary: 'Say something about a task.',
    status: 201,
    errors: ['not_found'],
  })
    .input(CommentCreate)
    .output(Comment)
    .mutation(({ ctx, input }) => ctx.services.tasks.comment(ctx.call, input)),

  history: operation({
    ...reading,
    path: '/v1/tasks/{id}/history',
    operationId: 'getTaskHistory',
    summary: 'The events of one task.',
    errors: ['not_found', 'cursor_expired', 'log_reset'],
  })
    .input(TaskHistoryQuery)
    .output(EventPage)
    .query(({ ctx, input }) => ctx.services.tasks.history(ctx.call, input)),

  explain: explainTask,

  fence: operation({
    ...reading,
    path: '/v1/tasks/{id}/fence',
    operationId: 'checkFence',
    summary: 'Whether an epoch is still the current one, for merge checks and other programs outside.',
    errors: ['not_found'],
  })
    .input(FenceQuery)
    .output(Fence)
    .query(({ ctx, input }) => ctx.services.tasks.fence(ctx.call, input)),
});
