import { BatonError } from '../../contract/errors.ts';
import type { InboxAck, InboxAcked, InboxPage, InboxQuery, Offer } from '../../contract/inbox.ts';
import { isoTimeOrNull } from '../../kernel/iso-time.ts';
import type { CallContext } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { LeaseView } from '../lease-time.ts';
import type { WallTime } from '../records.ts';
import type { ReadTx, WriteTx } from '../store.ts';
import { actorOf } from '../tasks/task-writes.ts';
import type { EntryRecord, LetterRecord } from './inbox-records.ts';
import { messageNotFound, messageTaken } from './message-errors.ts';
import { lapsedBy, type Reader, readerOf, TAKEN_LEASE_MS, takenRemainingMs, toRanges } from './message-rules.ts';
import { getMessage } from './message-service.ts';
import { toMessage } from './message-view.ts';
import { roleInbox } from './post-message.ts';

export interface InboxService {
  /** The caller's inbox in order, and what is offered to its role. Acknowledges nothing (SPEC IN1). */
  list(ctx: CallContext, input: InboxQuery): Promise<InboxPage>;
  /** Acknowledges up to a number, or one by one. Throws `invalid_input` for a number that is not there yet, `message_taken`. */
  ack(ctx: CallContext, input: InboxAck): Promise<InboxAcked>;
  /** Takes a message to the caller's role, for TAKEN_LEASE_MS. Throws `message_taken`, `not_found`. */
  take(ctx: CallContext, input: { id: string }): Promise<Offer>;
}

export function createInboxService(deps: DomainDeps): InboxService {
  const { storage, commands, clock } = deps;
  return {
    list(ctx, input) {
      return storage.read(async (tx) => {
        const at = clock.wallNow();
        const reader = readerOf(ctx.principal);
        const page = { project: ctx.project, owner: reader.name, after: input.after, limit: input.limit };
        const rows = await (input.acked ? tx.q.listLetters(page) : tx.q.listWaiting({ ...page, at }));
        return {
          items: rows.map((row) => ({ seq: row.seq, message: toMessage(row), ackedAt: isoTimeOrNull(row.ackedAt) })),
          ...(await standing(tx, page, at)),
          offers: await offersTo(tx, { project: ctx.project, reader, at, limit: input.limit }),
        };
      });
    },
    ack(ctx, input) {
      const work = async (tx: WriteTx) => {
        const call: Call = { ctx, reader: readerOf(ctx.principal), at: clock.wallNow() };
        if (input.upTo !== undefined) await ackUpTo(tx, call, input.upTo);
        else if (input.seqs !== undefined) await ackSeqs(tx, call, input.seqs);
        else for (const id of new Set(input.ids)) await ackMessage(tx, call, id);
        return standing(tx, { project: ctx.project, owner: call.reader.name }, call.at);
      };
      return commands.run({ ctx, operation: 'inbox.ack', input, work });
    },
    take(ctx, input) {
      const work = (tx: WriteTx) => take(tx, { ctx, reader: readerOf(ctx.principal), at: clock.wallNow() }, input.id);
      return commands.run({ ctx, operation: 'messages.take', input, work });
    },
  };
}

interface Call {
  readonly ctx: CallContext;
  readonly reader: Reader;
  readonly at: WallTime;
}

/** How an inbox stands: its newest number, the one up to which nothing waits, and how many wait. */
async function standing(
  tx: Pick<ReadTx, 'q'>,
  { project, owner }: { project: string; owner: string },
  at: WallTime,
): Promise<InboxAcked> {
  const head = (await tx.q.findInbox({ project, owner }))?.head ?? 0;
  const [first] = await tx.q.listWaiting({ project, owner, after: 0, at, limit: 1 });
  const waiting = await tx.q.countWaiting({ project, owner, at });
  return { head, acked: first === undefined ? head : first.seq - 1, unacked: waiting?.count ?? 0 };
}

async function offersTo(
  tx: ReadTx,
  { project, reader, at, limit }: { project: string; reader: Reader; at: WallTime; limit: number },
): Promise<Offer[]> {
  const { name, role } = reader;
  if (role === null) return [];
  const inbox = { project, owner: roleInbox(role), reader: name, lapsedBy: lapsedBy(tx.lease), at, limit };
  return (await tx.q.listOffers(inbox)).map((row) => toOffer(row, { role, name, lease: tx.lease }));
}

function toOffer(row: LetterRecord, { role, name, lease }: { role: Offer['role']; name: string; lease: LeaseView }): Offer {
  const isMine = row.taker === name;
  const message = toMessage(row);
  return { role, message, takenBy: isMine ? name : null, leaseRemainingMs: isMine ? takenRemainingMs(row, lease) : null };
}

async function ackUpTo(tx: WriteTx, call: Call, upTo: number): Promise<void> {
  const inbox = { project: call.ctx.project, owner: call.reader.name };
  await refuseAhead(tx, inbox, upTo);
  const met = await tx.q.ackEntriesUpTo({ ...inbox, upTo, at: call.at });
  await tellAcked(
    tx,
    call,
    met.map(({ seq }) => seq),
  );
}

