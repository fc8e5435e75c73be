import type { DatabaseState, ProjectEvent, StoredAttempt, StoredTask } from '../history/recorded.ts';
import type { Row, TestDatabase } from './test-database.ts';

/** Reads the final state from the database itself, past the server and its queries. */
export async function readDatabase(database: TestDatabase): Promise<DatabaseState> {
  const all = (table: string) => database.rows(`select * from ${table}`);
  return {
    projects: (await all('projects')).map((row) => ({
      name: String(row['name']),
      selfReview: Boolean(row['self_review']),
      eventSeq: Number(row['event_seq']),
    })),
    tasks: (await all('tasks')).map(toStoredTask),
    attempts: (await all('attempts')).map(toStoredAttempt),
    reviews: (await all('reviews')).map((row) => ({
      id: String(row['id']),
      project: String(row['project']),
      taskId: taskIdOf(row['task']),
      generation: Number(row['generation']),
      status: String(row['status']),
    })),
    approvals: (await all('approvals')).map((row) => ({ review: String(row['review']), by: String(row['by']) })),
  };
}

/** The log of each project as it is stored. */
export async function readEvents(database: TestDatabase): Promise<ProjectEvent[]> {
  return (await database.rows('select * from events order by project, seq')).map(toEvent);
}

/** What former holders handed in too late, by task. */
export async function readOrphans(
  database: TestDatabase,
): Promise<Array<{ taskId: string; epoch: number; agent: string; payload: unknown }>> {
  return (await database.rows('select * from orphans')).map((row) => ({
    taskId: taskIdOf(row['task']),
    epoch: Number(row['epoch']),
    agent: String(row['agent']),
    payload: json(row['payload']),
  }));
}

function toEvent(row: Row): ProjectEvent {
  return {
    project: String(row['project']),
    seq: Number(row['seq']),
    // The column holds what the server wrote; a type that the contract does not know fails the checks that look at it.
    type: String(row['type']) as ProjectEvent['type'],
    at: new Date(Number(row['at'])).toISOString(),
    actor: String(row['actor']),
    ...(row['task'] === null ? {} : { taskId: taskIdOf(row['task']) }),
    ...(row['agent'] === null ? {} : { agent: String(row['agent']) }),
    data: json(row['data']) as Record<string, unknown>, // an object by the schema of events
  };
}

function toStoredTask(row: Row): StoredTask {
  const dependsOn = json(row['depends_on']);
  return {
    project: String(row['project']),
    id: taskIdOf(row['number']),
    fields: {
      title: row['title'],
      brief: row['brief'],
      status: row['status'],
      priority: row['priority'],
      labels: json(row['labels']),
      requires: json(row['requires']),
      dependsOn: Array.isArray(dependsOn) ? dependsOn.map(taskIdOf) : dependsOn,
      paths: json(row['paths']),
      acceptance: json(row['acceptance']),
      assignee: row['assignee'],
      reviewer: row['reviewer'],
      reviewsRequired: row['reviews_required'],
      leaseTtlSeconds: Number(row['lease_ttl_ms']) / 1_000,
      maxAttempts: row['max_attempts'],
      attempts: row['attempts'],
      epoch: row['epoch'],
      version: row['version'],
      revision: row['revision'],
      summary: row['summary'],
      blocked: row['blocked'] === null ? null : json(row['blocked']),
      holder: row['holder_agent'] === null ? null : { agent: row['holder_agent'], session: row['holder_session'] },
      notBefore: wireTime(row['not_before']),
      dueAt: wireTime(row['due_at']),
      createdBy: row['created_by'],
    },
  };
}

function toStoredAttempt(row: Row): StoredAttempt {
  return {
    project: String(row['project']),
    taskId: taskIdOf(row['task']),
    epoch: Number(row['epoch']),
    generation: Number(row['generation']),
    agent: String(row['agent']),
    session: String(row['session']),
    ended: row['ended_at'] !== null,
    outcome: row['outcome'] === null ? null : String(row['outcome']),
  };
}

function taskIdOf(number: unknown): string {
  return `T-${String(number)}`;
}

function wireTime(ms: unknown): string | null {
  return ms === null ? null : new Date(Number(ms)).toISOString();
}

function json(text: unknown): unknown {
  return JSON.parse(String(text));
}
