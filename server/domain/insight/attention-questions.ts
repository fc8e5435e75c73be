import type { AttentionItem } from '../../contract/attention.ts';
import { ANY_HUMAN, type Blocked } from '../../contract/blocking.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import { hasRole } from '../auth/principal.ts';
import { isAsked, type Unblocker } from '../blocking/block-rules.ts';
import type { TaskRecord } from '../records.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { currentStatus } from '../tasks/task-health.ts';
import { taskId } from '../tasks/task-view.ts';
import { leftBlocked } from './reason-words.ts';

/** What a blocked task asks of this caller; nothing where it asks somebody else, or its date has come. */
export function questionItem(task: TaskRecord, { by, at }: { by: Unblocker; at: Moment }): AttentionItem[] {
  const { blocked, number } = task;
  if (blocked === null || currentStatus(task, at) !== 'blocked' || !asksOf(blocked, by)) return [];
  const id = taskId(number);
  return [
    {
      id: `question:${id}:${blocked.epoch}`,
      kind: 'question',
      urgency: blocked.kind === 'question' || blocked.escalated ? 'now' : 'next',
      from: blocked.by,
      what: wordsOf(id, blocked),
      since: isoTime(task.statusSince),
      otherwise: leftBlocked(task),
      taskId: id,
      reviewId: null,
      messageId: null,
      agent: blocked.by,
    },
  ];
}

/** Nobody answers itself, and what keeps coming back is for the leads alone, who stand in for people too: most have no agent of their own. */
function asksOf(blocked: Blocked, by: Unblocker): boolean {
  const { principal } = by;
  const isLead = hasRole(principal, 'lead');
  if (principal.agent === blocked.by) return false;
  if (blocked.escalated) return isLead;
  const { waitingOn } = blocked;
  const asksAnyPerson = waitingOn !== null && 'human' in waitingOn && waitingOn.human === ANY_HUMAN;
  return isAsked(blocked, by) || (asksAnyPerson && isLead);
}

function wordsOf(id: string, { by, kind, reason, options, times, escalated, epoch }: Blocked): string {
  const asks = kind === 'question' ? `asks about ${id}` : `cannot go on with ${id} (${kind})`;
  const choice = options.length === 0 ? '' : ` Proposed: ${options.map((option) => `"${option}"`).join(', ')}.`;
  const often = escalated ? ` It was blocked ${times} times for this reason, so a lead has to decide.` : '';
  const [end, answer] = kind === 'question' ? ['Answer', `, "answer": "…"`] : ['End', ''];
  return `${by} ${asks}: ${reason}${choice}${often} ${end} it with POST /v1/tasks/${id}/unblock and {"epoch": ${epoch}${answer}}.`;
}
