import type { HealthState, TaskStatus } from '../tasks.ts';

// This folder imports nothing that is left when the program runs, so that the client carries the same grammar as the server.

export const QUERY_MAX_CHARS = 1_000;
export const QUERY_MAX_TERMS = 30;
export const QUERY_MAX_VALUES = 20;
/** The longest duration of a query: a number of at most so many digits before its unit. */
export const DURATION_MAX_DIGITS = 5;

/** What `is:` asks for beside the states of health. */
type TaskFlag = 'claimable' | 'held' | 'overdue';
export type IsValue = HealthState | TaskFlag;

// Records rather than lists: a state that is added to the contract and not here is a compile error.
const statuses: Record<TaskStatus, true> = {
  todo: true,
  doing: true,
  validating: true,
  done: true,
  blocked: true,
  failed: true,
  cancelled: true,
};
const isValues: Record<IsValue, true> = {
  claimable: true,
  held: true,
  overdue: true,
  ok: true,
  expiring: true,
  silent: true,
  blocked: true,
  bounced: true,
  stuck: true,
};

export const QUERY_STATUSES = Object.keys(statuses) as readonly TaskStatus[]; // the keys of the record above
export const IS_VALUES = Object.keys(isValues) as readonly IsValue[];
export const QUERY_PRIORITIES = ['0', '1', '2', '3'] as const;

/** Fields that name what a task has; several values, parted by commas, mean any of them. */
export const CHOICE_FIELDS = ['id', 'status', 'is', 'label', 'agent', 'assignee', 'by', 'reviewer', 'needs', 'priority'] as const;
export type ChoiceField = (typeof CHOICE_FIELDS)[number];

/** Fields that are compared with a duration. */
export const TIME_FIELDS = ['created', 'updated', 'due'] as const;
export type TimeField = (typeof TIME_FIELDS)[number];

export const COMPARISONS = ['<=', '>=', '<', '>'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** Words of the task's text: a single one as it stands, or what was quoted, whose words follow each other. */
export interface TextTerm {
  readonly kind: 'text';
  readonly negated: boolean;
  readonly text: string;
  readonly quoted: boolean;
  /** Written with a star: also longer words that begin like the last one. */
  readonly prefix: boolean;
}

/** `status:todo,doing`: any of the values. */
export interface ChoiceTerm {
  readonly kind: 'choice';
  readonly negated: boolean;
  readonly field: ChoiceField;
  readonly values: readonly string[];
}

/** `priority:<=1`. */
export interface PriorityTerm {
  readonly kind: 'priority';
  readonly negated: boolean;
  readonly comparison: Comparison;
  readonly value: number;
}

/** `updated:<10m`: less than ten minutes ago; `due:<1h`: due within the hour, or overdue. */
export interface TimeTerm {
  readonly kind: 'time';
  readonly negated: boolean;
  readonly field: TimeField;
  readonly comparison: Comparison;
  readonly seconds: number;
}

export type QueryTerm = TextTerm | ChoiceTerm | PriorityTerm | TimeTerm;

/** A search for tasks: all terms hold. */
export interface TaskQuery {
  readonly terms: readonly QueryTerm[];
}

/** Why a text is no query. */
export interface QueryProblem {
  /** Of the character at which reading failed, counted from 0 in UTF-16 units; the length of the text where something is missing at its end. */
  readonly position: number;
  /** What could stand there. */
  readonly expected: string;
  /** All of it in a sentence. */
  readonly message: string;
}

export type ParsedQuery = { readonly query: TaskQuery } | { readonly problem: QueryProblem };
