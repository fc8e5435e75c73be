import type { TextReads, TextWrites } from '../../domain/search/search-queries.ts';
import type { ReadQueries, WriteQueries } from '../../domain/store.ts';
import type { Schema } from '../schema.ts';
import { artifactReads, artifactWrites } from './artifact-queries.ts';
import { blockingReads, blockingWrites } from './blocking-queries.ts';
import { claimReads, claimWrites } from './claim-queries.ts';
import { eventReads, eventWrites } from './event-queries.ts';
import { historyReads, historyWrites } from './history-queries.ts';
import { identityReads, identityWrites } from './identity-queries.ts';
import { inboxReads, inboxWrites } from './inbox-queries.ts';
import { insightReads } from './insight-queries.ts';
import { projectReads, projectWrites } from './project-queries.ts';
import type { QueryBuilder, QuerySet } from './query.ts';
import { reservationReads, reservationWrites } from './reservation-queries.ts';
import { reviewLeaseReads, reviewLeaseWrites } from './review-lease-queries.ts';
import { reviewReads, reviewWrites } from './review-queries.ts';
import { searchReads } from './search-queries.ts';
import { taskReads } from './task-read-queries.ts';
import { taskWrites } from './task-write-queries.ts';

/** Every query of the port that only reads, but those of the index of words: each engine has its own kind of index. */
export function readQuerySet(db: QueryBuilder, schema: Schema): QuerySet<Omit<ReadQueries, keyof TextReads>> {
  return {
    ...projectReads(db, schema),
    ...identityReads(db, schema),
    ...taskReads(db, schema),
    ...claimReads(db, schema),
    ...historyReads(db, schema),
    ...reviewReads(db, schema),
    ...inboxReads(db, schema),
    ...blockingReads(db, schema),
    ...reservationReads(db, schema),
    ...artifactReads(db, schema),
    ...reviewLeaseReads(db, schema),
    ...eventReads(db, schema),
    ...insightReads(db, schema),
    ...searchReads(db, schema),
  };
}

/** Every query of the port that writes, but those of the index of words. */
export function writeQuerySet(db: QueryBuilder, schema: Schema): QuerySet<Omit<WriteQueries, keyof TextWrites>> {
  return {
    ...projectWrites(db, schema),
    ...identityWrites(db, schema),
    ...taskWrites(db, schema),
    ...claimWrites(db, schema),
    ...historyWrites(db, schema),
    ...reviewWrites(db, schema),
    ...inboxWrites(db, schema),
    ...blockingWrites(db, schema),
    ...reservationWrites(db, schema),
    ...artifactWrites(db, schema),
    ...reviewLeaseWrites(db, schema),
    ...eventWrites(db, schema),
  };
}
