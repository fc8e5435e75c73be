import type { AttentionItem } from '../../contract/attention.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { Principal } from '../auth/principal.ts';
import type { LetterRecord } from '../inbox/inbox-records.ts';
import { UNDELIVERED_SUBJECT } from '../inbox/inbox-upkeep.ts';
import { isOffered, type Reader, readerOf } from '../inbox/message-rules.ts';
import { roleInbox } from '../inbox/post-message.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import { taskId } from '../tasks/task-view.ts';
import type { Scene } from './load-facts.ts';

/** So many urgent messages of one inbox are looked at, the oldest. */
const LETTERS_LOOKED_AT = 200;

/**
 * Messages that are to be read now and were not, and word of the caller's dead letters. Of what the server itself writes nothing else:
 * what it asks for stands on this list by itself for as long as it is so.
 */
export async function messagesOf({ tx, at, project }: Scene, principal: Principal): Promise<AttentionItem[]> {
  const reader = readerOf(principal);
  const inboxes = reader.role === null ? [reader.name] : [reader.name, roleInbox(reader.role)];
  const server = { server: SYSTEM_ACTOR, subject: UNDELIVERED_SUBJECT };
  const page = { project: project.name, at: at.wallNow, limit: LETTERS_LOOKED_AT, ...server };
  const letters = (await Promise.all(inboxes.map((owner) => tx.q.listPressingLetters({ ...page, owner })))).flat();
  return letters
    .filter((letter) => letter.owner === reader.name || isOffered(letter, reader, at.lease))
    .map((letter) => (letter.sender === SYSTEM_ACTOR ? undeliveredItem(letter) : messageItem(letter, reader)));
}

function messageItem(letter: LetterRecord, { name }: Reader): AttentionItem {
  const { sender, subject, body, owner, toName } = letter;
  const whom = owner === name ? 'you' : `the role ${toName ?? ''}`;
  return {
    ...itemOf(letter, 'message'),
    urgency: 'now',
    from: sender,
    what: `${sender} wrote to ${whom}, to be read now: ${subject ?? firstLine(body)}`,
    otherwise: `It waits until ${isoTime(letter.expiresAt)}; then it is a dead letter, of which ${sender} is told.`,
  };
}

function undeliveredItem(letter: LetterRecord): AttentionItem {
  const otherwise = 'It is not delivered any more. Acknowledge the word of it to take it from this list.';
  return { ...itemOf(letter, 'message_undelivered'), urgency: 'next', from: SYSTEM_ACTOR, what: letter.body, otherwise };
}

function itemOf({ id, sentAt, task }: LetterRecord, kind: 'message' | 'message_undelivered') {
  const about = { taskId: task === null ? null : taskId(task), reviewId: null, messageId: id, agent: null };
  return { id: `${kind}:${id}`, kind, since: isoTime(sentAt), ...about };
}

const FIRST_LINE_MAX_CHARS = 200;

function firstLine(body: string): string {
  const [line = ''] = body.trim().split('\n');
  return line.length <= FIRST_LINE_MAX_CHARS ? line : `${line.slice(0, FIRST_LINE_MAX_CHARS - 1).toWellFormed()}…`;
}
