import type { AgentRecord, EventRecord, ReviewRecord, TokenRecord } from '../domain/records.ts';
import { defineArtifactTables } from './schema-artifacts.ts';
import { defineInboxTables } from './schema-inbox.ts';
import { partOf } from './schema-parts.ts';
import { defineReservationTables } from './schema-reservations.ts';
import { defineTaskTables } from './schema-tasks.ts';
import type { Columns } from './sqlite/columns.ts';

/** Every table, once, for whichever engine the column helpers belong to. */
export function defineSchema(columns: Columns) {
  const identity = defineIdentityTables(columns);
  const work = defineTaskTables(columns, identity.projects);
  const parents = { projects: identity.projects, tasks: work.tasks };
  return {
    ...identity,
    ...work,
    ...defineReviewTables(columns, work.tasks),
    ...defineInboxTables(columns, identity.projects),
    ...defineReservationTables(columns, work.tasks),
    ...defineArtifactTables(columns, parents),
    ...defineLogTables(columns),
  };
}

/** The tables as the queries see them. */
export type Schema = ReturnType<typeof defineSchema>;

function defineIdentityTables(columns: Columns) {
  const { table, text, integer, flag, json, primaryKey, foreignKey, index } = columns;

  // One row: what the program itself remembers.
  const store = table('store', {
    id: integer().primaryKey(),
    incarnation: text().notNull(),
    leaseNow: integer().notNull(),
  });
  const projects = table('projects', {
    name: text().primaryKey(),
    selfReview: flag().notNull(),
    pausedBy: text(),
    pausedReason: text(),
    pausedAt: integer(),
    drain: flag().notNull(),
    nextTask: integer().notNull(),
    eventSeq: integer().notNull(),
    firstEventSeq: integer().notNull(),
    createdAt: integer().notNull(),
  });
  const agents = table(
    'agents',
    {
      project: text().notNull(),
      name: text().notNull(),
      kind: text<AgentRecord['kind']>().notNull(),
      role: text<AgentRecord['role']>().notNull(),
      capabilities: json<string[]>().notNull(),
      maxConcurrent: integer().notNull(),
      status: text<AgentRecord['status']>().notNull(),
      statusReason: text(),
      drain: flag().notNull(),
      createdBy: text().notNull(),
      createdAt: integer().notNull(),
      version: integer().notNull(),
    },
    (t) => [primaryKey({ columns: [t.project, t.name] }), foreignKey({ columns: [t.project], foreignColumns: [projects.name] })],
  );
  // No foreign key: a token may be minted for an agent that has yet to register.
  const tokens = table('tokens', {
    id: text().primaryKey(),
    purpose: text<TokenRecord['purpose']>().notNull().default('bearer'),
    secretHash: text().notNull(),
    project: text(),
    agent: text(),
    role: text<NonNullable<TokenRecord['role']>>(),
    label: text().notNull(),
    createdBy: text().notNull(),
    createdAt: integer().notNull(),
    expiresAt: integer(),
    revokedAt: integer(),
  });
  const sessions = table(
    'sessions',
    {
      id: text().primaryKey(),
      project: text().notNull(),
      agent: text().notNull(),
      tokenId: text().notNull(),
      standing: flag().notNull(),
      harness: text().notNull(),
      host: text().notNull(),
      pid: integer(),
      sdkVersion: text().notNull(),
      startedAt: integer().notNull(),
      lastSeen: integer(),
      lost: flag().notNull(),
      endedAt: integer(),
    },
    (t) => [
      foreignKey({ columns: [t.project, t.agent], foreignColumns: [agents.project, agents.name] }),
      index('sessions_live').on(t.project, t.agent).where(partOf.liveSessions(t)),
      index('sessions_heard').on(t.lastSeen).where(partOf.heardSessions(t)),
    ],
  );
  return { store, projects, agents, tokens, sessions };
}

function defineReviewTables(columns: Columns, tasks: ReturnType<typeof defineTaskTables>['tasks']) {
  const { table, text, integer, flag, json, primaryKey, foreignKey, index } = columns;

  const reviews = table(
    'reviews',
    {
      id: text().primaryKey(),
      project: text().notNull(),
      task: integer().notNull(),
      revision: integer().notNull(),
      round: integer().notNull(),
      generation: integer().notNull(),
      author: text().notNull(),
      reviewer: text().notNull(),
      status: text<ReviewRecord['status']>().notNull(),
      summary: text().notNull(),
      evidence: json<ReviewRecord['evidence']>().notNull(),
      answers: json<ReviewRecord['answers']>().notNull(),
      note: text(),
      decidedBy: text(),
      createdAt: integer().notNull(),
      decidedAt: integer(),
      epoch: integer().notNull().default(0),
      holderAgent: text(),
      holderSession: text(),
      claimedAt: integer(),
      leaseEndsAt: integer(),
      leaseTtlMs: integer().notNull().default(60_000),
      expiries: integer().notNull().default(0),
      passedBy: json<string[]>().notNull().default([]),
      escalatedAt: integer(),
    },
    (t) => [
      foreignKey({ columns: [t.project, t.task], foreignColumns: [tasks.project, tasks.number] }),
      index('reviews_open').on(t.project, t.id).where(partOf.openReviews(t)),
      index('reviews_by_task').on(t.project, t.task, t.id),
      index('reviews_claimed').on(t.project, t.holderAgent).where(partOf.claimedReviews(t)),
      index('reviews_not_escalated').on(t.project, t.createdAt).where(partOf.unescalatedReviews(t)),
    ],
  );
  const approvals = table(
    'approvals',
    {
      review: text().notNull(),
      by: text().notNull(),
      selfReview: flag().notNull(),
      note: text(),
      at: integer().notNull(),
    },
    (t) => [primaryKey({ columns: [t.review, t.by] }), foreignKey({ columns: [t.review], foreignColumns: [reviews.id] })],
  );
  return { reviews, approvals };
}

function defineLogTables(columns: Columns) {
  const { table, text, integer, json, primaryKey, index } = columns;

  // No foreign key: the door reads the project's row before it gives out a number, which proves the same for less.
  const events = table(
    'events',
    {
      project: text().notNull(),
      seq: integer().notNull(),
      type: text<EventRecord['type']>().notNull(),
      at: integer().notNull(),
      actor: text().notNull(),
      task: integer(),
      agent: text(),
      data: json<Record<string, unknown>>().notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.project, t.seq] }),
      index('events_by_task').on(t.project, t.task, t.seq).where(partOf.taskEvents(t)),
    ],
  );
  const replies = table(
    'replies',
    {
      scope: text().primaryKey(),
      requestHash: text().notNull(),
      reply: text().notNull(),
      createdAt: integer().notNull(),
    },
    (t) => [index('replies_by_age').on(t.createdAt)],
  );
  return { events, replies };
}
