import { BatonError } from '../../contract/errors.ts';
import type { MessageSend, SentMessage, SentPage, SentQuery } from '../../contract/inbox.ts';
import type { CallContext } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import { Overtaken, type ReadTx, type WriteTx } from '../store.ts';
import { taskNotFound } from '../tasks/task-errors.ts';
import { taskNumber } from '../tasks/task-view.ts';
import type { EntryRecord, MessageRecord } from './inbox-records.ts';
import { messageNotFound } from './message-errors.ts';
import { readerOf } from './message-rules.ts';
import { freshEntry, toMessage, toSentMessage } from './message-view.ts';
import { deliver, roleInbox } from './post-message.ts';
import { decideAddress, findRecipients } from './recipients.ts';

/** Behind every id of a message. */
const NEWEST = 'msg_~';
/** More than a message to all and its mentions can have. */
const RECEIPTS_MAX = 2_000;

export interface MessageService {
  /** Sends a message. Throws `invalid_input` for a recipient that is not there, `not_found` for a task or message, `inbox_full`. */
  send(ctx: CallContext, input: MessageSend): Promise<SentMessage>;
  /** What the caller has sent, newest first. */
  sent(ctx: CallContext, input: SentQuery): Promise<SentPage>;
  /** A message with its receipts, for its sender and those it was sent to. Throws `not_found` for anybody else. */
  get(ctx: CallContext, input: { id: string }): Promise<SentMessage>;
}

export function createMessageService(deps: DomainDeps): MessageService {
  const { storage, commands } = deps;
  return {
    send(ctx, input) {
      const work = (tx: WriteTx) => send(tx, { deps, ctx, input });
      return commands.run({ ctx, operation: 'messages.send', input, work });
    },
    sent({ project, principal }, { threadId, cursor, limit }) {
      const page = { project, sender: principal.name, before: cursor ?? NEWEST, limit };
      return storage.read(async ({ q }) => {
        const rows = threadId === undefined ? await q.listSent(page) : await q.listSentInThread({ ...page, thread: threadId });
        return { items: rows.map(toMessage), nextCursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null };
      });
    },
    get(ctx, input) {
      return storage.read(async (tx) => {
        const { message, entries } = await getMessage(tx, ctx, input.id);
        return toSentMessage(message, entries);
      });
    },
  };
}

/** A message that the caller may read, and where it lies. Throws `not_found`. */
export async function getMessage(
  tx: Pick<ReadTx, 'q'>,
  ctx: CallContext,
  id: string,
): Promise<{ message: MessageRecord; entries: EntryRecord[] }> {
  const message = await tx.q.findMessage({ project: ctx.project, id });
  if (message === undefined) throw messageNotFound(id);
  const entries = await tx.q.listReceipts({ message: id, limit: RECEIPTS_MAX });
  const { name, role } = readerOf(ctx.principal);
  const isMine = ({ owner }: EntryRecord) => owner === name || (role !== null && owner === roleInbox(role));
  if (message.sender !== name && !entries.some(isMine)) throw messageNotFound(id);
  return { message, entries };
}

interface Call {
  readonly deps: DomainDeps;
  readonly ctx: CallContext;
  readonly input: MessageSend;
}

async function send(tx: WriteTx, { deps, ctx, input }: Call): Promise<SentMessage> {
  const { project } = ctx;
  const { name: sender, agent } = ctx.principal;
  const replied = input.replyTo === undefined ? null : (await getMessage(tx, ctx, input.replyTo)).message;
  const thread = await threadOf(tx, ctx, { input, replied });
  const address = decideAddress(input.to, replied);
  const key = input.dedupeKey;
  const audience = `${address.toKind}:${address.toName ?? ''}`;
  if (key !== undefined) {
    const known = await tx.q.findMessageKey({ project, sender, audience, dedupeKey: key });
    if (known !== undefined) {
      const { message, entries } = await getMessage(tx, ctx, known.message);
      return toSentMessage(message, entries);
    }
  }
  if (input.taskId !== undefined) await checkTask(tx, project, input.taskId);
  const at = deps.clock.wallNow();
  const isReply = input.to === undefined;
  const { inboxes, full } = await findRecipients(tx, { project, sender, address, body: input.body, isReply, at });
  const id = deps.ids.next('msg');
  const message: MessageRecord = {
    ...address,
    id,
    project,
    sender,
    subject: input.subject ?? null,
    body: input.body,
    urgency: input.urgency,
    thread: thread ?? id,
    replyTo: replied?.id ?? null,
    task: input.taskId === undefined ? (replied?.task ?? null) : taskNumber(input.taskId),
    sentAt: at,
    expiresAt: at + input.expiresInSeconds * 1_000,
  };
  await tx.q.insertMessage(message);
  if (key !== undefined) {
    const made = { project, sender, audience, dedupeKey: key, message: id, expiresAt: message.expiresAt };
    const { changes } = await tx.q.insertMessageKey(made);
    // The same was sent twice at once, by two ways: the other was faster, and its message is the one.
    if (changes !== 1) throw new Overtaken(sentMeanwhile(key));
  }
  await deliver(tx, message, { inboxes, full, agent });
  const entries = [...inboxes.map((owner) => freshEntry(owner, null)), ...full.map((owner) => freshEntry(owner, at))];
  return toSentMessage(message, entries);
}

async function threadOf(
  tx: WriteTx,
  ctx: CallContext,
  { input, replied }: { input: MessageSend; replied: MessageRecord | null },
): Promise<string | null> {
  if (input.threadId === undefined) return replied?.thread ?? null;
  const { message } = await getMessage(tx, ctx, input.threadId);
  if (message.thread === message.id && (replied === null || replied.thread === message.id)) return message.id;
  throw new BatonError('invalid_input', {
    detail: `${input.threadId} is not the first message of ${replied === null ? 'a thread' : `the thread of ${replied.id}`}.`,
    hint: 'Give the threadId that the messages of the thread carry, or replyTo alone.',
    problems: [{ path: 'threadId', message: 'is no thread, or another than that of replyTo' }],
  });
}

async function checkTask(tx: WriteTx, project: string, id: string): Promise<void> {
  const number = taskNumber(id);
  if ((await tx.q.findLease({ project, number })) === undefined) throw taskNotFound(number);
}

function sentMeanwhile(key: string): BatonError {
  return new BatonError('unavailable', {
    detail: `Another message under the dedupeKey ${key} is being sent.`,
    hint: 'Send it again: the answer is then the message that was sent.',
    retryAfterSeconds: 1,
  });
}
