import { invariant } from '../../kernel/invariant.ts';
import type { Query } from '../queries/query.ts';
import { type GatheredText, gatheredInsert, gatheredSelect, gatheredUpdate, waitingSelect } from './gathered-text.ts';
import {
  HEADS,
  HELD_FINDS,
  HELD_LISTS,
  HELD_READS,
  type Hold,
  INSERTS,
  OWNED_FINDS,
  PROJECT_HOLDS,
  ROW_UPDATES,
} from './query-rules.ts';
import { type Params, type Statement, takeApart } from './statement.ts';

/** How the callers of one query are answered together. */
export type Manner =
  | { readonly kind: 'read' }
  | { readonly kind: 'held-find'; readonly hold: Hold }
  | { readonly kind: 'held-read'; readonly holder: Plan; readonly argumentsOf: (params: Params) => Params }
  | { readonly kind: 'owned-find'; readonly key: (params: Params) => string }
  | { readonly kind: 'head'; readonly hold: Hold }
  | { readonly kind: 'held-list'; readonly hold: Hold }
  | { readonly kind: 'row-update'; readonly key: readonly string[]; readonly owns: Hold['key'] }
  | { readonly kind: 'insert'; readonly known: Readonly<Record<string, string>>; readonly owns: Hold['key'] | null }
  | { readonly kind: 'numbers' }
  | { readonly kind: 'project-hold'; readonly locks: number }
  | { readonly kind: 'alone' };

/** A query and all the forms in which it may be asked. */
export interface Plan {
  readonly name: string;
  readonly statement: Statement;
  readonly manner: Manner;
  readonly gathered: GatheredText | null;
  /** For one caller, waiting for rows that others hold. */
  readonly waiting: string | null;
}

/** The plans by the names of the queries. */
export type Catalogue = Readonly<Record<string, Plan>>;

/** What the server takes each parameter of a statement for, by the name of the query. */
export type ParameterTypes = Readonly<Record<string, readonly string[]>>;

/** Takes every query of a set apart. */
export function takeAllApart(set: Readonly<Record<string, Query>>): Statement[] {
  return Object.entries(set).map(([name, query]) => takeApart(name, query));
}

/** Plans how works that write ask each query, or how works that only read do. */
export function makeCatalogue(statements: readonly Statement[], types: ParameterTypes, mode: 'write' | 'read'): Catalogue {
  const planOf = (statement: Statement): Plan => {
    const manner = mode === 'read' ? ({ kind: 'read' } as const) : mannerOf(statement, planNamed);
    return makePlan(statement, types[statement.name] ?? [], manner);
  };
  const planNamed = (name: string): Plan => {
    const statement = statements.find((one) => one.name === name);
    invariant(statement !== undefined, `there is a query ${name}`);
    return planOf(statement);
  };
  return Object.fromEntries(statements.map((statement) => [statement.name, planOf(statement)]));
}

function makePlan(statement: Statement, types: readonly string[], manner: Manner): Plan {
  const { name } = statement;
  const hold = 'hold' in manner ? manner.hold : null;
  return {
    name,
    statement,
    manner,
    gathered: types.length === 0 ? null : gatheredForm(statement, types, manner),
    waiting: hold === null ? null : waitingSelect(statement, hold.tables),
  };
}

function mannerOf({ name, reads }: Statement, planNamed: (name: string) => Plan): Manner {
  const find = HELD_FINDS[name];
  if (find !== undefined) return { kind: 'held-find', hold: find };
  const head = HEADS[name];
  if (head !== undefined) return { kind: 'head', hold: head };
  const heldRead = HELD_READS[name];
  if (heldRead !== undefined) return { kind: 'held-read', holder: planNamed(heldRead.holder), argumentsOf: heldRead.argumentsOf };
  const list = HELD_LISTS[name];
  if (list !== undefined) return { kind: 'held-list', hold: list };
  const owned = OWNED_FINDS[name];
  if (owned !== undefined) return { kind: 'owned-find', key: owned };
  const locks = PROJECT_HOLDS[name];
  if (locks !== undefined) return { kind: 'project-hold', locks };
  if (name === 'takeTaskNumbers') return { kind: 'numbers' };
  if (reads) return { kind: 'read' };
  const update = ROW_UPDATES[name];
  if (update !== undefined) return { kind: 'row-update', ...update };
  const insert = INSERTS[name];
  return insert === undefined ? { kind: 'alone' } : { kind: 'insert', ...insert };
}

function gatheredForm(statement: Statement, types: readonly string[], manner: Manner): GatheredText | null {
  switch (manner.kind) {
    case 'read':
    case 'owned-find':
    case 'held-read':
      return gatheredSelect(statement, types);
    case 'held-find':
    case 'head':
      return gatheredSelect(statement, types, manner.hold.tables);
    case 'row-update':
      return gatheredUpdate(statement, types);
    case 'insert':
      return gatheredInsert(statement, types, Object.values(manner.known));
    case 'held-list':
    case 'numbers':
    case 'project-hold':
    case 'alone':
      return null;
  }
}
