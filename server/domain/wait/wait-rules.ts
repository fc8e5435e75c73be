import type { NewsKind } from '../../contract/wait.ts';
import type { Reader } from '../inbox/message-rules.ts';
import { roleInbox } from '../inbox/post-message.ts';
import type { ReviewRecord } from '../records.ts';
import { escalationOf } from '../reviews/review-lease-rules.ts';
import { hasAnyLabel } from '../tasks/claim-next-service.ts';
import { type Moment, mayClaim } from '../tasks/claim-rules.ts';
import type { Stir } from './stirs.ts';

/** Who waits, and for what. */
export interface Interest {
  readonly agent: string;
  /** Whose messages it reads: its own, and those to its role. */
  readonly reader: Reader;
  readonly capabilities: readonly string[];
  /** Whether it may claim one more task, as far as is known; a stir of kind `free` is looked at all the same. */
  readonly isFree: boolean;
  /** Empty: any task. */
  readonly labels: readonly string[];
  /** Empty: all. */
  readonly kinds: readonly NewsKind[];
}

/** Whether the stir may be news to this agent. Nobody is woken by an act of their own (SPEC IN5). */
export function concerns(stir: Stir, interest: Interest, at: Moment): boolean {
  const { agent } = interest;
  switch (stir.kind) {
    case 'task':
      return (
        wants(interest, 'task') &&
        stir.actor !== agent &&
        interest.isFree &&
        mayClaim(stir.task, interest, at) &&
        hasAnyLabel(stir.task, interest.labels)
      );
    case 'review': {
      const { author } = stir.review;
      return wants(interest, 'review') && stir.actor !== agent && author !== agent && isAskedToReview(stir, interest, at);
    }
    case 'message':
      return (
        wants(interest, 'message') && stir.actor !== agent && inboxesOf(interest.reader).some((inbox) => stir.places.has(inbox))
      );
    case 'told':
      return wants(interest, stir.news.kind) && stir.actor !== agent && stir.to === agent;
    case 'free':
      return wants(interest, 'task') && (stir.agent === null || stir.agent === agent);
  }
}

/** Whether a review asks this agent: as the one named, or as anybody; and, once it is escalated, as a lead. */
export function isAskedToReview(
  { review, named }: { review: ReviewRecord; named: string | null },
  { agent, reader }: Pick<Interest, 'agent' | 'reader'>,
  at: Moment,
): boolean {
  return named === null || named === agent || (reader.role === 'lead' && escalationOf(review, at) !== null);
}

export function inboxesOf({ name, role }: Reader): string[] {
  return role === null ? [name] : [name, roleInbox(role)];
}

export function wants({ kinds }: Pick<Interest, 'kinds'>, kind: NewsKind): boolean {
  return kinds.length === 0 || kinds.includes(kind);
}
