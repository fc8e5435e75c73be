import { z } from 'zod';
import { boundedText, DurationMs, Epoch, Limit, Name, TaskId, Timestamp } from './common.ts';
import { Paths, PathText } from './paths.ts';

/** How many holds one claim may have beside the one that the task's own paths make. */
export const RESERVATIONS_MAX_PER_CLAIM = 20;

export const ReservationMode = z.enum(['exclusive', 'shared']).meta({
  id: 'ReservationMode',
  description: 'Shared holds may overlap each other; an exclusive one overlaps none of another claim.',
});
export type ReservationMode = z.infer<typeof ReservationMode>;

export const Reservation = z
  .object({
    id: z.string(),
    taskId: TaskId,
    epoch: z.int().describe('The claim that it is held under; it ends with that.'),
    agent: Name,
    mode: ReservationMode,
    paths: z.array(z.string()),
    declared: z.boolean().describe("Whether the claim made it by itself, from the task's own paths."),
    leaseRemainingMs: DurationMs.describe('What is left of the lease of its claim.'),
    createdAt: Timestamp,
  })
  .meta({ id: 'Reservation' });
export type Reservation = z.infer<typeof Reservation>;

export const ReservationPage = z
  .object({ items: z.array(Reservation), nextCursor: z.string().nullable() })
  .meta({ id: 'ReservationPage' });

export const ReservationCreate = z
  .strictObject({
    taskId: TaskId.describe('A task that the calling session holds.'),
    epoch: Epoch,
    paths: Paths.min(1).describe('Globs, relative to the root of the repository: `src/**`, `docs/*.md`, `server/{a,b}.ts`.'),
    mode: ReservationMode.default('exclusive'),
  })
  .meta({ id: 'ReservationCreate' });
export type ReservationCreate = z.infer<typeof ReservationCreate>;

export const ReservationListQuery = z
  .strictObject({
    path: PathText.optional().describe('Only those that touch this path, or any that this glob matches.'),
    taskId: TaskId.optional(),
    agent: Name.optional().describe('Held by this agent.'),
    cursor: boundedText(64).optional(),
    limit: Limit,
  })
  .meta({ id: 'ReservationListQuery' });
export type ReservationListQuery = z.infer<typeof ReservationListQuery>;

export const ReservationRef = z.strictObject({ id: z.string().min(1).max(64) });
