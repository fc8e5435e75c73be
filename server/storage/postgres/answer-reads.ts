import { invariant } from '../../kernel/invariant.ts';
import { type BatchTransaction, type Delivery, deliver, sendGathered, sendPlain } from './batch-transaction.ts';
import type { Plan } from './catalogue.ts';
import type { Ask } from './running-work.ts';
import { slotValues, toRow } from './statement.ts';

/** Callers that ask the same with the same arguments, who share one answer. */
export interface Tuple {
  /** The arguments as a text, by the query's name. */
  readonly key: string;
  readonly values: unknown[];
  readonly asks: Ask[];
}

/** Sorts asks of one query by their arguments, in the order in which they came. */
export function tuplesOf(asks: readonly Ask[]): Tuple[] {
  const tuples = new Map<string, Tuple>();
  for (const ask of asks) {
    const values = slotValues(ask.plan.statement, ask.params);
    const key = `${ask.plan.name} ${JSON.stringify(values)}`;
    const known = tuples.get(key);
    if (known === undefined) tuples.set(key, { key, values, asks: [ask] });
    else known.asks.push(ask);
  }
  return [...tuples.values()];
}

/** Answers a query that only reads: one statement, however many ask. */
export async function answerReads(plan: Plan, asks: readonly Ask[], { link }: BatchTransaction): Promise<Delivery[]> {
  const tuples = tuplesOf(asks);
  const [only] = tuples;
  invariant(only !== undefined, 'somebody asks');
  if (tuples.length === 1 || plan.gathered === null) {
    const replies = await Promise.all(tuples.map(({ values }) => sendPlain(link, plan.statement, values)));
    return tuples.flatMap((tuple, i) => deliverRows(plan, tuple, { rows: replies[i]?.rows ?? [], from: 0 }));
  }
  const reply = await sendGathered(
    link,
    { name: plan.name, text: plan.gathered.text },
    tuples.map(({ values }) => values),
  );
  const found = rowsByCaller(reply.rows, tuples.length);
  return tuples.flatMap((tuple, i) => deliverRows(plan, tuple, { rows: found[i] ?? [], from: 1 }));
}

/** The rows of a gathered answer by the caller that each belongs to, which its first value tells, counted from 1. */
export function rowsByCaller(rows: ReadonlyArray<readonly unknown[]>, callers: number): Array<Array<readonly unknown[]>> {
  const found: Array<Array<readonly unknown[]>> = Array.from({ length: callers }, () => []);
  for (const row of rows) found[Number(row[0]) - 1]?.push(row);
  return found;
}

/** The answer of a query as the port gives it, from rows whose values begin at `from`. */
export function answerFrom(plan: Plan, rows: ReadonlyArray<readonly unknown[]>, from: number): unknown {
  const { statement } = plan;
  if (statement.kind === 'many') return rows.map((row) => toRow(statement, row, from));
  const [first] = rows;
  return first === undefined ? undefined : toRow(statement, first, from);
}

// Each caller has rows of its own, as it may change them.
function deliverRows(plan: Plan, tuple: Tuple, found: { rows: ReadonlyArray<readonly unknown[]>; from: number }): Delivery[] {
  return tuple.asks.map((ask) => deliver(ask, answerFrom(plan, found.rows, found.from)));
}
