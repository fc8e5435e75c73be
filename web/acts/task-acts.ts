import type { Review, Rpc, Task } from '../../client/page/index.ts';

/** What an act goes by: the task as the person saw it. */
export type SeenTask = Pick<Task, 'id' | 'version' | 'blocked'>;

export interface Given {
  readonly task: SeenTask;
  /** The open review of the task, where there is one. */
  readonly review: Review | undefined;
  /** What the person wrote, or the agent that they chose. */
  readonly text: string;
}

/** What a person can do to a task. The server says whether this person may. */
export interface TaskAct {
  readonly verb: string;
  /** The status that it brings the task to, or that the task waits for by it. */
  readonly to: string;
  /** What the person is asked for first; null: nothing. */
  readonly asks: string | null;
  /** What it asks for is the name of an agent. */
  readonly picksAgent?: true;
  readonly danger?: true;
  /** Nobody below a lead may do it. */
  readonly forLeads?: true;
  /** What is said once it is done. */
  readonly done: (id: string) => string;
  /** What the board shows of it until the server has answered. */
  readonly shows: (text: string) => Partial<Task>;
  readonly run: (rpc: Rpc, given: Given) => Promise<unknown>;
}

const free = (status: Task['status']) => () => ({ status, holder: null });

/** The acts of a person on a task, the one place where they are. A person gives no lease: to doing, a task is offered to an agent. */
export const ACTS = {
  offer: {
    verb: 'Offer to an agent',
    to: 'doing',
    asks: 'The agent that alone may claim it',
    picksAgent: true,
    done: (id) => `${id} waits for that agent, which moves it by its claim.`,
    shows: (assignee) => ({ assignee }),
    run: (rpc, { task: { id, version }, text }) => rpc.tasks.update.mutate({ id, ifMatch: version, assignee: text }),
  },
  takeAway: {
    verb: 'Take it away',
    to: 'todo',
    asks: 'Why its holder loses it',
    danger: true,
    forLeads: true,
    done: (id) => `${id} is in todo again.`,
    shows: free('todo'),
    run: (rpc, { task: { id }, text }) => rpc.tasks.forceRelease.mutate({ id, reason: text }),
  },
  approve: {
    verb: 'Approve',
    to: 'done',
    asks: null,
    done: (id) => `${id} is approved.`,
    shows: free('done'),
    run: (rpc, given) => decide(rpc, given, 'approve'),
  },
  requestChanges: {
    verb: 'Request changes',
    to: 'todo',
    asks: 'What should change',
    done: (id) => `${id} goes back with your note.`,
    shows: free('todo'),
    run: (rpc, given) => decide(rpc, given, 'request_changes'),
  },
  answer: {
    verb: 'Answer',
    to: 'todo',
    asks: 'What the next holder should know',
    done: (id) => `Answered. ${id} goes on with whoever takes it next.`,
    shows: () => ({ status: 'todo', blocked: null }),
    run: (rpc, { task: { id, blocked }, text }) =>
      rpc.tasks.unblock.mutate({ id, answer: text, ...(blocked === null ? {} : { epoch: blocked.epoch }) }),
  },
  reopen: {
    verb: 'Reopen',
    to: 'todo',
    asks: 'Why it is needed again',
    done: (id) => `${id} is in todo again.`,
    shows: free('todo'),
    run: (rpc, { task: { id }, text }) => rpc.tasks.reopen.mutate({ id, reason: text }),
  },
  cancel: {
    verb: 'Cancel the task',
    to: 'cancelled',
    asks: 'Why it is not needed',
    danger: true,
    done: (id) => `${id} is cancelled.`,
    shows: free('cancelled'),
    run: (rpc, { task: { id }, text }) => rpc.tasks.cancel.mutate({ id, reason: text }),
  },
} as const satisfies Readonly<Record<string, TaskAct>>;

const BY_STATUS: Readonly<Record<string, readonly TaskAct[]>> = {
  todo: [ACTS.offer, ACTS.cancel],
  doing: [ACTS.takeAway, ACTS.cancel],
  validating: [ACTS.approve, ACTS.requestChanges, ACTS.cancel],
  blocked: [ACTS.answer, ACTS.cancel],
  done: [ACTS.reopen],
  failed: [ACTS.reopen, ACTS.cancel],
  cancelled: [ACTS.reopen],
};

/** The acts that make sense for a task as it is and for this person. A status that this page does not know has none. */
export function actsOf({ status }: Pick<Task, 'status'>, { isLead }: { isLead: boolean }): readonly TaskAct[] {
  return (BY_STATUS[status] ?? []).filter(({ forLeads }) => isLead || forLeads !== true);
}

async function decide(rpc: Rpc, { review, task, text }: Given, decision: 'approve' | 'request_changes'): Promise<unknown> {
  if (review === undefined) throw new Error(`The review of ${task.id} was not read yet. Try again in a moment.`);
  const { id, revision } = review;
  return rpc.reviews.decide.mutate({ id, revision, decision, ...(text === '' ? {} : { note: text }) });
}