async function ackSeqs(tx: WriteTx, call: Call, seqs: readonly number[]): Promise<void> {
  const inbox = { project: call.ctx.project, owner: call.reader.name };
  await refuseAhead(tx, inbox, Math.max(...seqs));
  // In order, so that two callers who acknowledge the same do not each hold what the other wants.
  const each = [...new Set(seqs)].sort((left, right) => left - right);
  const results = await Promise.all(each.map((seq) => tx.q.ackEntry({ ...inbox, seq, at: call.at })));
  await tellAcked(
    tx,
    call,
    each.filter((_, i) => results[i]?.changes === 1),
  );
}

/** Acknowledges a message in the caller's inbox, or one to its role, which it takes by that if nobody has it. */
async function ackMessage(tx: WriteTx, call: Call, id: string): Promise<void> {
  const { project } = call.ctx;
  const { entries } = await getMessage(tx, call.ctx, id);
  const own = entries.find(({ owner }) => owner === call.reader.name);
  if (own !== undefined) {
    const { seq, owner } = own;
    const { changes } = await tx.q.ackEntry({ project, owner, seq, at: call.at });
    return tellAcked(tx, call, changes === 1 ? [seq] : []);
  }
  const { seq, owner } = await takeShared(tx, call, { id, entries });
  const { changes } = await tx.q.ackTaken({ project, owner, seq, taker: call.reader.name, at: call.at });
  if (changes === 1) await appendAbout(tx, call, { type: 'message.acked', data: { inbox: owner, seqs: [[seq, seq]] } });
}

async function take(tx: WriteTx, call: Call, id: string): Promise<Offer> {
  const { message, entries } = await getMessage(tx, call.ctx, id);
  const entry = await takeShared(tx, call, { id, entries });
  const { role, name } = call.reader;
  if (role === null) throw messageNotFound(id);
  const taken = { ...message, ...entry, taker: name, takenUntil: tx.lease.now + TAKEN_LEASE_MS };
  return toOffer(taken, { role, name, lease: tx.lease });
}

/** Takes the entry of a message in the inbox of the caller's role, or finds that it has it already. */
async function takeShared(tx: WriteTx, call: Call, of: { id: string; entries: readonly EntryRecord[] }): Promise<EntryRecord> {
  const { reader, at } = call;
  const entry = reader.role === null ? undefined : of.entries.find(({ owner }) => owner === roleInbox(reader.role ?? ''));
  if (entry === undefined) throw messageNotFound(of.id);
  const { project, owner, seq } = entry;
  const until = { takenUntil: tx.lease.now + TAKEN_LEASE_MS, lapsedBy: lapsedBy(tx.lease) };
  const { changes } = await tx.q.takeEntry({ project, owner, seq, taker: reader.name, ...until, at });
  if (changes === 1) {
    const data = { inbox: owner, seq, message: of.id, forMs: TAKEN_LEASE_MS };
    if (entry.taker !== reader.name) await appendAbout(tx, call, { type: 'message.taken', data });
    return entry;
  }
  return refuseTaken(tx, call, of.id);
}

/** Why it could not be taken, as it is now. What the caller has acknowledged itself is no refusal: a repeat finds it done. */
async function refuseTaken(tx: WriteTx, { ctx, reader }: Call, id: string): Promise<EntryRecord> {
  const { entries } = await getMessage(tx, ctx, id);
  const entry = entries.find(({ owner }) => owner === roleInbox(reader.role ?? ''));
  if (entry === undefined) throw messageNotFound(id);
  if (entry.taker === reader.name && entry.ackedAt !== null) return entry;
  if (entry.taker !== null && entry.deadAt === null) throw messageTaken(id, entry.taker);
  throw new BatonError('invalid_input', {
    detail: `The time of the message ${id} is over.`,
    hint: 'Its sender has been told; look at GET /v1/inbox for what waits.',
  });
}

async function refuseAhead(tx: WriteTx, inbox: { project: string; owner: string }, seq: number): Promise<void> {
  const head = (await tx.q.findInbox(inbox))?.head ?? 0;
  if (seq <= head) return;
  throw new BatonError('invalid_input', {
    detail: `There is no message ${seq} yet: your inbox ends at ${head}.`,
    hint: 'Acknowledge the numbers that GET /v1/inbox gave you.',
  });
}

async function tellAcked(tx: WriteTx, call: Call, seqs: readonly number[]): Promise<void> {
  if (seqs.length === 0) return;
  const data = { inbox: call.reader.name, seqs: toRanges(seqs) };
  await appendAbout(tx, call, { type: 'message.acked', data });
}

async function appendAbout(
  tx: WriteTx,
  { ctx, at }: Call,
  { type, data }: { type: 'message.acked' | 'message.taken'; data: Record<string, unknown> },
): Promise<void> {
  await tx.append({ project: ctx.project, type, at, ...actorOf(ctx), task: null, data });
}
