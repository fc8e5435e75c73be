import type { Rpc, Task } from '../../../client/page/index.ts';

/** What can be done to many tasks at once. */
export type BulkAct =
  | { readonly kind: 'cancel' | 'reopen'; readonly text: string }
  | { readonly kind: 'priority'; readonly text: string }
  | { readonly kind: 'label' | 'unlabel' | 'assign'; readonly text: string };

export type BulkKind = BulkAct['kind'];

/** Each act by its verb, what it asks for, and why a task is left out of it; null: it is not. */
export const BULK_ACTS: Readonly<
  Record<BulkKind, { verb: string; asks: string; leftOut: (task: Task, text: string) => string | null }>
> = {
  cancel: { verb: 'Cancel', asks: 'Why', leftOut: ({ status }) => (isEnded(status) ? status : null) },
  reopen: { verb: 'Reopen', asks: 'Why', leftOut: ({ status }) => (isEnded(status) ? null : status) },
  priority: {
    verb: 'Set priority',
    asks: 'Priority, 0 to 3',
    leftOut: (task, text) => endedOr(task, `P${task.priority}` === `P${text}` ? `P${text} already` : null),
  },
  label: {
    verb: 'Add label',
    asks: 'Label',
    leftOut: (task, text) => endedOr(task, task.labels.includes(text) ? 'labelled so already' : null),
  },
  unlabel: {
    verb: 'Remove label',
    asks: 'Label',
    leftOut: (task, text) => endedOr(task, text === '' || task.labels.includes(text) ? null : 'not labelled so'),
  },
  assign: { verb: 'Assign', asks: 'Agent; empty: anyone', leftOut: (task) => endedOr(task, null) },
};

/** What would be done, and why not to the others, before anything is: "3 are done". */
export function dryRun(act: BulkAct, tasks: readonly Task[]): { able: readonly Task[]; leftOut: ReadonlyMap<string, number> } {
  const able: Task[] = [];
  const leftOut = new Map<string, number>();
  for (const task of tasks) {
    const why = BULK_ACTS[act.kind].leftOut(task, act.text);
    if (why === null) able.push(task);
    else leftOut.set(why, (leftOut.get(why) ?? 0) + 1);
  }
  return { able, leftOut };
}

/** Does it to one task, based on the version that was seen. */
export function doTo(task: Task, act: BulkAct, rpc: Rpc): Promise<unknown> {
  const { id, version: ifMatch, labels } = task;
  const { text } = act;
  switch (act.kind) {
    case 'cancel':
      return rpc.tasks.cancel.mutate({ id, reason: text });
    case 'reopen':
      return rpc.tasks.reopen.mutate({ id, reason: text });
    case 'priority':
      return rpc.tasks.update.mutate({ id, ifMatch, priority: Number(text) });
    case 'label':
      return rpc.tasks.update.mutate({ id, ifMatch, labels: [...labels, text] });
    case 'unlabel':
      return rpc.tasks.update.mutate({ id, ifMatch, labels: labels.filter((label) => label !== text) });
    case 'assign':
      return rpc.tasks.update.mutate({ id, ifMatch, assignee: text === '' ? null : text });
  }
}

function isEnded(status: string): boolean {
  return status === 'done' || status === 'failed' || status === 'cancelled';
}

function endedOr({ status }: Task, why: string | null): string | null {
  return isEnded(status) ? status : why;
}
