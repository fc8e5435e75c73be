import { ATTENTION_MAX_ITEMS, type AttentionItem, type AttentionList } from '../../contract/attention.ts';
import { type CallContext, hasRole, type Principal } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import { escalationOf } from '../reviews/review-lease-rules.ts';
import { mayDecide } from '../reviews/review-service.ts';
import { namedReviewer } from '../reviews/reviewer-rules.ts';
import { taskHealth } from '../tasks/task-health.ts';
import { messagesOf } from './attention-messages.ts';
import { questionItem } from './attention-questions.ts';
import { inOrder, pauseItem, reviewItem, troubleItems } from './attention-rules.ts';
import { REVIEWS_LOOKED_AT } from './load-agent-facts.ts';
import { loadScene, loadTaskFacts, type Scene } from './load-facts.ts';
import { loadReadyGroups } from './ready-groups.ts';

/** So many tasks of one kind of trouble are looked at. */
const TROUBLE_LOOKED_AT = 200;
/** What failed longer ago than this no longer asks for anybody's attention by itself. */
export const FAILED_SHOWN_MS = 7 * 24 * 60 * 60 * 1_000;

export interface AttentionService {
  /**
   * What waits on the caller: questions that are put to it, reviews that it may decide, messages to be read now, its dead letters, and
   * trouble that it may end as lead or as the one who made the task.
   */
  list(ctx: CallContext): Promise<AttentionList>;
}

export function createAttentionService(deps: DomainDeps): AttentionService {
  return {
    list(ctx) {
      return deps.storage.read(async (tx) => {
        const all = await attentionOf(await loadScene(tx, ctx.project, deps), ctx);
        return { items: all.slice(0, ATTENTION_MAX_ITEMS), count: all.length, truncated: all.length > ATTENTION_MAX_ITEMS };
      });
    },
  };
}

/** All that waits on a principal, in order. Nothing waits on one that may only read. */
export async function attentionOf(scene: Scene, ctx: CallContext): Promise<AttentionItem[]> {
  const { principal } = ctx;
  if (!hasRole(principal, 'agent')) return [];
  const isLead = hasRole(principal, 'lead');
  const questions = await questionsTo(scene, principal);
  const reviews = await reviewsOf(scene, ctx);
  const trouble = await troubleOf(scene, (task) => isLead || task.createdBy === principal.name);
  const asked = new Set(questions.map(({ taskId }) => taskId));
  // Who is asked need not be told besides that the task is blocked.
  const others = trouble.filter(({ kind, taskId }) => kind !== 'blocked' || !asked.has(taskId));
  const messages = await messagesOf(scene, principal);
  return inOrder([...questions, ...reviews, ...others, ...messages, ...(isLead ? pauseItem(scene.project) : [])]);
}

async function questionsTo({ tx, at, project, team }: Scene, principal: Principal): Promise<AttentionItem[]> {
  const isHuman = team.members.some(({ agent }) => agent.name === principal.agent && agent.kind === 'human');
  const of = { project: project.name, status: 'blocked', limit: TROUBLE_LOOKED_AT };
  return (await tx.q.listNewestByStatus(of)).flatMap((task) => questionItem(task, { by: { principal, isHuman }, at }));
}

/** Those that ask for the caller, as the one named or as anybody, or as a lead once they are escalated, and that it may decide. */
async function reviewsOf({ tx, at, project }: Scene, ctx: CallContext): Promise<AttentionItem[]> {
  const open = await tx.q.listOpenReviews({ project: project.name, after: '', limit: REVIEWS_LOOKED_AT });
  const isLead = hasRole(ctx.principal, 'lead');
  const items = await Promise.all(
    open.map(async (review) => {
      const approvals = await tx.q.listApprovals({ review: review.id });
      const named = namedReviewer({ review, approvedBy: approvals.map(({ by }) => by) });
      const escalation = isLead ? escalationOf(review, at) : null;
      if (named !== null && named !== ctx.principal.name && escalation === null) return [];
      return (await mayDecide(tx, ctx, { review, at })) ? [reviewItem(review, { named, escalation, at })] : [];
    }),
  );
  return items.flat();
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
