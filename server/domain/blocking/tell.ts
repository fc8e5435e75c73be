import { ANY_HUMAN, type Blocked, type WaitingOn } from '../../contract/blocking.ts';
import { type MailRole, SUBJECT_MAX_CHARS } from '../../contract/inbox.ts';
import { postFromSystem } from '../inbox/post-message.ts';
import type { TaskRecord, WallTime } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { taskId } from '../tasks/task-view.ts';

type Reader = { readonly agent: string } | { readonly role: MailRole };
type About = Pick<TaskRecord, 'project' | 'number' | 'title'>;

/** Tells whoever can end a block that it waits for them; where it waits for a task, a date or nobody, there is nobody to tell. */
export async function tellAsked(tx: WriteTx, task: About, told: { blocked: Blocked; at: WallTime }): Promise<void> {
  const { blocked, at } = told;
  const to = blocked.escalated ? { role: 'lead' as const } : readerOf(blocked.waitingOn);
  if (to === null) return;
  const { by, reason, options, times, epoch, kind } = blocked;
  const often = blocked.escalated ? `It was blocked ${times} times for this reason, so only a lead can unblock it.\n` : '';
  const choice = options.length === 0 ? '' : `Proposed answers: ${options.map((option) => `"${option}"`).join(', ')}.\n`;
  await post(tx, task, {
    to,
    subject: `${taskId(task.number)} waits for you: ${reason}`,
    body: `${by} cannot go on with "${task.title}" (${kind}):\n\n${reason}\n\n${often}${choice}${kind === 'question' ? 'Answer' : 'End'} it with POST /v1/tasks/${taskId(task.number)}/unblock and {"epoch": ${epoch}, "answer": "…"}.`,
    urgency: blocked.escalated || kind === 'question' ? 'now' : 'next',
    at,
  });
}

/** Tells the agent that blocked a task that it can go on, and with which answer. */
export async function tellBlocker(
  tx: WriteTx,
  task: About & Pick<TaskRecord, 'statusReason'>,
  told: { to: string; keptMs: number; at: WallTime },
): Promise<void> {
  const id = taskId(task.number);
  const kept = told.keptMs === 0 ? '' : ` It is kept for you for ${told.keptMs / 60_000} min.`;
  await post(tx, task, {
    to: { agent: told.to },
    subject: `${id} can go on`,
    body: `${task.statusReason ?? `${id} is no longer blocked.`}\n\nTake "${task.title}" up again with POST /v1/tasks/${id}/claim.${kept}`,
    urgency: 'now',
    at: told.at,
  });
}

/** Tells the leads of a task that nothing but a person helps on. */
export async function tellLeads(tx: WriteTx, task: About, told: { because: string; at: WallTime }): Promise<void> {
  const subject = `${taskId(task.number)} stands still: ${task.title}`;
  await post(tx, task, { to: { role: 'lead' }, subject, body: told.because, urgency: 'next', at: told.at });
}

function readerOf(waitingOn: WaitingOn | null): Reader | null {
  if (waitingOn === null || 'task' in waitingOn) return null;
  if (!('human' in waitingOn)) return waitingOn;
  // People who are not leads find it in what waits for attention; the inbox of a role is the one that several read.
  return waitingOn.human === ANY_HUMAN ? { role: 'lead' } : { agent: waitingOn.human };
}

interface Letter {
  readonly to: Reader;
  readonly subject: string;
  readonly body: string;
  readonly urgency: 'now' | 'next';
  readonly at: WallTime;
}

async function post(tx: WriteTx, { project, number }: About, letter: Letter): Promise<void> {
  const subject = shortened(letter.subject.replaceAll(/\s+/g, ' '));
  await postFromSystem(tx, { ...letter, project, subject, task: number });
}

function shortened(text: string): string {
  if (text.length <= SUBJECT_MAX_CHARS) return text;
  return `${text.slice(0, SUBJECT_MAX_CHARS - 1).toWellFormed()}…`;
}
