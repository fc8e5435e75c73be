import type { Role } from '../../contract/agents.ts';
import type { Urgency } from '../../contract/inbox.ts';
import type { LeaseTime } from '../lease-time.ts';
import type { WallTime } from '../records.ts';

/** A message as it was sent; it never changes. */
export interface MessageRecord {
  id: string;
  project: string;
  sender: string;
  toKind: 'agent' | 'role' | 'all';
  /** The name or the role; null where it is to all. */
  toName: string | null;
  subject: string | null;
  body: string;
  urgency: Urgency;
  /** The id of the first message of the conversation, which may be this one. */
  thread: string;
  replyTo: string | null;
  task: number | null;
  sentAt: WallTime;
  expiresAt: WallTime;
}

/** One message in one inbox. */
export interface EntryRecord {
  project: string;
  /** Whose inbox: a principal's name, or `role:` and a role, whose members share it. */
  owner: string;
  /** 1, 2, 3 … in each inbox without holes, in the order of commit (SPEC IN1). */
  seq: number;
  message: string;
  expiresAt: WallTime;
  /** When the reader said that it has it; null: not yet. */
  deliveredAt: WallTime | null;
  ackedAt: WallTime | null;
  /** When it became a dead letter. */
  deadAt: WallTime | null;
  /** Who took it from the inbox of a role, and on the lease clock until when it is kept for that one. */
  taker: string | null;
  takenUntil: LeaseTime | null;
}

/** A message that is to lie in an inbox from the commit on, where it gets its number. */
export type EntryDraft = Pick<EntryRecord, 'project' | 'owner' | 'message' | 'expiresAt' | 'deadAt'>;

/** A message with its place in an inbox, as one row. */
export type LetterRecord = MessageRecord & Omit<EntryRecord, 'message'>;

/** What sending needs to know of an agent. */
export interface RecipientRecord {
  name: string;
  role: Role;
  status: 'active' | 'paused' | 'retired';
}

/** Remembers what a sender has sent to somebody under a key of its own. */
export interface MessageKeyRecord {
  project: string;
  sender: string;
  audience: string;
  dedupeKey: string;
  message: string;
  expiresAt: WallTime;
}
