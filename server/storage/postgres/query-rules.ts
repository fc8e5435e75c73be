import type { Params } from './statement.ts';

/** A row that stays as it was found until the work is over: it is locked, and within a batch it is one work's at a time. */
export interface Hold {
  readonly tables: readonly string[];
  readonly key: (row: Params) => string;
}

export const taskKey: Hold['key'] = ({ project, number }) => `task ${project} ${number}`;
const sessionKey: Hold['key'] = ({ id }) => `session ${id}`;

/** Finds whose row is held. */
export const HELD_FINDS: Readonly<Record<string, Hold>> = {
  findTask: { tables: ['tasks'], key: taskKey },
  findAgent: { tables: ['agents'], key: ({ project, name }) => `agent ${project} ${name}` },
  findReview: { tables: ['reviews'], key: ({ id }) => `review ${id}` },
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
  listSilentSessions: { tables: ['sessions'], key: sessionKey },
};

/** Finds of what may not be there yet, so that there is no row to lock: only within a batch they are one work's at a time. */
export const OWNED_FINDS: Readonly<Record<string, (params: Params) => string>> = {
  findReply: ({ scope }) => `reply ${scope}`,
};

/** Updates of one row, named by these parameters: those of many callers are one statement, if no two mean the same row. */
export const ROW_UPDATES: Readonly<Record<string, readonly string[]>> = {
  updateTask: ['project', 'number'],
  setDependencyCounts: ['project', 'number'],
  grantTask: ['project', 'number'],
  renewLease: ['project', 'number'],
  noteProgress: ['project', 'number'],
  endAttempt: ['project', 'number', 'epoch'],
  updateLabels: ['project', 'task'],
  updateAgent: ['project', 'name'],
  markSessionSeen: ['id'],
  markSessionLost: ['id'],
  endSession: ['id'],
  decideReview: ['id'],
  revokeToken: ['id'],
};

/** Inserts that leave alone what is there, and by which columns it is known. */
export const INSERTS_IF_NEW: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  insertProject: { name: 'name' },
  insertAgent: { project: 'project', name: 'name' },
  insertDependency: { project: 'project', task: 'task', dependsOn: 'depends_on' },
  insertLabel: { project: 'project', label: 'label', task: 'task' },
  insertNeeds: { project: 'project', needs: 'needs' },
  insertReply: { scope: 'scope' },
};

/** Inserts of rows that are new for certain. */
export const INSERTS: readonly string[] = [
  'insertTask',
  'insertToken',
  'insertSession',
  'insertAttempt',
  'insertNote',
  'insertComment',
  'insertOrphan',
  'insertReview',
];

/** Writes to a project's row, which is also where its log is numbered. */
export const PROJECT_WRITES: readonly string[] = ['insertProject', 'pauseProject', 'setFirstEvent'];
