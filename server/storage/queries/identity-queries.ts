import { and, asc, eq, getTableColumns, gt, isNull, lte } from 'drizzle-orm';
import type { Schema } from '../schema.ts';
import { partOf } from '../schema-parts.ts';
import { givenAll, many, one, param, type QueryBuilder, run } from './query.ts';

/** Agents, tokens and sessions: reading. */
export function identityReads(db: QueryBuilder, { agents, tokens, sessions }: Schema) {
  const ofAgent = and(eq(sessions.project, param('project')), eq(sessions.agent, param('name')));
  return {
    findAgent: one(
      db
        .select()
        .from(agents)
        .where(and(eq(agents.project, param('project')), eq(agents.name, param('name')))),
    ),
    listAgents: many(
      db
        .select()
        .from(agents)
        .where(and(eq(agents.project, param('project')), gt(agents.name, param('after'))))
        .orderBy(asc(agents.name))
        .limit(param('limit')),
    ),
    findToken: one(
      db
        .select()
        .from(tokens)
        .where(eq(tokens.id, param('id'))),
    ),
    listTokens: many(
      db
        .select()
        .from(tokens)
        .where(gt(tokens.id, param('after')))
        .orderBy(asc(tokens.id))
        .limit(param('limit')),
    ),
    findSession: one(
      db
        .select()
        .from(sessions)
        .where(eq(sessions.id, param('id'))),
    ),
    listAgentSessions: many(
      db
        .select()
        .from(sessions)
        .where(and(ofAgent, partOf.liveSessions(sessions))),
    ),
    listProjectSessions: many(
      db
        .select()
        .from(sessions)
        .where(and(eq(sessions.project, param('project')), partOf.liveSessions(sessions))),
    ),
    listSilentSessions: many(
      db
        .select()
        .from(sessions)
        .where(and(lte(sessions.lastSeen, param('before')), partOf.heardSessions(sessions)))
        .orderBy(asc(sessions.lastSeen))
        .limit(param('limit')),
    ),
  };
}

/** Agents, tokens and sessions: writing. */
export function identityWrites(db: QueryBuilder, { agents, tokens, sessions }: Schema) {
  const { role, capabilities, maxConcurrent, status, statusReason, drain, version } = agents;
  const sessionEnds = givenAll({ endedAt: sessions.endedAt });
  const liveSession = and(eq(sessions.id, param('id')), isNull(sessions.endedAt));
  return {
    insertAgent: run(
      db
        .insert(agents)
        .values(givenAll(getTableColumns(agents)))
        .onConflictDoNothing(),
    ),
    updateAgent: run(
      db
        .update(agents)
        .set(givenAll({ role, capabilities, maxConcurrent, status, statusReason, drain, version }))
        .where(
          and(eq(agents.project, param('project')), eq(agents.name, param('name')), eq(agents.version, param('expectedVersion'))),
        ),
    ),
    insertToken: run(db.insert(tokens).values(givenAll(getTableColumns(tokens)))),
    revokeToken: run(
      db
        .update(tokens)
        .set(givenAll({ revokedAt: tokens.revokedAt }))
        .where(and(eq(tokens.id, param('id')), isNull(tokens.revokedAt))),
    ),
    insertSession: run(db.insert(sessions).values(givenAll(getTableColumns(sessions)))),
    endSession: run(db.update(sessions).set(sessionEnds).where(liveSession)),
    markSessionLost: run(db.update(sessions).set({ lost: true }).where(liveSession)),
    markSessionSeen: run(
      // Whoever is heard again is not lost any more.
      db
        .update(sessions)
        .set({ ...givenAll({ lastSeen: sessions.lastSeen }), lost: false })
        .where(liveSession),
    ),
  };
}
