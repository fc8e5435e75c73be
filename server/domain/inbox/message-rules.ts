import { MAIL_ROLES, type MailRole, MENTIONS_MAX, type Receipt } from '../../contract/inbox.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { Principal } from '../auth/principal.ts';
import type { LeaseTime, LeaseView } from '../lease-time.ts';
import type { EntryRecord, LetterRecord } from './inbox-records.ts';

/** For so long a message to a role is kept for whoever took it; then another may. */
export const TAKEN_LEASE_MS = 5 * 60 * 1_000;

/** Where a name may follow an @: not within an address of mail or a path. */
const MENTION = /(?<![\w./@-])@([a-z0-9][a-z0-9._-]*)/g;

/** The names that a text calls by @, each once, in order; the full stop of a sentence is not part of a name. */
export function mentionedNames(text: string): string[] {
  const names = new Set<string>();
  for (const [, found = ''] of text.matchAll(MENTION)) {
    names.add(found.replace(/[._-]+$/, ''));
    if (names.size === MENTIONS_MAX) break;
  }
  return [...names];
}

/** Who reads: its own inbox, and the one of its role if that has one. */
export interface Reader {
  readonly name: string;
  readonly role: MailRole | null;
}

/** An admin is asked what leads are asked; a viewer is asked nothing. */
export function readerOf(principal: Principal): Reader {
  const role = principal.role === 'admin' ? 'lead' : principal.role;
  return { name: principal.name, role: MAIL_ROLES.find((one) => one === role) ?? null };
}

/** What was taken up to then is free again: one lease has passed, all of it while somebody listened (SPEC LE6). */
export function lapsedBy(lease: LeaseView): LeaseTime {
  return lease.now - lease.listeningSince >= TAKEN_LEASE_MS ? lease.now : 0;
}

/** Whether what waits in the inbox of its role may be taken by this reader, or was: the rule of `listOffers`. */
export function isOffered(
  { sender, taker, takenUntil }: Pick<LetterRecord, 'sender' | 'taker' | 'takenUntil'>,
  { name }: Reader,
  lease: LeaseView,
): boolean {
  return sender !== name && (taker === null || taker === name || (takenUntil ?? 0) <= lapsedBy(lease));
}

/** How long an entry is kept for its taker, in milliseconds. */
export function takenRemainingMs(entry: Pick<EntryRecord, 'takenUntil'>, lease: LeaseView): number {
  const end = Math.max(entry.takenUntil ?? 0, lease.listeningSince + TAKEN_LEASE_MS);
  return entry.takenUntil === null ? 0 : Math.max(0, Math.round(end - lease.now));
}

/** How far a message has come in one inbox. */
export function receiptOf(entry: Omit<EntryRecord, 'message' | 'seq' | 'project' | 'expiresAt' | 'takenUntil'>): Receipt {
  const { owner: inbox, ackedAt, deadAt, deliveredAt, taker: takenBy } = entry;
  const state = ackedAt !== null ? 'acked' : deadAt !== null ? 'expired' : deliveredAt !== null ? 'delivered' : 'queued';
  const at = ackedAt ?? deadAt ?? deliveredAt;
  return { inbox, state, takenBy, at: at === null ? null : isoTime(at) };
}

/** Numbers as ranges, first and last, so that thousands of them stay small in an event. */
export function toRanges(numbers: readonly number[]): Array<[number, number]> {
  const ranges: Array<[number, number]> = [];
  for (const number of [...numbers].sort((left, right) => left - right)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}
