import { and, asc, desc, eq, getTableColumns, gt, notExists, or, sql } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { given, givenAll, many, one, param, type QueryBuilder, run, typed } from './query.ts';

/** A review that nobody holds. */
export const NO_HOLDER = { holderAgent: null, holderSession: null, claimedAt: null, leaseEndsAt: null } as const;

/** Reviews and approvals: reading. */
export function reviewReads(db: QueryBuilder, { reviews, approvals }: Schema) {
  return {
    findReview: one(
      db
        .select()
        .from(reviews)
        .where(and(eq(reviews.id, param('id')), eq(reviews.project, param('project')))),
    ),
    listOpenReviews: many(
      db
        .select()
        .from(reviews)
        .where(and(eq(reviews.project, param('project')), gt(reviews.id, param('after')), partOf.openReviews(reviews)))
        .orderBy(asc(reviews.id))
        .limit(param('limit')),
    ),
    listTaskReviews: many(
      db
        .select()
        .from(reviews)
        .where(and(eq(reviews.project, param('project')), eq(reviews.task, param('task'))))
        .orderBy(desc(reviews.id))
        .limit(param('limit')),
    ),
    listApprovals: many(
      db
        .select()
        .from(approvals)
        .where(eq(approvals.review, param('review')))
        .orderBy(asc(approvals.at), asc(approvals.by)),
    ),
  };
}

/** Reviews and approvals: writing. */
export function reviewWrites(db: QueryBuilder, schema: Schema) {
  const { reviews } = schema;
  const { status, note, decidedBy, decidedAt } = reviews;
  return {
    insertReview: run(db.insert(reviews).values(givenAll(getTableColumns(reviews)))),
    decideReview: run(
      db
        .update(reviews)
        .set({ ...givenAll({ status, note, decidedBy, decidedAt }), ...NO_HOLDER })
        .where(
          and(
            eq(reviews.id, param('id')),
            eq(reviews.project, param('project')),
            eq(reviews.revision, param('revision')),
            eq(reviews.epoch, param('expectedEpoch')),
            partOf.openReviews(reviews),
          ),
        ),
    ),
    insertApproval: insertApproval(db, schema),
    supersedeReviews: run(
      db
        .update(reviews)
        .set({ status: 'superseded', ...givenAll({ decidedAt }), ...NO_HOLDER })
        .where(and(eq(reviews.project, param('project')), eq(reviews.task, param('task')), partOf.openReviews(reviews))),
    ),
  };
}

// The ban on approving one's own work stands in the statement itself, so that no race gets round it (SPEC RV2).
function insertApproval(db: QueryBuilder, { approvals, attempts }: Schema) {
  const workedOnIt = db
    .select({ epoch: attempts.epoch })
    .from(attempts)
    .where(
      and(
        eq(attempts.project, param('project')),
        eq(attempts.task, param('task')),
        eq(attempts.generation, param('generation')),
        eq(attempts.agent, param('by')),
      ),
    );
  const fields = getTableColumns(approvals);
  const row = db
    .select({
      review: given(fields.review, 'review').as('review'),
      by: given(fields.by, 'by').as('by'),
      selfReview: typed(fields.selfReview, 'selfReview').as('self_review'),
      note: given(fields.note, 'note').as('note'),
      at: typed(fields.at, 'at').as('at'),
    })
    .from(sql`(select 1) as here`)
    .where(or(given(fields.selfReview, 'selfReview'), notExists(workedOnIt)));
  return run(db.insert(approvals).select(row).onConflictDoNothing());
}
