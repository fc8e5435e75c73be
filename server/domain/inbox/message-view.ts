import type { Message, SentMessage } from '../../contract/inbox.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import { taskId } from '../tasks/task-view.ts';
import type { EntryRecord, MessageRecord } from './inbox-records.ts';
import { receiptOf } from './message-rules.ts';
import { addressOf } from './post-message.ts';

/** The wire shape of a message. */
export function toMessage(record: MessageRecord): Message {
  const { id, sender, subject, body, urgency, thread, replyTo, task, sentAt, expiresAt } = record;
  return {
    id,
    from: sender,
    to: addressOf(record),
    subject,
    body,
    urgency,
    threadId: thread,
    replyTo,
    taskId: task === null ? null : taskId(task),
    sentAt: isoTime(sentAt),
    expiresAt: isoTime(expiresAt),
  };
}

/** The same with how far it has come in each inbox. */
export function toSentMessage(record: MessageRecord, entries: ReadonlyArray<Parameters<typeof receiptOf>[0]>): SentMessage {
  return { ...toMessage(record), receipts: entries.map(receiptOf) };
}

/** An entry that was put into an inbox a moment ago. */
export function freshEntry(owner: string, deadAt: EntryRecord['deadAt']) {
  return { owner, deadAt, deliveredAt: null, ackedAt: null, taker: null };
}
