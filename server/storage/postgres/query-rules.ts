import type { Params } from './statement.ts';

/** A row that stays as it was found until the work is over: it is locked, and within a batch it is one work's at a time. */
export interface Hold {
  readonly tables: readonly string[];
  readonly key: (row: Params) => string;
}

type KeyOf = Hold['key'];

export const taskKey: KeyOf = ({ project, number }) => `task ${project} ${number}`;
/** The task of a row that hangs on one. */
const taskOfRow: KeyOf = ({ project, task }) => `task ${project} ${task}`;
const agentKey: KeyOf = ({ project, name }) => `agent ${project} ${name}`;
const reviewKey: KeyOf = ({ id }) => `review ${id}`;
const sessionKey: KeyOf = ({ id }) => `session ${id}`;
const entryKey: KeyOf = ({ project, owner, seq }) => `entry ${project} ${owner} ${seq}`;
const tokenKey: KeyOf = ({ id }) => `token ${id}`;

/** Finds whose row is held. */
export const HELD_FINDS: Readonly<Record<string, Hold>> = {
  findTask: { tables: ['tasks'], key: taskKey },
  findAgent: { tables: ['agents'], key: agentKey },
  findReview: { tables: ['reviews'], key: reviewKey },
};

/** Reads of what hangs on a row, which is held first by another find: the count of an agent's tasks (SPEC CL7). */
export const HELD_READS: Readonly<Record<string, { readonly holder: string; readonly argumentsOf: (params: Params) => Params }>> =
  {
    claimant: { holder: 'findAgent', argumentsOf: ({ project, agent }) => ({ project, name: agent }) },
  };

/** The first of a queue that nobody else has at this moment. */
export const HEADS: Readonly<Record<string, Hold>> = {
  headOfQueue: { tables: ['tasks'], key: taskKey },
  // Both, because only what is locked is looked at again, and it is the label's row that says whether the task is ready.
  headOfLabelQueue: { tables: ['tasks', 'task_labels'], key: taskKey },
};

/** Lists that are read in order to change each row: the rows are held. */
export const HELD_LISTS: Readonly<Record<string, Hold>> = {
  listExpired: { tables: ['tasks'], key: taskKey },
  listOverdue: { tables: ['tasks'], key: taskKey },
  listOverdueLetters: { tables: ['inbox_entries'], key: entryKey },
  listDueBlocks: { tables: ['tasks'], key: taskKey },
  listSilentSessions: { tables: ['sessions'], key: sessionKey },
  listEscalating: { tables: ['reviews'], key: reviewKey },
};

/** Finds of what may not be there yet, so that there is no row to lock: only within a batch they are one work's at a time. */
export const OWNED_FINDS: Readonly<Record<string, (params: Params) => string>> = {
  findReply: ({ scope }) => `reply ${scope}`,
  findMessageKey: ({ project, sender, audience, dedupeKey }) =>
    `message ${JSON.stringify([project, sender, audience, dedupeKey])}`,
};

/** What one work of a project at a time decides on, and the number that parts its lock from others in the same database. */
export const PROJECT_HOLDS: Readonly<Record<string, number>> = {
  holdDependencies: 0x42415401,
  holdPaths: 0x42415404,
};

/**
 * Updates of rows that belong to one thing, named by these parameters: those of many callers are one statement, if no two mean the
 * same. Whoever changes a thing has it until the work is over, so that nobody beside it acts on the change first.
 */
export const ROW_UPDATES: Readonly<Record<string, { readonly key: readonly string[]; readonly owns: KeyOf }>> = {
  updateTask: { key: ['project', 'number'], owns: taskKey },
  setDependencyCounts: { key: ['project', 'number'], owns: taskKey },
  grantTask: { key: ['project', 'number'], owns: taskKey },
  renewLease: { key: ['project', 'number'], owns: taskKey },
  noteProgress: { key: ['project', 'number'], owns: taskKey },
  endBlock: { key: ['project', 'task', 'epoch'], owns: taskOfRow },
  setStuck: { key: ['project', 'number'], owns: taskKey },
  noteStalled: { key: ['project', 'number'], owns: taskKey },
  endAttempt: { key: ['project', 'number', 'epoch'], owns: taskKey },
  updateLabels: { key: ['project', 'task'], owns: taskOfRow },
  updateAgent: { key: ['project', 'name'], owns: agentKey },
  markSessionSeen: { key: ['id'], owns: sessionKey },
  markSessionLost: { key: ['id'], owns: sessionKey },
  endSession: { key: ['id'], owns: sessionKey },
  decideReview: { key: ['id'], owns: reviewKey },
  ackEntry: { key: ['project', 'owner', 'seq'], owns: entryKey },
  ackTaken: { key: ['project', 'owner', 'seq'], owns: entryKey },
  takeEntry: { key: ['project', 'owner', 'seq'], owns: entryKey },
  buryEntry: { key: ['project', 'owner', 'seq'], owns: entryKey },
  grantReview: { key: ['id'], owns: reviewKey },
  renewReview: { key: ['id'], owns: reviewKey },
  freeReview: { key: ['id'], owns: reviewKey },
  escalateReview: { key: ['id'], owns: reviewKey },
  revokeToken: { key: ['id'], owns: tokenKey },
};

export interface InsertRule {
  /** By which parameters, and columns, what is there already is known and left alone; empty: the row is new for certain. */
  readonly known: Readonly<Record<string, string>>;
  readonly owns: KeyOf | null;
}

/** Inserts of plain values. */
export const INSERTS: Readonly<Record<string, InsertRule>> = {
  insertProject: { known: { name: 'name' }, owns: null },
  insertAgent: { known: { project: 'project', name: 'name' }, owns: agentKey },
  insertDependency: { known: { project: 'project', task: 'task', dependsOn: 'depends_on' }, owns: taskOfRow },
  insertLabel: { known: { project: 'project', label: 'label', task: 'task' }, owns: taskOfRow },
  insertNeeds: { known: { project: 'project', needs: 'needs' }, owns: null },
  insertReply: { known: { scope: 'scope' }, owns: null },
  insertMessage: { known: { id: 'id' }, owns: null },
  insertMessageKey: {
    known: { project: 'project', sender: 'sender', audience: 'audience', dedupeKey: 'dedupe_key' },
    owns: null,
  },
  insertTask: { known: {}, owns: taskKey },
  insertToken: { known: {}, owns: null },
  insertSession: { known: {}, owns: null },
  insertAttempt: { known: {}, owns: taskOfRow },
  insertNote: { known: {}, owns: null },
  insertComment: { known: {}, owns: null },
  insertBlock: { known: {}, owns: taskOfRow },
  insertOrphan: { known: {}, owns: null },
  // What is there is written over, and its task's work alone does that.
  setTaskText: { known: {}, owns: taskOfRow },
  insertReview: { known: {}, owns: null },
  insertReservation: { known: {}, owns: null },
};

/**
 * Reads on which it hangs what a work may do, of rows that it does not hold. Within a batch they wait for all that are in the midst of writing:
 * whoever acts on what another has just given up would else come before it in the log.
 */
export const SETTLED_READS: readonly string[] = ['listHolds'];

/** Changes tasks that it finds by itself. */
export const SHIFT_DEPENDENTS = 'shiftDependents';

/** Writes to a project's row, which is also where its log is numbered. */
export const PROJECT_WRITES: readonly string[] = ['insertProject', 'pauseProject', 'setFirstEvent'];
