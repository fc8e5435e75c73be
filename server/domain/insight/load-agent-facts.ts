import { invariant } from '../../kernel/invariant.ts';
import type { AgentRecord, ReviewRecord } from '../records.ts';
import { isReviewHeld } from '../reviews/review-lease-rules.ts';
import type { Claimant } from '../tasks/claim-decision.ts';
import { meetsNeeds, touchesPaths } from '../tasks/claim-rules.ts';
import { findClaimable } from '../tasks/find-claimable.ts';
import { type AgentFacts, isFor } from './agent-reasons.ts';
import type { ReadyGroup } from './insight-queries.ts';
import { heldPathsOf, loadReviewFacts, type Scene } from './load-facts.ts';
import { loadReadyGroups } from './ready-groups.ts';
import { touching } from './reason-words.ts';
import { reviewersOf } from './review-reasons.ts';

/** So many of the oldest reviews are looked at. */
export const REVIEWS_LOOKED_AT = 200;

/** All that the reasons of one agent are found in. */
export async function loadAgentFacts(scene: Scene, agent: AgentRecord): Promise<AgentFacts> {
  const { tx, at, project, team, deps } = scene;
  const member = team.members.find((one) => one.agent.name === agent.name);
  invariant(member !== undefined, 'an agent that exists is of the team');
  const claimant = claimantOf(scene, member.agent);
  const next = (await findClaimable(tx, { deps, claimant, labels: [], at })) ?? null;
  const ready = await loadReadyGroups(tx, project.name, at);
  const open = await tx.q.listOpenReviews({ project: project.name, after: '', limit: REVIEWS_LOOKED_AT });
  return {
    member,
    project,
    next: agent.role === 'viewer' || agent.status === 'retired' ? null : next,
    ready,
    pathsHeld: next === null ? await pathsHeldFor(scene, agent, ready) : null,
    todo: await countTodo(scene),
    awaiting: open.filter(({ author }) => author === agent.name),
    reviews: await reviewsFor(scene, { open, name: agent.name }),
  };
}

/** The agent as one who asks for a claim with hands free. */
function claimantOf({ project }: Scene, agent: AgentRecord): Claimant {
  const facts = {
    maxConcurrent: agent.maxConcurrent,
    capabilities: agent.capabilities,
    agentStatus: agent.status,
    agentReason: agent.statusReason,
    agentDrain: agent.drain,
    projectPausedBy: project.pausedBy,
    projectPausedReason: project.pausedReason,
    projectPausedAt: project.pausedAt,
    projectDrain: project.drain,
    sessionEndedAt: null,
    held: 0,
  };
  return { project: project.name, agent: agent.name, session: '', facts };
}

/** The first ready task that this agent could have were its paths not held. */
async function pathsHeldFor(scene: Scene, agent: AgentRecord, ready: readonly ReadyGroup[]): Promise<AgentFacts['pathsHeld']> {
  if (agent.role === 'viewer' || agent.status === 'retired') return null;
  const { tx, at } = scene;
  const reachable = ready.filter((group) => isFor(group, agent.name) && meetsNeeds(group.needs, agent.capabilities));
  for (const { first: number } of reachable.filter(({ needs }) => touchesPaths(needs))) {
    const task = await tx.q.findTask({ project: agent.project, number });
    const obstacle = task === undefined ? null : await heldPathsOf(scene, task);
    if (obstacle !== null) return { task: number, words: touching(obstacle, at), holder: obstacle.hold.agent };
  }
  return null;
}

async function countTodo({ tx, at, project }: Scene): Promise<AgentFacts['todo']> {
  const byStatus = await tx.q.countTasks({ project: project.name });
  const counts = await tx.q.boardCounts({ project: project.name, wallNow: at.wallNow });
  const todo = byStatus.find(({ status }) => status === 'todo')?.count ?? 0;
  const { ready = 0, scheduled = 0, due = 0, overBlocks = 0, unblocked = 0 } = counts ?? {};
  return { waiting: todo + overBlocks - unblocked - ready - scheduled, scheduled: scheduled - due };
}

/** Those of the open reviews that this member could decide now, were it there. */
async function reviewsFor(scene: Scene, of: { open: readonly ReviewRecord[]; name: string }): Promise<ReviewRecord[]> {
  const member = scene.team.members.filter(({ agent }) => agent.name === of.name);
  const team = member.map((one) => ({ ...one, connection: 'online' as const }));
  const found: ReviewRecord[] = [];
  for (const review of of.open) {
    if (review.author === of.name && !scene.project.selfReview) continue;
    if (isReviewHeld(review, scene.at.lease) && review.holderAgent !== of.name) continue;
    const task = await scene.tx.q.findTask({ project: review.project, number: review.task });
    if (task !== undefined && reviewersOf({ team }, await loadReviewFacts(scene, review, task)).length > 0) found.push(review);
  }
  return found;
}
