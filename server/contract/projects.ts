import { z } from 'zod';
import { Role } from './agents.ts';
import { Limit, Name, Reason, Secret, Timestamp } from './common.ts';

export const DEFAULT_PROJECT = 'main';

export const Project = z
  .object({
    name: Name,
    selfReview: z.boolean().describe('Whether one who worked on a task may approve it.'),
    paused: z.object({ by: z.string(), reason: z.string(), drain: z.boolean(), since: Timestamp }).nullable(),
    createdAt: Timestamp,
  })
  .meta({ id: 'Project' });
export type Project = z.infer<typeof Project>;
export const ProjectPage = z.object({ items: z.array(Project), nextCursor: z.string().nullable() }).meta({ id: 'ProjectPage' });
export const ProjectListQuery = z.strictObject({ cursor: Name.optional(), limit: Limit }).meta({ id: 'ProjectListQuery' });
export type ProjectListQuery = z.infer<typeof ProjectListQuery>;
export const ProjectCreate = z.strictObject({ name: Name, selfReview: z.boolean().default(false) }).meta({ id: 'ProjectCreate' });
export type ProjectCreate = z.infer<typeof ProjectCreate>;
export const ProjectPause = z
  .strictObject({ name: Name, reason: Reason, drain: z.boolean().default(false).describe('Also ask holders to finish.') })
  .meta({ id: 'ProjectPause' });
export type ProjectPause = z.infer<typeof ProjectPause>;
export const ProjectRef = z.strictObject({ name: Name }).meta({ id: 'ProjectRef' });

export const TokenInfo = z
  .object({
    id: z.string(),
    purpose: z
      .enum(['bearer', 'browser', 'link'])
      .describe('Sent with requests, kept in the cookie of a browser, or waiting to be turned into such a cookie.'),
    project: Name.nullable().describe('null: every project.'),
    agent: Name.nullable(),
    role: Role.nullable().describe('null: that of the agent'),
    label: z.string(),
    createdBy: z.string(),
    createdAt: Timestamp,
    expiresAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
  })
  .meta({ id: 'TokenInfo' });
export type TokenInfo = z.infer<typeof TokenInfo>;
export const TokenPage = z.object({ items: z.array(TokenInfo), nextCursor: z.string().nullable() }).meta({ id: 'TokenPage' });
export const TokenListQuery = z
  .strictObject({ cursor: z.string().max(64).optional(), limit: Limit })
  .meta({ id: 'TokenListQuery' });
export type TokenListQuery = z.infer<typeof TokenListQuery>;
export const TokenCreate = z
  .strictObject({
    agent: Name.nullable().default(null).describe('A further token for this agent; null: a token of its own, with `role`.'),
    role: z.enum(['viewer', 'admin']).optional().describe('For a token of its own: `viewer` sees one project, `admin` may all.'),
    label: Name,
    expiresAt: Timestamp.nullable().default(null),
  })
  .meta({ id: 'TokenCreate' });
export type TokenCreate = z.infer<typeof TokenCreate>;
export const TokenCreated = z
  .object({ info: TokenInfo, token: Secret.describe('Shown this once; the server keeps only its hash.') })
  .meta({ id: 'TokenCreated' });
export type TokenCreated = z.infer<typeof TokenCreated>;
export const TokenRef = z.strictObject({ id: z.string().min(1).max(64) }).meta({ id: 'TokenRef' });
