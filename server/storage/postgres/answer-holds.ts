import { invariant } from '../../kernel/invariant.ts';
import { answerFrom, answerReads, rowsByCaller, type Tuple, tuplesOf } from './answer-reads.ts';
import { type BatchTransaction, type Delivery, deliver, sendGathered, sendPlain } from './batch-transaction.ts';
import type { Plan } from './catalogue.ts';
import type { Link, Reply } from './link.ts';
import type { Hold } from './query-rules.ts';
import type { Ask } from './running-work.ts';
import { slotValues, toRow } from './statement.ts';

type Row = readonly unknown[];

/** Answers finds whose row is then held. A row that another transaction holds puts the work off. */
export async function answerHeldFinds(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const hold = holdOf(plan);
  const free = asks.filter((ask) => takeIfFree(tx, hold.key(ask.params), ask));
  if (free.length === 0) return [];
  const tuples = tuplesOf(free);
  if (tx.waits) {
    const replies = await Promise.all(tuples.map(({ values }) => sendWaiting(tx.link, plan, values)));
    return tuples.flatMap((tuple, i) => deliverAll(plan, tuple, { rows: replies[i]?.rows ?? [], from: 0 }));
  }
  const found = await sendLocking(tx.link, plan, tuples);
  return tuples.flatMap((tuple, i) => {
    const rows = found[i] ?? [];
    return isRestHeld(rows) ? tuple.asks.map(putOff) : deliverAll(plan, tuple, { rows: rows.filter(isRow), from: 1 });
  });
}

/**
 * Answers reads of what hangs on a row that is held first: two claims at once would else each count the same tasks. Two statements, one sent
 * behind the other, because a statement sees what was there when it began, not when it had waited for its lock.
 */
export async function answerHeldReads(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const { manner } = plan;
  invariant(manner.kind === 'held-read', `${plan.name} holds the row that it hangs on`);
  const { holder, argumentsOf } = manner;
  const { key } = holdOf(holder);
  const free = asks.filter((ask) => takeIfFree(tx, key(argumentsOf(ask.params)), ask));
  if (free.length === 0) return [];
  const rows = free.map((ask) => ({ values: slotValues(holder.statement, argumentsOf(ask.params)) }));
  const holding = tx.waits
    ? Promise.all(rows.map(({ values }) => sendWaiting(tx.link, holder, values))).then(() => [])
    : sendLocking(tx.link, holder, rows);
  const [held, deliveries] = await Promise.all([holding, answerReads(plan, free, tx)]);
  // Who is put off first takes no answer any more.
  return [...free.filter((_, i) => isRestHeld(held[i] ?? [])).map(putOff), ...deliveries];
}

/** Answers finds of what may not be there yet: within a batch one work at a time asks and may make it. */
export async function answerOwnedFinds(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const { manner } = plan;
  invariant(manner.kind === 'owned-find', `${plan.name} is owned by a key`);
  const free = asks.filter((ask) => takeIfFree(tx, manner.key(ask.params), ask));
  return free.length === 0 ? [] : answerReads(plan, free, tx);
}

/**
 * Answers who asks for the head of a queue, each with another row: the first that no other transaction holds and no other work of
 * this one. Who gets none asks again as long as a row may still come free, here or in another transaction.
 */
export async function answerHeads(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const tuples = tuplesOf(asks);
  const found = await sendLocking(
    tx.link,
    plan,
    // The last argument is the limit, which the query itself sets to one. Not more than are wanted: what is locked here, others pass over.
    tuples.map(({ values, asks: same, key }) => ({ values: [...values.slice(0, -1), same.length + (tx.taken.get(key) ?? 0)] })),
  );
  return (await Promise.all(tuples.map((tuple, i) => shareOut(plan, tuple, { rows: found[i] ?? [], tx })))).flat();
}

async function shareOut(
  plan: Plan,
  tuple: Tuple,
  { rows, tx }: { rows: readonly Row[]; tx: BatchTransaction },
): Promise<Delivery[]> {
  if (isRestHeld(rows)) return tx.waits ? waitForHead(plan, tuple, tx) : tuple.asks.map(putOff);
  const hold = holdOf(plan);
  const left = rows.filter(isRow).map((row) => toRow(plan.statement, row, 1));
  // Nothing is there, so nothing will be until somebody makes it.
  if (left.length === 0) return tuple.asks.map((ask) => deliver(ask, undefined));
  const deliveries: Delivery[] = [];
  for (const ask of tuple.asks) {
    const at = left.findIndex((row) => tx.owners.isFree(hold.key(row), ask.work));
    const [row] = at < 0 ? [] : left.splice(at, 1);
    if (row === undefined) continue;
    tx.owners.take(hold.key(row), ask.work);
    deliveries.push(deliver(ask, row));
  }
  // What is left is other works' of this batch, who may yet leave it. Whoever got nothing asks again, for what comes behind it.
  tx.taken.set(tuple.key, left.length);
  return deliveries;
}

