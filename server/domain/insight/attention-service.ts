import { ATTENTION_MAX_ITEMS, type AttentionItem, type AttentionList } from '../../contract/attention.ts';
import { type CallContext, hasRole, type Principal } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import { taskHealth } from '../tasks/task-health.ts';
import { inOrder, pauseItem, reviewItem, troubleItems } from './attention-rules.ts';
import { REVIEWS_LOOKED_AT } from './load-agent-facts.ts';
import { loadReviewFacts, loadScene, loadTaskFacts, type Scene } from './load-facts.ts';
import { loadReadyGroups } from './ready-groups.ts';
import type { ReviewFacts } from './task-facts.ts';

/** So many tasks of one kind of trouble are looked at. */
const TROUBLE_LOOKED_AT = 200;
/** What failed longer ago than this no longer asks for anybody's attention by itself. */
export const FAILED_SHOWN_MS = 7 * 24 * 60 * 60 * 1_000;

export interface AttentionService {
  /** What waits on the caller: reviews that it may decide, and trouble that it may end as lead or as the one who made the task. */
  list(ctx: CallContext): Promise<AttentionList>;
}

export function createAttentionService(deps: DomainDeps): AttentionService {
  return {
    list(ctx) {
      return deps.storage.read(async (tx) => {
        const all = await attentionOf(await loadScene(tx, ctx.project, deps), ctx.principal);
        return { items: all.slice(0, ATTENTION_MAX_ITEMS), count: all.length, truncated: all.length > ATTENTION_MAX_ITEMS };
      });
    },
  };
}

/** All that waits on a principal, in order. Nothing waits on one that may only read. */
export async function attentionOf(scene: Scene, principal: Principal): Promise<AttentionItem[]> {
  if (!hasRole(principal, 'agent')) return [];
  const isLead = hasRole(principal, 'lead');
  return inOrder([
    ...(await reviewsOf(scene, principal)),
    ...(await troubleOf(scene, (task) => isLead || task.createdBy === principal.name)),
    ...(isLead ? pauseItem(scene.project) : []),
  ]);
}

async function reviewsOf(scene: Scene, { name }: Principal): Promise<AttentionItem[]> {
  const { tx, at, project } = scene;
  const open = await tx.q.listOpenReviews({ project: project.name, after: '', limit: REVIEWS_LOOKED_AT });
  const asked = open.filter(({ reviewer }) => reviewer === 'any' || reviewer === name);
  const facts = await Promise.all(asked.map((review) => loadReviewFacts(scene, review)));
  return facts.filter((one) => mayDecide(one, name)).map((one) => reviewItem(one, at));
}

/** Who worked on it decides nothing, and nobody approves the same revision twice. */
function mayDecide({ worked, selfReview, approvals }: ReviewFacts, name: string): boolean {
  return (selfReview || !worked.has(name)) && !approvals.includes(name);
}

async function troubleOf(scene: Scene, concerns: (task: TaskRecord) => boolean): Promise<AttentionItem[]> {
  const suspects = new Map<number, { task: TaskRecord; alike: number }>();
  for (const suspect of [...(await troubledTasks(scene)), ...(await unservedTasks(scene))]) {
    if (concerns(suspect.task)) suspects.set(suspect.task.number, suspect);
  }
  const facts = await Promise.all(
    [...suspects.values()].map(async ({ task, alike }) => ({ alike, facts: await loadTaskFacts(scene, task) })),
  );
  return facts.flatMap((one) => troubleItems(one.facts, one.alike));
}

interface Suspect {
  readonly task: TaskRecord;
  /** How many others are in the same case and are not looked at. */
  readonly alike: number;
}

/** Tasks that may be in trouble by their own state. Whether they are is for the reasons to say. */
async function troubledTasks({ tx, at, project, team, deps }: Scene): Promise<Suspect[]> {
  const of = { project: project.name, limit: TROUBLE_LOOKED_AT };
  const failed = await tx.q.listNewestByStatus({ ...of, status: 'failed' });
  const blocked = await tx.q.listNewestByStatus({ ...of, status: 'blocked' });
  const validating = await tx.q.listTasksByStatus({ ...of, status: 'validating', after: 0 });
  const broken = await tx.q.listBrokenTasks({ ...of, after: 0 });
  const away = new Set(team.members.filter(({ connection }) => connection === 'offline').map(({ agent }) => agent.name));
  const silent = team.doing.filter((task) => {
    const { state } = taskHealth(task, at);
    return state === 'silent' || state === 'stuck' || away.has(task.holderAgent ?? '');
  });
  const doing = await Promise.all(
    silent.slice(0, TROUBLE_LOOKED_AT).map(({ number }) => tx.q.findTask({ project: project.name, number })),
  );
  const recent = failed.filter(({ statusSince }) => at.wallNow - statusSince <= FAILED_SHOWN_MS);
  const tasks = [...recent, ...blocked, ...validating, ...broken, ...doing.filter((task) => task !== undefined)];
  return tasks.map((task) => ({ task: deps.leases.apply(task), alike: 0 }));
}

/** The first task of each queue: what is in its way is in the way of all behind it. */
async function unservedTasks({ tx, at, project }: Scene): Promise<Suspect[]> {
  const groups = (await loadReadyGroups(tx, project.name, at)).slice(0, TROUBLE_LOOKED_AT);
  const firsts = await Promise.all(groups.map(({ first }) => tx.q.findTask({ project: project.name, number: first })));
  return firsts.flatMap((task, index) => (task === undefined ? [] : [{ task, alike: (groups[index]?.count ?? 1) - 1 }]));
}
