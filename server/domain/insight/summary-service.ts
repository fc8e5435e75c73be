import type { Summary } from '../../contract/attention.ts';
import { TaskStatus } from '../../contract/tasks.ts';
import type { CallContext } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import { formatCursor } from '../events/cursor-rules.ts';
import { isClaimable, type TaskVitals } from '../tasks/claim-rules.ts';
import { isHeld } from '../tasks/lease-rules.ts';
import { currentStatus, taskHealth } from '../tasks/task-health.ts';
import { attentionOf } from './attention-service.ts';
import type { BoardCounts } from './insight-queries.ts';
import { loadScene, type Scene } from './load-facts.ts';
import type { TeamMember } from './team.ts';

export interface SummaryService {
  /** The numbers of a project at one moment, by the predicates that all else goes by. */
  get(ctx: CallContext): Promise<Summary>;
}

export function createSummaryService(deps: DomainDeps): SummaryService {
  return {
    get(ctx) {
      return deps.storage.read(async (tx) => {
        const scene = await loadScene(tx, ctx.project, deps);
        const { project, at } = scene;
        const counts = (await tx.q.boardCounts({ project: project.name, wallNow: at.wallNow })) ?? NOTHING;
        const waitedMs = counts.oldestReviewAt === null ? null : Math.max(0, at.wallNow - counts.oldestReviewAt);
        return {
          asOf: formatCursor(deps.storage.incarnation, project.eventSeq),
          project: project.name,
          paused: project.pausedAt !== null,
          tasks: await countByStatus(scene, counts),
          ...countHeld(scene, counts),
          stuck: counts.broken,
          reviews: { waiting: counts.openReviews, oldestMs: waitedMs },
          agents: countAgents(scene.team.members),
          attention: (await attentionOf(scene, ctx)).length,
        };
      });
    },
  };
}

const NOTHING: BoardCounts = {
  ready: 0,
  scheduled: 0,
  due: 0,
  overBlocks: 0,
  unblocked: 0,
  broken: 0,
  openReviews: 0,
  oldestReviewAt: null,
};

/** By the status that each reader sees: what lapsed counts as todo or failed, whatever its row says. */
async function countByStatus({ tx, at, project, team }: Scene, { overBlocks }: BoardCounts): Promise<Summary['tasks']> {
  const stored = await tx.q.countTasks({ project: project.name });
  const counts = Object.fromEntries(TaskStatus.options.map((status) => [status, 0])) as Summary['tasks']; // one for each
  for (const { status, count } of stored) counts[status] = count;
  counts.blocked -= overBlocks;
  counts.todo += overBlocks;
  for (const task of team.doing) {
    counts.doing -= 1;
    counts[currentStatus(task, at)] += 1;
  }
  return counts;
}

function countHeld({ at, team }: Scene, { ready, due, unblocked }: BoardCounts) {
  const held = team.doing.filter((task) => isHeld(task, at.lease));
  const inHealth = (state: string) => held.filter((task: TaskVitals) => taskHealth(task, at).state === state).length;
  const lapsed = team.doing.filter((task) => isClaimable(task, at)).length;
  return {
    claimable: ready + due + unblocked + lapsed,
    held: held.length,
    expiring: inHealth('expiring'),
    silent: inHealth('silent'),
  };
}

function countAgents(members: readonly TeamMember[]): Summary['agents'] {
  const present = members.filter(({ agent }) => agent.status !== 'retired');
  const connected = (connection: TeamMember['connection']) => present.filter((one) => one.connection === connection).length;
  const paused = present.filter(({ agent }) => agent.status === 'paused').length;
  return { online: connected('online'), late: connected('late'), offline: connected('offline'), paused };
}