async function waitForHead(plan: Plan, tuple: Tuple, tx: BatchTransaction): Promise<Delivery[]> {
  const { rows } = await sendWaiting(tx.link, plan, tuple.values);
  return deliverAll(plan, tuple, { rows, from: 0 });
}

/** Answers a list whose rows are then held, one caller after the other. */
export async function answerHeldLists(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const [ask] = asks;
  // Two lists of the same would want the same rows, so the others ask again when this work is over.
  if (ask === undefined || !takeIfFree(tx, `list ${plan.name}`, ask)) return [];
  const values = slotValues(plan.statement, ask.params);
  const hold = holdOf(plan);
  const passed = tx.waits ? '' : ' skip locked';
  const text = `${plan.waiting}${passed}`;
  const [held, all] = await Promise.all([
    tx.link.send({ name: `${plan.name}/hold${passed}`, text, values }),
    sendPlain(tx.link, plan.statement, values),
  ]);
  if (!tx.waits && all.rows.length > held.rows.length) return [putOff(ask)];
  const rows = held.rows.map((row) => toRow(plan.statement, row));
  if (!rows.every((row) => tx.owners.isFree(hold.key(row), ask.work))) return [];
  for (const row of rows) tx.owners.take(hold.key(row), ask.work);
  return [deliver(ask, rows)];
}

/** Keeps other works of the project from deciding on the same: what its tasks depend on, who holds which of its paths. */
export async function answerProjectHolds(plan: Plan, asks: readonly Ask[], tx: BatchTransaction): Promise<Delivery[]> {
  const { manner } = plan;
  invariant(manner.kind === 'project-hold', `${plan.name} locks a project`);
  const free = asks.filter((ask) => takeIfFree(tx, `${plan.name} ${ask.params['project']}`, ask));
  const deliveries = free.map(async (ask) => {
    const { project } = ask.params;
    const take = tx.waits
      ? 'select true from pg_advisory_xact_lock($1, hashtext($2))'
      : 'select pg_try_advisory_xact_lock($1, hashtext($2))';
    const { rows } = await tx.link.send({ name: `${plan.name}/${tx.waits}`, text: take, values: [manner.locks, project] });
    return rows[0]?.[0] === true ? deliver(ask, { name: project }) : putOff(ask);
  });
  return Promise.all(deliveries);
}

function holdOf({ manner, name }: Plan): Hold {
  invariant('hold' in manner, `${name} holds its rows`);
  return manner.hold;
}

function takeIfFree(tx: BatchTransaction, key: string, ask: Ask): boolean {
  if (!tx.owners.isFree(key, ask.work)) return false;
  tx.owners.take(key, ask.work);
  return true;
}

async function sendLocking(link: Link, plan: Plan, tuples: ReadonlyArray<{ values: readonly unknown[] }>): Promise<Row[][]> {
  invariant(plan.gathered?.tellsRest === true, `${plan.name} can be asked so that it passes over what is locked`);
  const form = { name: `${plan.name}/hold`, text: plan.gathered.text };
  const { rows } = await sendGathered(
    link,
    form,
    tuples.map(({ values }) => values),
  );
  return rowsByCaller(rows, tuples.length);
}

function sendWaiting(link: Link, plan: Plan, values: readonly unknown[]): Promise<Reply> {
  invariant(plan.waiting !== null, `${plan.name} has a waiting form`);
  return link.send({ name: `${plan.name}/wait`, text: plan.waiting, values });
}

/** Whether the caller found nothing although there is something, which another transaction holds. */
function isRestHeld(rows: readonly Row[]): boolean {
  return rows.some((row) => row.at(-1) === true);
}

/** A caller that found nothing has a row of nulls. */
function isRow(row: Row): boolean {
  return row[1] !== null;
}

function deliverAll(plan: Plan, tuple: Tuple, found: { rows: readonly Row[]; from: number }): Delivery[] {
  return tuple.asks.map((ask) => deliver(ask, answerFrom(plan, found.rows, found.from)));
}

function putOff(ask: Ask): Delivery {
  return () => ask.work.putOff('row-held');
}
