import type { AttentionItem, AttentionKind, AttentionUrgency } from '../../contract/attention.ts';
import type { TaskReasonId } from '../../contract/explain.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { ProjectRecord, ReviewRecord } from '../records.ts';
import type { Escalation } from '../reviews/review-lease-rules.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { taskId } from '../tasks/task-view.ts';
import { lasting, leftBlocked, pausedWords } from './reason-words.ts';
import type { TaskFacts } from './task-facts.ts';
import { taskReasons } from './task-reasons.ts';

/** A review that has waited for so long is urgent. */
export const REVIEW_LATE_MS = 2 * 60 * 60 * 1_000;

const URGENCIES: readonly AttentionUrgency[] = ['now', 'next', 'whenever'];

/** Of which reasons somebody has to hear, and what comes of it if nobody does anything. */
const NOTABLE: Partial<
  Record<
    TaskReasonId,
    { kind: AttentionKind; urgency: AttentionUrgency; otherwise: string | ((task: TaskFacts['task']) => string) }
  >
> = {
  attempts_used_up: {
    kind: 'task_failed',
    urgency: 'next',
    otherwise: 'It stays failed, and whatever depends on it stays where it is.',
  },
  dependency_broken: { kind: 'dependency_broken', urgency: 'next', otherwise: 'It stays in todo, and nobody can ever claim it.' },
  nobody_capable: { kind: 'nobody_able', urgency: 'next', otherwise: 'It stays in todo.' },
  able_paused: { kind: 'nobody_able', urgency: 'next', otherwise: 'It stays in todo until one of them is resumed.' },
  able_offline: { kind: 'nobody_able', urgency: 'whenever', otherwise: 'It stays in todo until one of them is back.' },
  reserved_for_absent: { kind: 'nobody_able', urgency: 'next', otherwise: 'It stays in todo: nobody else may claim it.' },
  holder_silent: {
    kind: 'holder_silent',
    urgency: 'next',
    otherwise: 'Heartbeats keep it with its holder for up to 24 h from the claim.',
  },
  holder_offline: { kind: 'holder_silent', urgency: 'whenever', otherwise: 'Others can claim it when the lease is over.' },
  reviewer_absent: { kind: 'review_stuck', urgency: 'now', otherwise: 'It stays in validating: nothing is approved by time.' },
  nobody_to_review: { kind: 'review_stuck', urgency: 'now', otherwise: 'It stays in validating: nothing is approved by time.' },
  blocked: { kind: 'blocked', urgency: 'next', otherwise: leftBlocked },
};

/** What is wrong with a task and concerns a lead, or whoever made it. `alike` counts others in the same case. */
export function troubleItems(facts: TaskFacts, alike = 0): AttentionItem[] {
  const { task, at } = facts;
  const id = taskId(task.number);
  return taskReasons(facts).flatMap(({ reason, because, since }, index, all) => {
    const notable = NOTABLE[reason];
    // Of several reasons of one kind the first tells it all.
    if (notable === undefined || all.findIndex((one) => NOTABLE[one.reason]?.kind === notable.kind) !== index) return [];
    const { kind, urgency, otherwise } = notable;
    const isHolder = kind === 'holder_silent';
    return [
      {
        id: `${kind}:${id}`,
        kind,
        urgency,
        from: isHolder && task.holderAgent !== null ? task.holderAgent : (facts.review?.review.author ?? task.createdBy),
        what: `${because}${alike === 0 ? '' : ` So it is with ${alike} more.`}`,
        since: isoTime(Math.min(since ?? task.statusSince, at.wallNow)),
        otherwise: typeof otherwise === 'string' ? otherwise : otherwise(task),
        taskId: id,
        reviewId: facts.review?.review.id ?? null,
        messageId: null,
        agent: isHolder ? task.holderAgent : null,
      },
    ];
  });
}

/** A review that the caller may decide. */
export function reviewItem(
  review: ReviewRecord,
  { named, escalation, at }: { named: string | null; escalation: Escalation | null; at: Moment },
): AttentionItem {
  const id = taskId(review.task);
  const waitedMs = at.wallNow - review.createdAt;
  const asked = named === null ? '' : ` and asks for ${named}`;
  const leads = escalation === null ? '' : ` The leads are asked, since ${escalation.because}.`;
  return {
    id: `review:${review.id}`,
    kind: 'review',
    urgency: waitedMs >= REVIEW_LATE_MS || escalation !== null ? 'now' : 'next',
    from: review.author,
    what: `${review.author} handed in ${id}${asked}: approve it, or request changes, with POST /v1/reviews/${review.id}/decide. It has waited for ${lasting(waitedMs)}.${leads}`,
    since: isoTime(review.createdAt),
    otherwise: `${id} stays in validating, and what depends on it cannot begin.`,
    taskId: id,
    reviewId: review.id,
    messageId: null,
    agent: review.author,
  };
}

export function pauseItem(project: ProjectRecord): AttentionItem[] {
  if (project.pausedAt === null) return [];
  return [
    {
      id: `project_paused:${project.name}`,
      kind: 'project_paused',
      urgency: 'whenever',
      from: project.pausedBy ?? 'system',
      what: pausedWords(project),
      since: isoTime(project.pausedAt),
      otherwise: 'Nothing is claimed until it is resumed.',
      taskId: null,
      reviewId: null,
      messageId: null,
      agent: null,
    },
  ];
}

/** The most urgent first, then the oldest; each thing once. */
export function inOrder(items: readonly AttentionItem[]): AttentionItem[] {
  const once = [...new Map(stuckOnce(items).map((item) => [item.id, item])).values()];
  const rank = (item: AttentionItem) => URGENCIES.indexOf(item.urgency);
  return once.sort((a, b) => rank(a) - rank(b) || Date.parse(a.since) - Date.parse(b.since) || (a.id < b.id ? -1 : 1));
}

/** A review that nobody else can do and the caller may decide is one thing: theirs to decide, and urgent. */
function stuckOnce(items: readonly AttentionItem[]): AttentionItem[] {
  const of = (wanted: AttentionKind) => new Set(items.filter(({ kind }) => kind === wanted).map(({ reviewId }) => reviewId));
  const [mine, stuck] = [of('review'), of('review_stuck')];
  return items
    .filter(({ kind, reviewId }) => kind !== 'review_stuck' || !mine.has(reviewId))
    .map((item) => (item.kind === 'review' && stuck.has(item.reviewId) ? { ...item, urgency: 'now' } : item));
}
