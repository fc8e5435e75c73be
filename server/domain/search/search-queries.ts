import type { TaskRecord, WallTime } from '../records.ts';
import type { Changed } from '../store.ts';

/** Words that follow each other in a text; with `prefix` the last one may go on. Each as `wordsOf` gives it. */
export interface Phrase {
  readonly words: readonly string[];
  readonly prefix: boolean;
}

/** What a text must hold, and must not. At least one phrase is in `all`. */
export interface TextMatch {
  readonly all: readonly Phrase[];
  readonly none: readonly Phrase[];
}

/** What is compared before a row is handed over; each pair of bounds is inclusive. An empty name is anybody. */
export interface TaskBounds {
  readonly priorityFrom: number;
  readonly priorityTo: number;
  readonly createdFrom: WallTime;
  readonly createdTo: WallTime;
  readonly updatedFrom: WallTime;
  readonly updatedTo: WallTime;
  readonly dueFrom: WallTime;
  readonly dueTo: WallTime;
  /** Of attempts and rounds of review together. */
  readonly triesFrom: number;
  readonly by: string;
  readonly assignee: string;
  readonly reviewer: string;
}

/** What stands for the `due` of a task that has none, where it is compared. */
export const NO_DUE = Number.MIN_SAFE_INTEGER;

/** A part of the tasks of one stored status: the next `walk` of them after a number. */
interface StatusPart {
  readonly project: string;
  readonly status: string;
  readonly after: number;
  readonly walk: number;
  readonly limit: number;
}

/** Asking the index of words, which each engine keeps in its own way. */
export interface TextReads {
  /** By number: tasks whose indexed words match. */
  listTasksByText(p: { project: string; match: TextMatch; after: number; limit: number }): Promise<TaskRecord[]>;
  /** The task itself, if its indexed words match. */
  findTextMatch(p: { project: string; number: number; match: TextMatch }): Promise<{ number: number } | undefined>;
}

export interface TextWrites {
  /** Puts these words, as `taskWords` gives them, in place of those that are indexed for the task. */
  setTaskText(p: { project: string; task: number; words: readonly string[] }): Promise<Changed>;
}

export interface SearchReads extends TextReads {
  /** By number: the first `limit` of that part that are within the bounds. */
  listTasksInBounds(p: StatusPart & TaskBounds): Promise<TaskRecord[]>;
  /** By number: tasks of which a dependency will never be done. */
  listBrokenTasks(p: { project: string; after: number; limit: number }): Promise<TaskRecord[]>;
  /** The number of the task that is so many rows further in this status; nothing where there are fewer. */
  skipTasks(p: { project: string; status: string; after: number; skip: number }): Promise<{ number: number } | undefined>;
}
