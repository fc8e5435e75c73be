import {
  Review,
  ReviewClaim,
  ReviewDecide,
  ReviewDecision,
  ReviewListQuery,
  ReviewPage,
  ReviewRef,
  ReviewRelease,
} from '../../../contract/reviews.ts';
import { operation, router } from '../procedures.ts';

const acting = { tag: 'reviews', method: 'POST', status: 200, role: 'agent' } as const;

export const reviewsRouter = router({
  list: operation({
    tag: 'reviews',
    method: 'GET',
    status: 200,
    role: 'viewer',
    path: '/v1/reviews',
    operationId: 'listReviews',
    summary: 'The review queue, oldest first; with taskId every round of one task.',
    errors: [],
  })
    .input(ReviewListQuery)
    .output(ReviewPage)
    .query(({ ctx, input }) => ctx.services.reviews.list(ctx.call, input)),

  claim: operation({
    ...acting,
    path: '/v1/reviews/{id}/claim',
    operationId: 'claimReview',
    summary: 'Take a review in hand: a lease with an epoch, renewed by the heartbeat of the session.',
    errors: ['not_found', 'task_held', 'stale_review', 'wip_limit', 'agent_paused', 'not_claimable'],
  })
    .input(ReviewRef)
    .output(ReviewClaim)
    .mutation(({ ctx, input }) => ctx.services.reviews.claim(ctx.call, input)),

  release: operation({
    ...acting,
    path: '/v1/reviews/{id}/release',
    operationId: 'releaseReview',
    summary: 'Give a review back undecided; a lead may do that over the head of whoever has it.',
    errors: ['not_found', 'lease_lost', 'stale_review'],
  })
    .input(ReviewRelease)
    .output(Review)
    .mutation(({ ctx, input }) => ctx.services.reviews.release(ctx.call, input)),

  decide: operation({
    ...acting,
    path: '/v1/reviews/{id}/decide',
    operationId: 'decideReview',
    summary:
      'Approve a revision, or request changes with a note; with the epoch of a claim, or without while nobody has it in hand.',
    errors: ['not_found', 'stale_review', 'task_held', 'lease_lost', 'invalid_input'],
  })
    .input(ReviewDecide)
    .output(ReviewDecision)
    .mutation(({ ctx, input }) => ctx.services.reviews.decide(ctx.call, input)),
});
