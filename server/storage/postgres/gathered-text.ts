import { invariant } from '../../kernel/invariant.ts';
import type { Statement } from './statement.ts';

/** A statement that answers many callers at once: a row of arguments for each, and with every row of the answer whose it is. */
export interface GatheredText {
  readonly text: string;
  /** Whether the answer says for each caller whether there was more to find than could be locked. */
  readonly tellsRest: boolean;
}

/** What of a table's row identifies it, by the names of the columns. */
export type KeyColumns = readonly string[];

/**
 * The same SELECT for many callers: each row of arguments is joined sideways with what the query gives for it.
 * `lock` names the tables whose rows are locked on the way; a row that another transaction holds is passed over, and the last
 * column then says that there is one.
 */
export function gatheredSelect(
  statement: Statement,
  types: readonly string[],
  lock: readonly string[] | null = null,
): GatheredText {
  const inner = argumentsIn(statement.text);
  const columns = statement.fields.map((_, i) => `c${i + 1}`).join(', ');
  const from = argumentRows(types);
  if (lock === null) {
    return { text: `select a.nth, r.* from ${from} cross join lateral (${inner}) as r(${columns})`, tellsRest: false };
  }
  const joined = `${from} left join lateral (${inner} ${lockClause(lock)} skip locked) as r(${columns}) on true`;
  // Whoever finds nothing, because there is nothing, gets no row: most queues of single agents are empty.
  const found = `where r.c1 is not null or exists (${inner})`;
  return { text: `select a.nth, r.*, r.c1 is null from ${joined} ${found}`, tellsRest: true };
}

/** The SELECT of one caller that waits for the rows that others hold. */
export function waitingSelect(statement: Statement, lock: readonly string[]): string {
  return `${statement.text} ${lockClause(lock)}`;
}

function lockClause(tables: readonly string[]): string {
  // Not the strongest lock: that one would also wait for the rows which only point here.
  return `for no key update of ${tables.map((table) => `"${table}"`).join(', ')}`;
}

/** The same UPDATE for many callers, of which no two may mean the same row. */
export function gatheredUpdate(statement: Statement, types: readonly string[]): GatheredText {
  const text = argumentsIn(statement.text);
  const where = outside(text, ' where ');
  invariant(where > 0, `${statement.name} has no condition`);
  const returning = outside(text, ' returning ');
  const head = `${text.slice(0, where)} from ${argumentRows(types)}`;
  const body = returning < 0 ? text.slice(where) : text.slice(where, returning);
  const rows = returning < 0 ? '' : `, ${text.slice(returning + ' returning '.length)}`;
  return { text: `${head}${body} returning a.nth${rows}`, tellsRest: false };
}

/** The same INSERT for many callers, in their order; the keys of what was inserted come back. */
export function gatheredInsert(statement: Statement, types: readonly string[], key: KeyColumns): GatheredText {
  const text = argumentsIn(statement.text);
  const values = outside(text, ' values ');
  invariant(values > 0, `${statement.name} inserts no plain values`);
  const open = text.indexOf('(', values);
  const close = closing(text, open);
  const list = text.slice(open + 1, close);
  const rest = text.slice(close + 1);
  const keys = key.map((column) => `"${column}"`).join(', ');
  const returning = key.length === 0 ? '' : ` returning ${keys}`;
  return {
    text: `${text.slice(0, values)} select ${list} from ${argumentRows(types)} order by a.nth${rest}${returning}`,
    tellsRest: false,
  };
}

function argumentRows(types: readonly string[]): string {
  const arrays = types.map((type, i) => `$${i + 1}::${type}[]`).join(', ');
  const names = types.map((_, i) => `p${i + 1}`).join(', ');
  return `unnest(${arrays}) with ordinality as a(${names}, nth)`;
}

/** The text with its parameters taken from the row of arguments. */
function argumentsIn(text: string): string {
  return text.replace(/\$(\d+)/g, 'a.p$1');
}

/** Where `word` stands outside of any parentheses; -1 where it does not. */
function outside(text: string, word: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0 && text.startsWith(word, i)) return i;
  }
  return -1;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i += 1) {
    if (text[i] === '(') depth += 1;
    if (text[i] === ')') depth -= 1;
    if (depth === 0) return i;
  }
  return text.length;
}
