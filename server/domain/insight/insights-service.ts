import { INSIGHTS_MAX_EVENTS, type Insights, type InsightsQuery } from '../../contract/insights.ts';
import { invariant } from '../../kernel/invariant.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { CallContext } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import { formatCursor } from '../events/cursor-rules.ts';
import type { WallTime } from '../records.ts';
import type { Storage } from '../store.ts';
import type { LogStep } from './insight-queries.ts';
import { bucketsOf, emptyDepth, movesOf, reviewWaitOf, staysOf } from './insights-rules.ts';

/** Read in pages, so that nobody waits long behind one who wants to see a week. */
const PAGE_STEPS = 2_000;
const HOUR_MS = 3_600_000;

export interface InsightsService {
  /** How a project went over the last hours, as its log says. */
  get(ctx: CallContext, input: InsightsQuery): Promise<Insights>;
}

export function createInsightsService({ storage, clock }: DomainDeps): InsightsService {
  return {
    async get({ project }, { hours, buckets }) {
      const to = clock.wallNow();
      const bucketMs = Math.ceil((hours * HOUR_MS) / buckets);
      const from = to - bucketMs * buckets;
      const { head, now } = await presentOf(storage, project);
      const read = await readSteps(storage, { project, head, from });
      const before = await stepsBefore(storage, { project, steps: read.steps });
      const moves = movesOf(read.steps, before);
      return {
        project,
        asOf: formatCursor(storage.incarnation, head),
        since: isoTime(read.since),
        complete: read.since <= from,
        bucketMs,
        buckets: bucketsOf({ to, bucketMs, buckets }, { now, moves, steps: read.steps }),
        stays: staysOf(moves),
        reviewWait: reviewWaitOf(read.steps),
      };
    },
  };
}

/** How many tasks have each status by their rows, and the number of the event as of which they do. */
function presentOf(storage: Storage, project: string) {
  return storage.read(async ({ q }) => {
    const [row, counts] = await Promise.all([q.getProject({ name: project }), q.countTasks({ project })]);
    invariant(row !== undefined, 'the project of a call is there');
    const now = emptyDepth();
    for (const { status, count } of counts) now[status] = count;
    return { head: row.eventSeq, now };
  });
}

interface StepsRead {
  /** In the order of the log, none before the time asked for. */
  readonly steps: LogStep[];
  /** From when on there is nothing that was not read. */
  readonly since: WallTime;
}

async function readSteps(
  storage: Storage,
  { project, head, from }: { project: string; head: number; from: WallTime },
): Promise<StepsRead> {
  const found: LogStep[] = [];
  for (let before = head + 1; found.length < INSIGHTS_MAX_EVENTS; ) {
    const page = await storage.read(({ q }) => q.listLogSteps({ project, before, limit: PAGE_STEPS }));
    found.push(...page.filter(({ at }) => at >= from));
    const last = page.at(-1);
    // A log that begins with its first event has forgotten nothing.
    if (last === undefined || last.at < from || last.seq === 1) return { steps: found.reverse(), since: from };
    if (page.length < PAGE_STEPS) break;
    before = last.seq;
  }
  return { steps: found.reverse(), since: found[0]?.at ?? from };
}

/** The last step of each task ahead of these, where its first one here is not its making. */
async function stepsBefore(
  storage: Storage,
  { project, steps }: { project: string; steps: readonly LogStep[] },
): Promise<Map<number, LogStep>> {
  const firsts = new Map<number, LogStep>();
  for (const step of steps) {
    if (step.task !== null && step.status !== null && !firsts.has(step.task)) firsts.set(step.task, step);
  }
  const wanted = [...firsts.values()].filter(({ type }) => type !== 'task.created');
  const known = new Map<number, LogStep>();
  for (let at = 0; at < wanted.length; at += PAGE_STEPS) {
    const page = wanted.slice(at, at + PAGE_STEPS);
    const find = ({ task, seq }: LogStep) => ({ project, task: task ?? 0, before: seq });
    const found = await storage.read(({ q }) => Promise.all(page.map((step) => q.findLogStepBefore(find(step)))));
    for (const step of found) if (step?.task != null) known.set(step.task, step);
  }
  return known;
}
