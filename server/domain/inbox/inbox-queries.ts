import type { LeaseTime } from '../lease-time.ts';
import type { WallTime } from '../records.ts';
import type { Changed } from '../store.ts';
import type { EntryRecord, LetterRecord, MessageKeyRecord, MessageRecord, RecipientRecord } from './inbox-records.ts';

interface InboxKey {
  readonly project: string;
  readonly owner: string;
}
interface EntryKey extends InboxKey {
  readonly seq: number;
}

/** What is asked of messages and inboxes. Waiting is what was neither acknowledged nor became a dead letter, and whose time is not over `at`. */
export interface InboxReadQueries {
  findMessage(p: { project: string; id: string }): Promise<MessageRecord | undefined>;
  /** What somebody sent whose ids are lower than `before`, by falling ids. */
  listSent(p: { project: string; sender: string; before: string; limit: number }): Promise<MessageRecord[]>;
  /** Of one thread alone. */
  listSentInThread(p: {
    project: string;
    sender: string;
    thread: string;
    before: string;
    limit: number;
  }): Promise<MessageRecord[]>;
  /** Within a work: nobody else makes it until the work is over, or `insertMessageKey` says that somebody did. */
  findMessageKey(p: Omit<MessageKeyRecord, 'message' | 'expiresAt'>): Promise<{ message: string } | undefined>;
  /** The number of the newest entry; nothing comes back where there never was one. */
  findInbox(p: InboxKey): Promise<{ head: number } | undefined>;
  countWaiting(p: InboxKey & { at: WallTime }): Promise<{ count: number } | undefined>;
  /** How many entries wait in each inbox of the project in which any does. */
  listWaitingCounts(p: { project: string; at: WallTime }): Promise<Array<{ owner: string; count: number }>>;
  /** The waiting entries after a number, in order. */
  listWaiting(p: InboxKey & { after: number; at: WallTime; limit: number }): Promise<LetterRecord[]>;
  /** What waits in the inbox of a role for this reader: not its own messages, nor what another took whose time was not over at `lapsedBy`. */
  listOffers(p: InboxKey & { reader: string; lapsedBy: LeaseTime; at: WallTime; limit: number }): Promise<LetterRecord[]>;
  /** What waits in an inbox and is to be read now; of what the server itself wrote, only and all that has this subject. In order. */
  listPressingLetters(p: InboxKey & { server: string; subject: string; at: WallTime; limit: number }): Promise<LetterRecord[]>;
  /** All entries after a number, in order. */
  listLetters(p: InboxKey & { after: number; limit: number }): Promise<LetterRecord[]>;
  /** In how many inboxes and how far a message is, by the names of the owners. */
  listReceipts(p: { message: string; limit: number }): Promise<EntryRecord[]>;
  /** An agent, for one who only wants to write to it: unlike findAgent it holds nothing. */
  findRecipient(p: { project: string; name: string }): Promise<RecipientRecord | undefined>;
  /** All agents that have not retired, by name. */
  listRecipients(p: { project: string; limit: number }): Promise<RecipientRecord[]>;
  /** Entries whose time was over at `at` and that nobody has acknowledged. */
  listOverdueLetters(p: { at: WallTime; limit: number }): Promise<LetterRecord[]>;
}

export interface InboxWriteQueries {
  /** Changes nothing when the id exists. */
  insertMessage(p: MessageRecord): Promise<Changed>;
  /** Changes nothing when there is one of that name. */
  insertMessageKey(p: MessageKeyRecord): Promise<Changed>;
  /** Notes that the reader has all up to a number. */
  markDelivered(p: InboxKey & { upTo: number; at: WallTime }): Promise<Changed>;
  /** Acknowledges one waiting entry. */
  ackEntry(p: EntryKey & { at: WallTime }): Promise<Changed>;
  /** Acknowledges all that wait up to a number; says which. */
  ackEntriesUpTo(p: InboxKey & { upTo: number; at: WallTime }): Promise<Array<{ seq: number }>>;
  /** Acknowledges one waiting entry of a role's inbox, if `taker` is who took it last. */
  ackTaken(p: EntryKey & { taker: string; at: WallTime }): Promise<Changed>;
  /** Takes a waiting entry of a role's inbox that nobody has, whose taker's time was over at `lapsedBy`, or that is the taker's already. */
  takeEntry(p: EntryKey & { taker: string; takenUntil: LeaseTime; lapsedBy: LeaseTime; at: WallTime }): Promise<Changed>;
  /** Makes a dead letter of an entry whose time is over, unless it was acknowledged. */
  buryEntry(p: EntryKey & { at: WallTime }): Promise<Changed>;
  /** Forgets entries, keys and messages whose time was over before. */
  deleteEntries(p: { before: WallTime }): Promise<Changed>;
  deleteMessageKeys(p: { before: WallTime }): Promise<Changed>;
  deleteMessages(p: { before: WallTime }): Promise<Changed>;
}
