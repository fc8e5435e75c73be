import { z } from 'zod';
import { DurationMs, Limit, Name, Reason, Secret, TaskId, Timestamp, Version } from './common.ts';

export const CAPABILITIES_MAX = 50;
export const MAX_CONCURRENT_LIMIT = 100;

/** From the least to the most that may be done; each may all that the ones before it may. */
export const ROLES = ['viewer', 'agent', 'reviewer', 'lead', 'admin'] as const;
export const Role = z.enum(ROLES).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;
export const AgentRole = z.enum(['viewer', 'agent', 'reviewer', 'lead']).meta({ id: 'AgentRole' });

export const AgentKind = z.enum(['agent', 'human']).meta({ id: 'AgentKind' });
const Capabilities = z.array(Name).max(CAPABILITIES_MAX);
const MaxConcurrent = z.int().min(1).max(MAX_CONCURRENT_LIMIT).describe('How many tasks it may hold at once.');

export const Presence = z
  .object({
    connection: z.enum(['online', 'late', 'offline']),
    work: z.enum(['working', 'waiting', 'idle']),
    paused: z.boolean(),
    because: z.string(),
    lastSeenMs: DurationMs.nullable().describe('How long ago its last sign of life was; null: none yet.'),
    pulse: z
      .string()
      .optional()
      .describe(
        'Its last heartbeat intervals, the oldest first, at most 60: `|` it was on time, `.` it was not. Of what this server has not seen there is nothing.',
      ),
  })
  .meta({ id: 'Presence' });
export type Presence = z.infer<typeof Presence>;

export const Agent = z
  .object({
    name: Name,
    project: Name,
    kind: AgentKind,
    role: AgentRole,
    capabilities: z.array(z.string()),
    maxConcurrent: z.int(),
    status: z.enum(['active', 'paused', 'retired']),
    statusReason: z.string().nullable(),
    presence: Presence,
    harness: z
      .string()
      .nullable()
      .describe('What runs it, as its newest session that said so did: `langchain`; null: none said.'),
    currentTasks: z.array(TaskId),
    createdBy: z.string(),
    createdAt: Timestamp,
    version: Version,
  })
  .meta({ id: 'Agent' });
export type Agent = z.infer<typeof Agent>;
export const AgentPage = z.object({ items: z.array(Agent), nextCursor: z.string().nullable() }).meta({ id: 'AgentPage' });

export const AgentRegister = z
  .strictObject({
    name: Name,
    kind: AgentKind.default('agent'),
    role: AgentRole.default('agent'),
    capabilities: Capabilities.default([]),
    maxConcurrent: MaxConcurrent.default(1),
    rejoin: z.boolean().default(false).describe('If the name exists and the caller registered it: a further token for it.'),
  })
  .meta({ id: 'AgentRegister' });
export type AgentRegister = z.infer<typeof AgentRegister>;
export const Registration = z
  .object({ agent: Agent, token: Secret.describe('Shown this once; the server keeps only its hash.') })
  .meta({ id: 'Registration' });
export type Registration = z.infer<typeof Registration>;

export const AgentListQuery = z.strictObject({ cursor: Name.optional(), limit: Limit }).meta({ id: 'AgentListQuery' });
export type AgentListQuery = z.infer<typeof AgentListQuery>;
export const AgentRef = z.strictObject({ name: Name });
export const AgentUpdate = z
  .strictObject({
    name: Name,
    capabilities: Capabilities.optional(),
    role: AgentRole.optional(),
    maxConcurrent: MaxConcurrent.optional(),
  })
  .meta({ id: 'AgentUpdate' });
export type AgentUpdate = z.infer<typeof AgentUpdate>;
export const AgentPause = z
  .strictObject({
    name: Name,
    reason: Reason,
    drain: z.boolean().default(false).describe('Also ask it to finish what it holds.'),
  })
  .meta({ id: 'AgentPause' });
export type AgentPause = z.infer<typeof AgentPause>;
export const AgentReason = z.strictObject({ name: Name, reason: Reason }).meta({ id: 'AgentReason' });
export type AgentReason = z.infer<typeof AgentReason>;
