import { ANY_HUMAN, type Blocked, type TaskBlock, type TaskUnblock, type WaitingOn } from '../../contract/blocking.ts';
import { BatonError } from '../../contract/errors.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import { hasRole, type Principal } from '../auth/principal.ts';
import type { TaskRecord, WallTime } from '../records.ts';
import type { BlockRecord } from './blocking-records.ts';

/** The block for the same reason that goes to the leads, who alone may end it. */
export const SAME_REASON_BREAKER = 3;
/** How often a task may be blocked at all, for whatever reasons. */
export const BLOCKS_MAX_PER_TASK = 100;
/** For so long a task that was unblocked is kept for the agent that had blocked it, in milliseconds of lease time. */
export const BLOCKER_HOLD_MS = 10 * 60 * 1_000;

/** Whether a block is over by its date, whatever the row still says. The bound is inclusive. */
export function isBlockOver(task: Pick<TaskRecord, 'blockedUntil'>, wallNow: WallTime): boolean {
  return task.blockedUntil !== null && task.blockedUntil <= wallNow;
}

/** Throws `invalid_input` for a block whose parts do not fit each other. */
export function checkBlock(input: TaskBlock, wallNow: WallTime): void {
  const problems = [...whoProblems(input), ...optionProblems(input)];
  if (input.until !== undefined && Date.parse(input.until) <= wallNow) {
    problems.push({ path: 'until', message: `must be later than now, ${isoTime(wallNow)}` });
  }
  if (problems.length === 0) return;
  throw new BatonError('invalid_input', {
    detail: `This block does not say what would end it: ${problems.map(({ path, message }) => `${path} ${message}`).join('; ')}.`,
    hint: 'A question waits for an agent, a role or a human; a dependency for a task; a resource or something external for any of these, a date, or nobody.',
    problems,
  });
}

function whoProblems({ kind, waitingOn }: TaskBlock): Array<{ path: string; message: string }> {
  const isTask = waitingOn !== undefined && 'task' in waitingOn;
  if (kind === 'dependency' && !isTask) return [{ path: 'waitingOn', message: 'must name a task, as {"task":"T-12"}' }];
  if (kind === 'question' && isTask) return [{ path: 'waitingOn', message: 'names a task, and a task answers no question' }];
  return [];
}

function optionProblems({ kind, options }: TaskBlock): Array<{ path: string; message: string }> {
  if (options.length > 0 && kind !== 'question') return [{ path: 'options', message: 'are for questions only' }];
  const twice = options.filter((option, index) => options.indexOf(option) !== index);
  return twice.map((option) => ({ path: 'options', message: `has this one twice: ${option}` }));
}

/** Of whom a block asks: of those it names, else, where it is a question, of the leads. */
export function askedOf({ kind, waitingOn }: Pick<TaskBlock, 'kind' | 'waitingOn'>): WaitingOn | null {
  return waitingOn ?? (kind === 'question' ? { role: 'lead' } : null);
}

/** How often the task has been blocked for this reason before, in whatever letters it was written. */
export function sameReasonBefore(blocks: readonly BlockRecord[], input: Pick<TaskBlock, 'kind' | 'reason'>): number {
  const reason = normalizedReason(input.reason);
  return blocks.filter(({ blocked }) => blocked.kind === input.kind && normalizedReason(blocked.reason) === reason).length;
}

/** A reason without what does not tell reasons apart: case, spaces, punctuation. */
export function normalizedReason(reason: string): string {
  const words = reason
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  return words === null ? reason.trim() : words.join(' ');
}

/** Who ends a block, as far as that decides whether it may. */
export interface Unblocker {
  readonly principal: Principal;
  /** Whether it is registered as a person. */
  readonly isHuman: boolean;
}

