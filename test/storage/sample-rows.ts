import { TaskCreate } from '../../server/contract/tasks.ts';
import type {
  AgentRecord,
  AttemptRecord,
  EventRecord,
  ProjectRecord,
  ReviewRecord,
  SessionRecord,
  TaskRecord,
} from '../../server/domain/records.ts';
import type { WriteTx } from '../../server/domain/store.ts';
import { newTask } from '../../server/domain/tasks/new-task.ts';

/** Rows that are whole and valid, so that a test says only what it is about. */
export function projectRow(over: Partial<ProjectRecord> = {}): ProjectRecord {
  return {
    name: 'p',
    selfReview: false,
    pausedBy: null,
    pausedReason: null,
    pausedAt: null,
    drain: false,
    nextTask: 1,
    eventSeq: 0,
    firstEventSeq: 1,
    createdAt: 1_000,
    ...over,
  };
}

export function agentRow(over: Partial<AgentRecord> = {}): AgentRecord {
  return {
    project: 'p',
    name: 'ada',
    kind: 'agent',
    role: 'agent',
    capabilities: ['go', 'sql'],
    maxConcurrent: 3,
    status: 'active',
    statusReason: null,
    drain: false,
    createdBy: 'lead',
    createdAt: 1_000,
    version: 1,
    ...over,
  };
}

export function sessionRow(over: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id: 'ses_1',
    project: 'p',
    agent: 'ada',
    tokenId: 'tok_1',
    standing: false,
    harness: 'test',
    host: 'here',
    pid: null,
    sdkVersion: '0',
    startedAt: 1_000,
    lastSeen: null,
    lost: false,
    endedAt: null,
    ...over,
  };
}

export function taskRow(over: Partial<TaskRecord> = {}): TaskRecord {
  const input = TaskCreate.parse({ title: 'A task', maxAttempts: 3 });
  return { ...newTask({ project: 'p', createdBy: 'lead', input, number: 1, wallNow: 1_000 }), ...over };
}

export function attemptRow(over: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    project: 'p',
    task: 1,
    epoch: 1,
    generation: 1,
    agent: 'ada',
    session: 'ses_1',
    startedAt: 1_000,
    endedAt: null,
    outcome: null,
    reason: null,
    ...over,
  };
}

export function reviewRow(over: Partial<ReviewRecord> = {}): ReviewRecord {
  return {
    id: 'rev_1',
    project: 'p',
    task: 1,
    revision: 1,
    round: 1,
    generation: 1,
    author: 'ada',
    reviewer: 'any',
    status: 'open',
    summary: 'done',
    evidence: [{ type: 'url', url: 'https://example.com/', vouchedBy: 'self' }],
    answers: [],
    note: null,
    decidedBy: null,
    createdAt: 1_000,
    decidedAt: null,
    epoch: 0,
    holderAgent: null,
    holderSession: null,
    claimedAt: null,
    leaseEndsAt: null,
    leaseTtlMs: 60_000,
    expiries: 0,
    passedBy: [],
    escalatedAt: null,
    ...over,
  };
}

export function eventRow(over: Partial<Omit<EventRecord, 'seq'>> = {}): Omit<EventRecord, 'seq'> {
  return { project: 'p', type: 'task.updated', at: 1_000, actor: 'ada', task: null, agent: null, data: {}, ...over };
}

/** A project with one agent and its session. */
export async function seedProject(tx: WriteTx, name = 'p'): Promise<void> {
  await tx.q.insertProject(projectRow({ name }));
  await tx.q.insertAgent(agentRow({ project: name }));
  await tx.q.insertSession(sessionRow({ id: `ses_${name}`, project: name }));
}
