import { isoTime } from '../../kernel/iso-time.ts';
import { taskId } from '../tasks/task-view.ts';
import { reviewAbsence } from './able-rules.ts';
import { absenceOf, listed } from './reason-words.ts';
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
    const whom = review.reviewer === 'any' ? 'any reviewer' : review.reviewer;
    const so = task.reviewsRequired > 1 ? `; ${approvals.length} of ${task.reviewsRequired} approvals are there` : '';
    const because = `${taskId(task.number)} waits for a decision by ${whom} since ${isoTime(review.createdAt)}${so}.`;
    const how = `Decide with POST /v1/reviews/${review.id}/decide.`;
    const movers = reviewersOf(facts, found)
      .slice(0, REVIEWERS_NAMED_MAX)
      .map(({ agent }) => agentMover(agent.name, how));
    return [{ because, since: review.createdAt, movers: [...movers, role('lead', how)] }];
  },
  reviewer_absent: ({ task, team, review: found }) => {
    const member = team.find(({ agent }) => agent.name === found?.review.reviewer);
    if (task.status !== 'validating' || found === null || member === undefined) return [];
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
    if (task.status !== 'validating' || found === null || reviewersOf(facts, found).length > 0) return [];
    const workers = listed([...found.worked]);
    const because = `Nobody who may review ${taskId(task.number)} is there${workers === '' ? '' : `; ${workers} worked on it`}.`;
    const how = 'Register a reviewer with POST /v1/agents, or decide with the admin key.';
    return [{ because, since: found.review.createdAt, movers: [role('lead', how)] }];
  },
};

const REVIEWERS_NAMED_MAX = 10;

/** The members who could decide now: the one named, else anybody who is there and did not work on it. */
export function reviewersOf({ team }: Pick<TaskFacts, 'team'>, { review, worked, selfReview }: ReviewFacts): TeamMember[] {
  return team.filter((member) => {
    const { name } = member.agent;
    if (review.reviewer !== 'any' && review.reviewer !== name && member.agent.role !== 'lead') return false;
    return reviewAbsence(member) === null && (selfReview || !worked.has(name));
  });
}
