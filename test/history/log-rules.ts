import { describeEvent, type ProjectEvent, recordOf, type StoredAttempt, setOf, taskKey, type Violation } from './recorded.ts';

/** Each project's log is 1, 2, 3 … as it was read (SPEC EV1). */
export function checkNumbering(events: readonly ProjectEvent[]): Violation[] {
  const violations: Violation[] = [];
  const last = new Map<string, number>();
  for (const event of events) {
    const expected = (last.get(event.project) ?? 0) + 1;
    if (event.seq !== expected) {
      violations.push({ rule: 'EV1', evidence: `after event ${expected - 1} of ${event.project} came ${describeEvent(event)}` });
    }
    last.set(event.project, event.seq);
  }
  return violations;
}

/** One grant as the log tells it. */
export interface LoggedGrant {
  readonly event: ProjectEvent;
  readonly epoch: number;
  readonly agent: string;
  readonly session: string;
}

export function grantOf(event: ProjectEvent): LoggedGrant | null {
  if (event.type !== 'task.claimed') return null;
  const holder = recordOf(setOf(event)['holder']);
  return { event, epoch: Number(event.data['epoch']), agent: String(holder['agent']), session: String(holder['session']) };
}

interface TaskWalk {
  holder: LoggedGrant | null;
  highestEpoch: number;
}

/** Who holds a task, followed through the log: no epoch twice, one holder at a time, nothing by anyone else (SPEC CL1, LAW1). */
export function checkGrants(events: readonly ProjectEvent[], attempts: readonly StoredAttempt[]): Violation[] {
  const violations: Violation[] = [];
  const walks = new Map<string, TaskWalk>();
  const outcomes = new Map(
    attempts.map((attempt) => [epochKey(attempt.project, attempt.taskId, attempt.epoch), attempt.outcome]),
  );
  for (const event of events) {
    if (event.taskId === undefined) continue;
    const key = taskKey(event.project, event.taskId);
    const walk = walks.get(key) ?? { holder: null, highestEpoch: 0 };
    walks.set(key, walk);
    const held = walk.holder;
    const grant = grantOf(event);
    if (grant !== null) {
      const heldOutcome = held === null ? null : (outcomes.get(epochKey(event.project, event.taskId, held.epoch)) ?? null);
      violations.push(...judgeGrant(walk, grant, heldOutcome));
      walk.holder = grant;
    } else {
      violations.push(...judgeHolderEvent(event, held));
      if (endsHolding(event)) walk.holder = null;
    }
    const epoch = setOf(event)['epoch'];
    if (typeof epoch === 'number') walk.highestEpoch = Math.max(walk.highestEpoch, epoch);
  }
  return violations;
}

export function epochKey(project: string, taskId: unknown, epoch: unknown): string {
  return `${taskKey(project, taskId)}:${String(epoch)}`;
}

function judgeGrant(walk: TaskWalk, grant: LoggedGrant, heldOutcome: string | null): Violation[] {
  const violations: Violation[] = [];
  const said = `${describeEvent(grant.event)} grants epoch ${grant.epoch} to ${grant.session}`;
  if (grant.epoch <= walk.highestEpoch) {
    violations.push({ rule: 'CL1', evidence: `${said}, though the task had reached epoch ${walk.highestEpoch} already` });
  }
  const { holder } = walk;
  const takenOver = holder !== null && heldOutcome === 'taken_over' && holder.agent === grant.agent;
  if (holder !== null && !takenOver) {
    const since = `${holder.session} has held it since ${describeEvent(holder.event)} and nothing ended that`;
    violations.push({ rule: 'CL1', evidence: `${said}, but ${since}` });
  }
  return violations;
}

/** What only a holder does must name the holder's epoch, and come from the holder. */
function judgeHolderEvent(event: ProjectEvent, held: LoggedGrant | null): Violation[] {
  const { epoch } = event.data;
  if (typeof epoch !== 'number' || !HOLDER_EVENTS.has(event.type)) return [];
  if (held === null)
    return [{ rule: 'LAW1', evidence: `${describeEvent(event)} names epoch ${epoch} while nobody held the task` }];
  if (held.epoch !== epoch) {
    return [
      { rule: 'LAW1', evidence: `${describeEvent(event)} names epoch ${epoch} while ${held.session} held epoch ${held.epoch}` },
    ];
  }
  const byHolder = event.actor === 'system' || event.data['forced'] === true || event.actor === held.agent;
  return byHolder
    ? []
    : [{ rule: 'LAW1', evidence: `${describeEvent(event)} was not done by ${held.agent}, who held epoch ${epoch}` }];
}

const HOLDER_EVENTS: ReadonlySet<string> = new Set([
  'task.progressed',
  'task.submitted',
  'task.released',
  'task.blocked',
  'task.expired',
  'task.failed',
]);
const ENDS: ReadonlySet<string> = new Set([
  'task.submitted',
  'task.released',
  'task.blocked',
  'task.expired',
  'task.failed',
  'task.cancelled',
]);

function endsHolding(event: ProjectEvent): boolean {
  return ENDS.has(event.type);
}
