import type { NewsKind } from '../../contract/wait.ts';
import { hasAnyLabel } from '../tasks/claim-next-service.ts';
import { type Moment, mayClaim } from '../tasks/claim-rules.ts';
import type { Stir } from './stirs.ts';

/** Who waits, and for what. */
export interface Interest {
  readonly agent: string;
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
      const { reviewer, author } = stir.review;
      return wants(interest, 'review') && stir.actor !== agent && author !== agent && (reviewer === 'any' || reviewer === agent);
    }
    case 'told':
      return wants(interest, stir.news.kind) && stir.actor !== agent && stir.to === agent;
    case 'free':
      return wants(interest, 'task') && (stir.agent === null || stir.agent === agent);
  }
}

export function wants({ kinds }: Pick<Interest, 'kinds'>, kind: NewsKind): boolean {
  return kinds.length === 0 || kinds.includes(kind);
}
