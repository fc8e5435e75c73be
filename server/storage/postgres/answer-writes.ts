import { invariant } from '../../kernel/invariant.ts';
import { answerFrom, rowsByCaller } from './answer-reads.ts';
import { type BatchTransaction, type Delivery, deliver, sendGathered, sendPlain } from './batch-transaction.ts';
import type { Plan } from './catalogue.ts';
import { taskKey } from './query-rules.ts';
import type { Ask } from './running-work.ts';
import { type Params, slotValues } from './statement.ts';

/** Answers updates of single rows: those that mean different rows are one statement, those that mean the same follow each other. */
export async function answerRowUpdates(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const { manner } = plan;
  invariant(manner.kind === 'row-update', `${plan.name} updates single rows`);
  const waves = inWaves(asks, (params) => JSON.stringify(manner.key.map((name) => params[name])));
  return (await Promise.all(waves.map((wave) => updateWave(plan, wave, tx)))).flat();
}

function inWaves(asks: readonly Ask[], keyOf: (params: Params) => string): Ask[][] {
  const waves: Ask[][] = [];
  const used = new Map<string, number>();
  for (const ask of asks) {
    const key = keyOf(ask.params);
    const nth = used.get(key) ?? 0;
    used.set(key, nth + 1);
    const wave = waves[nth];
    if (wave === undefined) waves.push([ask]);
    else wave.push(ask);
  }
  return waves;
}

async function updateWave(plan: Plan, wave: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  if (wave.length === 1 || plan.gathered === null) return answerOneByOne(plan, wave, tx);
  const reply = await sendGathered(
    tx.link,
    { name: plan.name, text: plan.gathered.text },
    wave.map((ask) => slotValues(plan.statement, ask.params)),
  );
  const changed = rowsByCaller(reply.rows, wave.length);
  return wave.map((ask, i) => {
    const rows = changed[i] ?? [];
    return deliver(ask, plan.statement.kind === 'run' ? { changes: rows.length } : answerFrom(plan, rows, 1));
  });
}

/** Answers inserts: all are one statement. Of those that mean the same row the first makes it, unless it was there. */
export async function answerInserts(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const { manner } = plan;
  invariant(manner.kind === 'insert' && plan.gathered !== null, `${plan.name} inserts rows`);
  if (asks.length === 1) return answerOneByOne(plan, asks, tx);
  const reply = await sendGathered(
    tx.link,
    { name: plan.name, text: plan.gathered.text },
    asks.map((ask) => slotValues(plan.statement, ask.params)),
  );
  const names = Object.keys(manner.known);
  if (names.length === 0) return asks.map((ask) => deliver(ask, { changes: 1 }));
  const made = new Set(reply.rows.map((row) => JSON.stringify(row)));
  return asks.map((ask) => {
    const isMade = made.delete(JSON.stringify(names.map((name) => ask.params[name])));
    return deliver(ask, { changes: isMade ? 1 : 0 });
  });
}

/** Answers each caller with a statement of its own, in the order in which they came. */
export async function answerOneByOne(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const { statement } = plan;
  const replies = await Promise.all(asks.map((ask) => sendPlain(tx.link, statement, slotValues(statement, ask.params))));
  return asks.map((ask, i) => {
    const { rowCount = 0, rows = [] } = replies[i] ?? {};
    return deliver(ask, statement.kind === 'run' ? { changes: rowCount } : answerFrom(plan, rows, 0));
  });
}

const DEPENDENTS = 'select task from task_deps where project = $1 and depends_on = $2';

/**
 * Moves the counters of the tasks that depend on one that ended. They are its work's from then on; while one of them is another's, who
 * has read the old counters, it waits.
 */
export async function answerShifts(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const found = await Promise.all(
    asks.map(({ params }) => {
      const { project, number } = params;
      return tx.link.send({ name: 'dependents', text: DEPENDENTS, values: [project, number] });
    }),
  );
  const free = asks.filter((ask, i) => {
    const keys = (found[i]?.rows ?? []).map(([number]) => taskKey({ project: ask.params['project'], number }));
    if (!keys.every((key) => tx.owners.isFree(key, ask.work))) return false;
    for (const key of keys) tx.owners.take(key, ask.work);
    ask.work.hasWritten = true;
    return true;
  });
  return answerOneByOne(plan, free, tx);
}

/**
 * Gives out task numbers. They are counted outside of the transaction, in the same row that numbers the log: held from here to the
 * commit, that row would make every other transaction of the project wait. A work that fails leaves a gap, which no rule forbids.
 */
export async function answerNumbers(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  // This transaction holds the row, or has made it, so nobody else can count in it.
  if (tx.touchesProjects) return answerOneByOne(plan, asks, tx);
  const wanted = Map.groupBy(asks, (ask) => String(ask.params['name']));
  const deliveries = [...wanted].map(async ([project, same]) => {
    const counts = same.map((ask) => Number(ask.params['count']));
    const total = counts.reduce((sum, count) => sum + count, 0);
    const end = await tx.giveNumbers(project, total);
    if (end === null) return same.map((ask) => deliver(ask, undefined));
    let next = end - total;
    return same.map((ask, i) => {
      next += counts[i] ?? 0;
      return deliver(ask, { nextTask: next });
    });
  });
  return (await Promise.all(deliveries)).flat();
}
