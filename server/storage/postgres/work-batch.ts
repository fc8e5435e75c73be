import { unreachable } from '../../kernel/invariant.ts';
import {
  answerHeads,
  answerHeldFinds,
  answerHeldLists,
  answerHeldReads,
  answerOwnedFinds,
  answerProjectHolds,
} from './answer-holds.ts';
import { answerReads } from './answer-reads.ts';
import { answerInserts, answerNumbers, answerOneByOne, answerRowUpdates, answerShifts } from './answer-writes.ts';
import type { BatchTransaction, Delivery } from './batch-transaction.ts';
import type { Plan } from './catalogue.ts';
import { isAftermath } from './postgres-errors.ts';
import { PROJECT_WRITES, SETTLED_READS, SHIFT_DEPENDENTS } from './query-rules.ts';
import type { Ask, RunningWork } from './running-work.ts';
import type { Params } from './statement.ts';

/** A statement failed, and with it the transaction. Whoever had asked for it may be the reason. */
export class BatchBroken extends Error {
  readonly reason: unknown;
  readonly suspects: ReadonlySet<RunningWork>;
  constructor(reason: unknown, suspects: ReadonlySet<RunningWork>) {
    super(`a statement failed: ${String(reason)}`);
    this.reason = reason;
    this.suspects = suspects;
  }
}

/**
 * Runs works side by side in one transaction, until each has come to its end or was put off. In every round each work goes as far as
 * its next query; what all of them ask is then sent together, one statement for each kind of query. So a hundred claims cost about as
 * many statements as one. Throws BatchBroken when a statement fails.
 */
export async function runBatch(works: readonly RunningWork[], tx: BatchTransaction): Promise<void> {
  for (;;) {
    await quiet();
    for (const work of works) if (!work.isSettled && work.pending.length === 0) work.abortForeign();
    const asks = works.flatMap((work) => work.pending);
    if (asks.length === 0) return;
    const deliveries = await ask(asks, tx);
    if (deliveries.length === 0) breakCircle(asks);
    for (const handOver of deliveries) handOver();
  }
}

/** All queries answer within microtasks, so whoever has neither ended nor asked when a tick comes awaits something foreign. */
function quiet(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** All wait for each other, so one has to begin anew with nobody beside it; one that wrote would take the others with it. */
function breakCircle(asks: readonly Ask[]): void {
  const works = asks.map(({ work }) => work);
  (works.findLast(({ hasWritten }) => !hasWritten) ?? works.at(-1))?.putOff('row-held');
}

async function ask(all: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const asks = all.filter((one) => !SETTLED_READS.includes(one.plan.name) || !isAnotherWriting(all, one));
  // In a round of their own: what they make ready is their work's before others can find it.
  const shifts = asks.filter(({ plan }) => plan.name === SHIFT_DEPENDENTS);
  const moved = shifts.length === 0 ? [] : await askTogether(shifts, tx);
  return moved.length > 0
    ? moved
    : askTogether(
        asks.filter((one) => !shifts.includes(one)),
        tx,
      );
}

/** Whether another work has written and goes on, or is about to write. */
function isAnotherWriting(all: readonly Ask[], { work }: Ask): boolean {
  return all.some((other) => other.work !== work && (other.work.hasWritten || !other.plan.statement.reads));
}

async function askTogether(asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const groups = [...Map.groupBy(asks, ({ plan }) => plan)];
  // All are sent before any is answered, in this order.
  const results = await Promise.allSettled(groups.map(([plan, same]) => answer(plan, same, tx)));
  refuseFailure(groups, results);
  return results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
}

function refuseFailure(
  groups: ReadonlyArray<readonly [Plan, readonly Ask[]]>,
  results: ReadonlyArray<PromiseSettledResult<Delivery[]>>,
): void {
  // After the first failure all that follows fails as well, without being the reason.
  const failed = results.findIndex((result) => result.status === 'rejected' && !isAftermath(result.reason));
  const at = failed < 0 ? results.findIndex((result) => result.status === 'rejected') : failed;
  const result = results[at];
  if (result?.status !== 'rejected') return;
  throw new BatchBroken(result.reason, new Set(groups[at]?.[1].map(({ work }) => work)));
}

async function answer(plan: Plan, all: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const { manner } = plan;
  const asks = 'owns' in manner && manner.owns !== null ? ownWhatIsFree(manner.owns, all, tx) : all;
  if (asks.length === 0) return [];
  if (!plan.statement.reads && manner.kind !== 'numbers' && plan.name !== SHIFT_DEPENDENTS) noteWrite(plan, asks, tx);
  const { kind } = manner;
  switch (kind) {
    case 'read':
      return answerReads(plan, asks, tx);
    case 'held-find':
      return answerHeldFinds(plan, asks, tx);
    case 'held-read':
      return answerHeldReads(plan, asks, tx);
    case 'owned-find':
      return answerOwnedFinds(plan, asks, tx);
    case 'head':
      return answerHeads(plan, asks, tx);
    case 'held-list':
      return answerHeldLists(plan, asks, tx);
    case 'project-hold':
      return answerProjectHolds(plan, asks, tx);
    case 'row-update':
      return answerRowUpdates(plan, asks, tx);
    case 'insert':
      return answerInserts(plan, asks, tx);
    case 'numbers':
      return answerNumbers(plan, asks, tx);
    case 'alone':
      return plan.name === SHIFT_DEPENDENTS ? answerShifts(plan, asks, tx) : answerOneByOne(plan, asks, tx);
    default:
      return unreachable(kind);
  }
}

function noteWrite(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): void {
  for (const { work } of asks) work.hasWritten = true;
  if (PROJECT_WRITES.includes(plan.name)) tx.touchesProjects = true;
}

/** Those who may change what they mean to; the others ask again when whoever has it is over. */
function ownWhatIsFree(owns: (params: Params) => string, asks: readonly Ask[], { owners }: BatchTransaction): readonly Ask[] {
  return asks.filter(({ work, params }) => {
    const key = owns(params);
    if (!owners.isFree(key, work)) return false;
    owners.take(key, work);
    return true;
  });
}
