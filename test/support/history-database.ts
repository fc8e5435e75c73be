import Driver from 'better-sqlite3';
import type { DatabaseState, ProjectEvent, StoredAttempt, StoredTask } from '../history/recorded.ts';

type Row = Readonly<Record<string, unknown>>;

/** Reads the final state from the file itself, past the server and its queries. */
export function readDatabase(file: string): DatabaseState {
  const db = new Driver(file, { readonly: true, fileMustExist: true });
  const all = (sql: string): Row[] => db.prepare<unknown[], Row>(sql).all();
  try {
    return {
      projects: all('select * from projects').map((row) => ({
        name: String(row['name']),
        selfReview: row['self_review'] === 1,
        eventSeq: Number(row['event_seq']),
      })),
      tasks: all('select * from tasks').map(toStoredTask),
      attempts: all('select * from attempts').map(toStoredAttempt),
      reviews: all('select * from reviews').map((row) => ({
        id: String(row['id']),
        project: String(row['project']),
        taskId: taskIdOf(row['task']),
        generation: Number(row['generation']),
        status: String(row['status']),
      })),
      approvals: all('select * from approvals').map((row) => ({ review: String(row['review']), by: String(row['by']) })),
    };
  } finally {
    db.close();
  }
}

/** The log of each project as the file has it. */
export function readEvents(file: string): ProjectEvent[] {
  const db = new Driver(file, { readonly: true, fileMustExist: true });
  try {
    return db.prepare<unknown[], Row>('select * from events order by project, seq').all().map(toEvent);
  } finally {
    db.close();
  }
}

/** What former holders handed in too late, by task. */
export function readOrphans(file: string): Array<{ taskId: string; epoch: number; agent: string; payload: unknown }> {
  const db = new Driver(file, { readonly: true, fileMustExist: true });
  try {
    return db
      .prepare<unknown[], Row>('select * from orphans')
      .all()
      .map((row) => ({
        taskId: taskIdOf(row['task']),
        epoch: Number(row['epoch']),
        agent: String(row['agent']),
        payload: json(row['payload']),
      }));
  } finally {
    db.close();
  }
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
