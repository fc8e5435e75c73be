import type { Role } from '../../contract/agents.ts';

/** An agent that might take a review: alive, and neither paused nor retired. */
export interface Candidate {
  readonly name: string;
  readonly role: Role;
  readonly capabilities: readonly string[];
  /** Tasks and reviews that it has in hand. */
  readonly load: number;
}

/** An open review that nobody has in hand. */
export interface Offerable {
  readonly id: string;
  /** Who alone is to judge it; null: anybody who is able. */
  readonly named: string | null;
  readonly requires: readonly string[];
  /** Who cannot take it: they worked on the task, where the project does not allow self-review, or have approved it. */
  readonly barred: ReadonlySet<string>;
  /** Who had it and let it go, and who worked on it where that is allowed: asked only when there is nobody else. */
  readonly last: ReadonlySet<string>;
  /** Whether only a lead may take it. */
  readonly forLeads: boolean;
}

/**
 * Who should take which review (SPEC RV3): the one named, or the least busy of those who are able. The queue is gone through in its
 * order, and what is offered counts as load for what comes behind. Among equals those who mostly review come first, leads last, then
 * the name decides, so that the same state gives the same answer on every node.
 */
export function offerReviews(queue: readonly Offerable[], candidates: readonly Candidate[]): Map<string, string> {
  const load = new Map(candidates.map(({ name, load: inHand }) => [name, inHand]));
  const offers = new Map<string, string>();
  for (const review of queue) {
    const name = review.named ?? leastBusy(review, candidates, load);
    if (name === null || (review.named !== null && review.barred.has(name))) continue;
    offers.set(review.id, name);
    load.set(name, (load.get(name) ?? 0) + 1);
  }
  return offers;
}

function leastBusy(review: Offerable, candidates: readonly Candidate[], load: ReadonlyMap<string, number>): string | null {
  const ranked = candidates
    .filter((candidate) => isAble(candidate, review))
    .map(({ name, role }) => ({ name, rank: [Number(review.last.has(name)), load.get(name) ?? 0, ORDER[role]] }))
    .sort((left, right) => compare(left.rank, right.rank) || (left.name < right.name ? -1 : 1));
  return ranked[0]?.name ?? null;
}

function isAble({ name, role, capabilities }: Candidate, review: Offerable): boolean {
  if (role === 'viewer' || review.barred.has(name)) return false;
  if (role === 'lead' || role === 'admin') return true;
  return !review.forLeads && review.requires.every((capability) => capabilities.includes(capability));
}

const ORDER: Readonly<Record<Role, number>> = { reviewer: 0, agent: 1, viewer: 2, lead: 3, admin: 4 };

function compare(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, index) => value !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
