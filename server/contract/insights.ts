import { z } from 'zod';
import { DurationMs, Name, Timestamp } from './common.ts';
import { TaskStatus } from './tasks.ts';

export const INSIGHTS_DEFAULT_HOURS = 24;
export const INSIGHTS_MAX_HOURS = 168;
export const INSIGHTS_DEFAULT_BUCKETS = 48;
export const INSIGHTS_MAX_BUCKETS = 200;
/** How many events of the log one answer looks at, the newest first. */
export const INSIGHTS_MAX_EVENTS = 100_000;

const Count = z.int().min(0);

export const InsightsQuery = z
  .strictObject({
    hours: z.int().min(1).max(INSIGHTS_MAX_HOURS).default(INSIGHTS_DEFAULT_HOURS).describe('How far back.'),
    buckets: z.int().min(1).max(INSIGHTS_MAX_BUCKETS).default(INSIGHTS_DEFAULT_BUCKETS).describe('In how many equal parts.'),
  })
  .meta({ id: 'InsightsQuery' });
export type InsightsQuery = z.infer<typeof InsightsQuery>;

export const Spread = z
  .object({
    count: Count,
    p50Ms: DurationMs.nullable().describe('Half took at most this long; null: there were none.'),
    p90Ms: DurationMs.nullable(),
  })
  .meta({ id: 'Spread' });
export type Spread = z.infer<typeof Spread>;

export const InsightsBucket = z
  .object({
    from: Timestamp,
    to: Timestamp,
    depth: z.record(TaskStatus, Count).describe('How many tasks had each status at its end.'),
    ended: z.object({ done: Count, failed: Count, cancelled: Count }).describe('How many tasks came to each end within it.'),
    expiries: z.object({ tasks: Count, reviews: Count }).describe('How many leases were written down as expired within it.'),
  })
  .meta({ id: 'InsightsBucket' });
export type InsightsBucket = z.infer<typeof InsightsBucket>;

export const Insights = z
  .object({
    project: Name,
    asOf: z.string().describe('The cursor as of which the numbers hold.'),
    since: Timestamp.describe('From when on the log was read. Buckets that begin earlier say less than there was.'),
    complete: z.boolean().describe('Whether that is all that was asked for: the log is kept, and read, only so far back.'),
    bucketMs: DurationMs,
    buckets: z.array(InsightsBucket).describe('The oldest first; the last one ends now.'),
    stays: z
      .object({ todo: Spread, doing: Spread, validating: Spread, blocked: Spread })
      .describe('For how long tasks stayed in a status, each time that one left it for another within the time asked for.'),
    reviewWait: Spread.describe(
      'From a submission until somebody took its review in hand or decided it; of both within the time.',
    ),
  })
  .meta({ id: 'Insights' });
export type Insights = z.infer<typeof Insights>;
