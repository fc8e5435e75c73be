import { type MailRole, MESSAGE_TTL_DEFAULT_SECONDS } from '../../contract/inbox.ts';
import { derivedId } from '../../kernel/ids.ts';
import type { WallTime } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import type { MessageRecord } from './inbox-records.ts';

/** The inbox that the members of a role share. */
export function roleInbox(role: string): string {
  return `role:${role}`;
}

/** Whom a message is to, as the wire says it. */
export function addressOf({ toKind, toName }: Pick<MessageRecord, 'toKind' | 'toName'>) {
  if (toKind === 'all') return { all: true as const };
  return toKind === 'role' ? { role: toName ?? '' } : { agent: toName ?? '' };
}

interface SystemMessage {
  readonly project: string;
  /** An agent, or another principal by the name under which it stands in the log; or the role of which one is to take it. */
  readonly to: { readonly agent: string } | { readonly role: MailRole };
  readonly subject: string;
  readonly body: string;
  readonly urgency: 'now' | 'next' | 'whenever';
  /** The number of the task that it is about. */
  readonly task: number | null;
  readonly at: WallTime;
}

/**
 * Sends a message of the server's own, with its event. No inbox is too full for it (SPEC IN4), and it needs no look-up: one to somebody
 * who is not there becomes a dead letter in time. The same words to the same reader at the same moment are one message.
 */
export async function postFromSystem(tx: WriteTx, message: SystemMessage): Promise<void> {
  await postFrom(tx, { ...message, sender: SYSTEM_ACTOR });
}

/** The same on behalf of somebody whose act is the reason. Nothing is sent to whoever caused it (SPEC IN5). */
export async function postFrom(tx: WriteTx, message: SystemMessage & { readonly sender: string }): Promise<void> {
  const { project, sender, to, subject, body, urgency, task, at } = message;
  if ('agent' in to && (to.agent === sender || to.agent === SYSTEM_ACTOR)) return;
  const kind = 'agent' in to ? { toKind: 'agent' as const, toName: to.agent } : { toKind: 'role' as const, toName: to.role };
  const id = derivedId('msg', at, [project, sender, kind.toKind, kind.toName, subject, body, String(task)]);
  const record: MessageRecord = {
    ...kind,
    id,
    project,
    sender,
    subject,
    body,
    urgency,
    thread: id,
    replyTo: null,
    task,
    sentAt: at,
    expiresAt: at + MESSAGE_TTL_DEFAULT_SECONDS * 1_000,
  };
  const { changes } = await tx.q.insertMessage(record);
  if (changes === 1) await deliver(tx, record, { inboxes: ['agent' in to ? to.agent : roleInbox(to.role)] });
}

interface Delivery {
  readonly inboxes: readonly string[];
  /** Inboxes of which it is a dead letter at once, since they are full. */
  readonly full?: readonly string[];
  /** The agent that sends it. */
  readonly agent?: string | null;
}

/** Tells of a stored message and puts it into these inboxes. */
export async function deliver(
  tx: WriteTx,
  message: MessageRecord,
  { inboxes, full = [], agent = null }: Delivery,
): Promise<void> {
  const { project, id, sender, task, urgency, thread, replyTo, sentAt, expiresAt } = message;
  // Not what it says: everybody in the project reads the log (SPEC SE4).
  const data = { message: id, to: addressOf(message), inboxes, full, urgency, threadId: thread, replyTo };
  await tx.append({ project, type: 'message.sent', at: sentAt, actor: sender, task, agent, data });
  for (const owner of inboxes) await tx.post({ project, owner, message: id, expiresAt, deadAt: null });
  for (const owner of full) await tx.post({ project, owner, message: id, expiresAt, deadAt: sentAt });
}
