import { isoTime } from '../../kernel/iso-time.ts';
import { escalationOf, isReviewHeld } from '../reviews/review-lease-rules.ts';
import { namedReviewer, refuseReviewer } from '../reviews/reviewer-rules.ts';
import { leaseRemainingMs } from '../tasks/lease-rules.ts';
import { taskId } from '../tasks/task-view.ts';
import { reviewAbsence } from './able-rules.ts';
import { absenceOf, listed, seconds } from './reason-words.ts';
import type { ReviewFacts, TaskFacts } from './task-facts.ts';
import { agentMover, role } from './task-movers.ts';
import type { TaskRule } from './task-reasons.ts';
import type { TeamMember } from './team.ts';

type ReviewReason = 'waits_for_review' | 'reviewer_absent' | 'nobody_to_review';

/** Why a task that was handed in is not decided. */
export const reviewRules: Readonly<Record<ReviewReason, TaskRule>> = {
  waits_for_review: (facts) => {
    const { task, review: found } = facts;
    if (task.status !== 'validating' || found === null) return [];
    const { review, approvals } = found;
    const escalation = escalationOf(review, facts.at);
    const inHand = isReviewHeld(review, facts.at.lease)
      ? `; ${review.holderAgent} has it in hand, lease good for ${seconds(leaseRemainingMs(review, facts.at.lease))}`
      : '';
    const whom = namedOf(found) ?? 'any reviewer';
    const asked = escalation === null ? '' : `; the leads are asked, since ${escalation.because}`;
    const so = task.reviewsRequired > 1 ? `; ${approvals.length} of ${task.reviewsRequired} approvals are there` : '';
    const because = `${taskId(task.number)} waits for a decision by ${whom} since ${isoTime(review.createdAt)}${inHand}${so}${asked}.`;
    const how = `Decide with POST /v1/reviews/${review.id}/decide.`;
    const movers = reviewersOf(facts, found)
      .slice(0, REVIEWERS_NAMED_MAX)
      .map(({ agent }) => agentMover(agent.name, how));
    return [{ because, since: review.createdAt, movers: [...movers, role('lead', how)] }];
  },
  reviewer_absent: ({ task, team, at, review: found }) => {
    const named = found === null ? null : namedOf(found);
    const member = team.find(({ agent }) => agent.name === named);
    if (task.status !== 'validating' || found === null || member === undefined) return [];
    if (isReviewHeld(found.review, at.lease) && found.review.holderAgent !== named) return [];
    const absence = reviewAbsence(member);
    const isOwn = found.worked.has(member.agent.name) && !found.selfReview;
    if (absence === null && !isOwn) return [];
    const why = absence === null ? 'worked on it and cannot decide' : absenceOf(member, absence, []);
    const because = `${member.agent.name}, who is to review ${taskId(task.number)}, ${why}.`;
    return [
      { because, since: found.review.createdAt, movers: [role('lead', 'Decide it, or name another with PATCH …/tasks/{id}.')] },
    ];
  },
  nobody_to_review: (facts) => {
    const { task, review: found } = facts;
    if (task.status !== 'validating' || found === null || isReviewHeld(found.review, facts.at.lease)) return [];
    if (reviewersOf(facts, found).length > 0) return [];
    const workers = listed([...found.worked]);
    const because = `Nobody who may review ${taskId(task.number)} is there${workers === '' ? '' : `; ${workers} worked on it`}.`;
    const how = 'Register a reviewer with POST /v1/agents, or decide with the admin key.';
    return [{ because, since: found.review.createdAt, movers: [role('lead', how)] }];
  },
};

const REVIEWERS_NAMED_MAX = 10;

/** The members who could take or decide it now, were it in nobody's hand: those who are there and may, by the rules that a decision goes by. */
export function reviewersOf({ team }: Pick<TaskFacts, 'team'>, found: ReviewFacts): TeamMember[] {
  return team.filter((member) => reviewAbsence(member) === null && mayJudge(member, found));
}

function mayJudge({ agent }: TeamMember, found: ReviewFacts): boolean {
  const { review, task, worked, selfReview, approvals: approvedBy, expiries } = found;
  const { name, role: its, project, capabilities } = agent;
  // Nobody approves the same revision twice.
  if (approvedBy.includes(name)) return false;
  const by = { tokenId: '', name, role: its, project, agent: name };
  const standing = { worked: worked.has(name), selfReviewAllowed: selfReview, capabilities, approvedBy, expiries };
  return refuseReviewer({ review, task, by, ...standing }) === null;
}

function namedOf({ review, approvals: approvedBy }: ReviewFacts): string | null {
  return namedReviewer({ review, approvedBy });
}