/** How this caller may end the block: by an answer, by taking it back. Throws `forbidden`, or `invalid_input` for a question without an answer. */
export function decideUnblock(
  task: Pick<TaskRecord, 'number' | 'createdBy'>,
  blocked: Blocked,
  call: { by: Unblocker; input: TaskUnblock },
): 'answered' | 'unblocked' | 'taken_back' {
  const { by, input } = call;
  const isAsker = by.principal.agent === blocked.by;
  const isLead = hasRole(by.principal, 'lead') && !isAsker;
  if (blocked.escalated && !isLead) throw leadsOnly(task, blocked);
  if (isLead || (!isAsker && isAsked(blocked, by))) {
    if (blocked.kind !== 'question') return 'unblocked';
    if (input.answer === undefined) throw answerWanted(task);
    return 'answered';
  }
  if (!isAsker && task.createdBy !== by.principal.name) throw notAsked(task, blocked, by.principal);
  // Who asks must not answer itself: the next holder would take it for the word of whoever was asked.
  if (input.answer !== undefined && blocked.kind === 'question') throw notAsked(task, blocked, by.principal);
  return 'taken_back';
}

/** Whether the block asks this principal, whoever else may end it. */
export function isAsked({ waitingOn }: Pick<Blocked, 'waitingOn'>, { principal, isHuman }: Unblocker): boolean {
  if (waitingOn === null || 'task' in waitingOn) return false;
  if ('agent' in waitingOn) return waitingOn.agent === principal.agent;
  if ('role' in waitingOn) return hasRole(principal, waitingOn.role);
  return isHuman && (waitingOn.human === ANY_HUMAN || waitingOn.human === principal.agent);
}

/** Who or what is waited for, in words; null where it is nobody in particular. */
export function whoIsAsked({ waitingOn, escalated }: Pick<Blocked, 'waitingOn' | 'escalated'>): string | null {
  if (escalated) return 'the leads';
  if (waitingOn === null) return null;
  if ('task' in waitingOn) return waitingOn.task;
  if ('agent' in waitingOn) return waitingOn.agent;
  if ('role' in waitingOn) return ROLE_WORDS[waitingOn.role];
  return waitingOn.human === ANY_HUMAN ? 'any person' : waitingOn.human;
}

const ROLE_WORDS = { agent: 'any agent', reviewer: 'a reviewer', lead: 'the leads' } as const;

/** What the task waits for, in words that stand behind "because". */
export function blockedBecause(blocked: Blocked): string {
  const who = whoIsAsked(blocked);
  const of = who === null ? '' : ` ${blocked.kind === 'question' ? 'to' : 'on'} ${who}`;
  const date = blocked.until === null || blocked.escalated ? '' : `, until ${blocked.until} at the latest`;
  return `it is blocked (${blocked.kind}${of}${date}): ${blocked.reason}`;
}

function answerWanted(task: Pick<TaskRecord, 'number'>): BatonError {
  return new BatonError('invalid_input', {
    detail: `T-${task.number} waits for an answer, and none was sent.`,
    hint: 'Say in `answer` what the next holder is to know.',
    problems: [{ path: 'answer', message: 'required for a question' }],
  });
}

function leadsOnly(task: Pick<TaskRecord, 'number'>, { times }: Blocked): BatonError {
  return new BatonError('forbidden', {
    detail: `T-${task.number} was blocked ${times} times for the same reason, so a lead has to decide.`,
    hint: 'Ask a lead to unblock it, or to change or cancel the task.',
  });
}

function notAsked(task: Pick<TaskRecord, 'number'>, blocked: Blocked, { name }: Principal): BatonError {
  const who = whoIsAsked(blocked);
  const asked = who === null || 'task' in (blocked.waitingOn ?? {}) ? 'a lead' : `${who} or a lead`;
  return new BatonError('forbidden', {
    detail: `${name} is not asked what T-${task.number} waits for.`,
    hint: `Leave it to ${asked}; ${blocked.by} and whoever made the task may take the block back, without an answer to a question.`,
  });
}
