import type { Rpc } from '../../../client/page/index.ts';

/** A task with all that belongs to it, as one read gives it. */
export type TaskDetail = Awaited<ReturnType<Rpc['tasks']['get']['query']>>;
