import { and, asc, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { given, givenAll, many, param, type QueryBuilder, run } from './query.ts';
import { NO_HOLDER } from './review-queries.ts';

/** Who holds reviews, and who may not take which: reading. */
export function reviewLeaseReads(db: QueryBuilder, { reviews, approvals, attempts, tasks }: Schema) {
  const { id, status, holderAgent, claimedAt, leaseEndsAt, leaseTtlMs, expiries, passedBy } = reviews;
  const waiting = { id, reviewer: reviews.reviewer, status, holderAgent, claimedAt, leaseEndsAt, leaseTtlMs, expiries, passedBy };
  const ofProject = eq(reviews.project, param('project'));
  return {
    listReviewsHeldBy: many(
      db
        .select()
        .from(reviews)
        .where(and(ofProject, eq(reviews.holderAgent, param('agent')), partOf.claimedReviews(reviews))),
    ),
    listHeldReviews: many(
      db
        .select()
        .from(reviews)
        .where(and(ofProject, partOf.claimedReviews(reviews))),
    ),
    listEscalating: many(
      db
        .select()
        .from(reviews)
        .where(
          and(
            ofProject,
            or(
              lte(reviews.createdAt, param('createdBefore')),
              and(sql`${reviews.expiries} >= ${param('expiries')}`, lte(reviews.leaseEndsAt, param('endedBefore'))),
            ),
            partOf.unescalatedReviews(reviews),
          ),
        )
        .orderBy(asc(reviews.createdAt))
        .limit(param('limit')),
    ),
    listWaitingReviews: many(
      db
        .select({ ...waiting, requires: tasks.requires })
        .from(reviews)
        .innerJoin(tasks, and(eq(tasks.project, reviews.project), eq(tasks.number, reviews.task)))
        .where(and(ofProject, partOf.openReviews(reviews)))
        .orderBy(asc(id))
        .limit(param('limit')),
    ),
    listReviewWorkers: many(
      db
        .selectDistinct({ review: reviews.id, agent: attempts.agent })
        .from(reviews)
        .innerJoin(
          attempts,
          and(
            eq(attempts.project, reviews.project),
            eq(attempts.task, reviews.task),
            eq(attempts.generation, reviews.generation),
          ),
        )
        .where(and(ofProject, partOf.openReviews(reviews))),
    ),
    listReviewApprovers: many(
      db
        .select({ review: approvals.review, agent: approvals.by })
        .from(reviews)
        .innerJoin(approvals, eq(approvals.review, reviews.id))
        .where(and(ofProject, partOf.openReviews(reviews))),
    ),
  };
}

/** The lease of a review: writing. */
export function reviewLeaseWrites(db: QueryBuilder, { reviews }: Schema) {
  const byKey = and(eq(reviews.id, param('id')), eq(reviews.project, param('project')));
  const atEpoch = and(byKey, eq(reviews.epoch, param('expectedEpoch')), partOf.openReviews(reviews));
  const nextEpoch = sql`${reviews.epoch} + 1`;
  const { holderAgent, holderSession, claimedAt, leaseEndsAt, leaseTtlMs, expiries, passedBy, escalatedAt, reviewer } = reviews;
  return {
    grantReview: run(
      db
        .update(reviews)
        .set({
          ...givenAll({ holderAgent, holderSession, claimedAt, leaseEndsAt, leaseTtlMs }),
          status: 'claimed',
          epoch: nextEpoch,
        })
        .where(atEpoch),
    ),
    renewReview: run(
      db
        .update(reviews)
        .set({
          leaseEndsAt: sql`case when ${leaseEndsAt} > ${given(leaseEndsAt, 'leaseEndsAt')}
            then ${leaseEndsAt} else ${given(leaseEndsAt, 'leaseEndsAt')} end`,
        })
        .where(and(byKey, eq(reviews.epoch, param('epoch')), partOf.claimedReviews(reviews))),
    ),
    freeReview: run(
      db
        .update(reviews)
        .set({ ...givenAll({ expiries, passedBy }), ...NO_HOLDER, status: 'open', epoch: nextEpoch })
        .where(atEpoch),
    ),
    escalateReview: run(
      db
        .update(reviews)
        .set(givenAll({ escalatedAt }))
        .where(and(byKey, isNull(escalatedAt), partOf.openReviews(reviews))),
    ),
    nameReviewer: run(
      db
        .update(reviews)
        .set({ ...givenAll({ reviewer, passedBy }), expiries: 0 })
        .where(and(eq(reviews.project, param('project')), eq(reviews.task, param('task')), partOf.openReviews(reviews))),
    ),
  };
}
