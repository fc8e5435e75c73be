import type { Database } from 'better-sqlite3';
import { Column, is, Param, Placeholder } from 'drizzle-orm';
import type { Changed } from '../../domain/store.ts';
import { InvariantError, invariant } from '../../kernel/invariant.ts';
import type { ManyQuery, OneQuery, Query, RunQuery } from '../queries/query.ts';

type Params = Readonly<Record<string, unknown>>;
type AnswerOf<Q> = Q extends RunQuery
  ? Changed
  : Q extends ManyQuery<infer Row>
    ? Row[]
    : Q extends OneQuery<infer Row>
      ? Row | undefined
      : never;

/** A prepared query as a plain function of its named parameters. */
export type BoundQuery<Q> = (params: Params) => AnswerOf<Q>;
/** A set of queries, each bound. */
export type BoundQueries<Set> = { readonly [Name in keyof Set]: BoundQuery<Set[Name]> };

type Bind = (params: Params) => unknown;
interface Field {
  readonly key: string;
  readonly decode: ((value: unknown) => unknown) | undefined;
}

/**
 * Prepares a query that Drizzle wrote and runs it directly. Drizzle works out anew for each call which parameter needs
 * an encoder and for each row which column needs a decoder; for the wide task row that costs more than SQLite does.
 * Here both are worked out once.
 */
export function compileStatement<Q extends Query>(db: Database, query: Q): BoundQuery<Q> {
  return compile(db, query) as BoundQuery<Q>; // the kind of the query, looked at when it runs, says which answer it gives
}

/** Compiles every query of a set. */
export function compileStatements<Set extends Record<string, Query>>(db: Database, set: Set): BoundQueries<Set> {
  const bound = Object.entries(set).map(([name, query]) => [name, compileStatement(db, query)]);
  return Object.fromEntries(bound) as BoundQueries<Set>; // the same names, which fromEntries cannot say
}

function compile(db: Database, query: Query): (params: Params) => unknown {
  const { text, params, fields } = writtenByDrizzle(query);
  const statement = db.prepare(hideParameters(text, params.length));
  const binds = params.map(toBind);
  if (query.kind === 'run') return (values) => ({ changes: statement.run(...bindAll(binds, values)).changes });

  const toRow = rowMaker(fields.map(toField));
  statement.raw();
  if (query.kind === 'many') return (values) => (statement.all(...bindAll(binds, values)) as unknown[][]).map(toRow);
  return (values) => {
    const row = statement.get(...bindAll(binds, values));
    return row === undefined ? undefined : toRow(row as unknown[]);
  };
}

interface Selected {
  readonly path: string[];
  readonly field: unknown;
}

// What is selected is private to Drizzle's prepared query, so a new version that names it otherwise must fail here and loudly.
function writtenByDrizzle(query: Query): { text: string; params: unknown[]; fields: readonly Selected[] } {
  const prepared = query.builder.prepare() as { query?: { sql?: unknown; params?: unknown }; fields?: unknown };
  const { sql: text, params } = prepared.query ?? {};
  invariant(typeof text === 'string' && Array.isArray(params), 'drizzle-orm no longer keeps its text in `query`');
  const fields = query.kind === 'run' ? [] : prepared.fields;
  invariant(Array.isArray(fields), 'drizzle-orm no longer keeps the selection in `fields`');
  return { text, params, fields };
}

/**
 * SQLite looks at the values of bare parameters when it plans a join, an order or a limit, and then plans anew whenever
 * one is bound again: 80 µs rather than 8 for the head of a queue. A plus before it hides the value and changes nothing else.
 */
function hideParameters(text: string, count: number): string {
  const parts = text.split('?');
  invariant(parts.length === count + 1, 'a question mark in a query is something other than a parameter');
  return parts.join('+?');
}

function toBind(param: unknown): Bind {
  if (is(param, Placeholder)) return (params) => valueNamed(params, param.name);
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { name } = param.value;
    const encode = encoderOf(param.encoder);
    return encode === undefined ? (params) => valueNamed(params, name) : (params) => encode(valueNamed(params, name));
  }
  return () => param;
}

function encoderOf(encoder: Param['encoder']): ((value: unknown) => unknown) | undefined {
  if (is(encoder, Column) && (encoder.dataType === 'string' || encoder.dataType === 'number')) return undefined;
  // Null is null in the database too, as Postgres has it. Where there must be a value, null is one: that of JSON.
  if (is(encoder, Column) && !encoder.notNull) return (value) => (value === null ? null : encoder.mapToDriverValue(value));
  return (value) => encoder.mapToDriverValue(value);
}

function valueNamed(params: Params, name: string): unknown {
  const value = params[name];
  if (value === undefined) throw new InvariantError(`a query was called without its parameter "${name}"`);
  return value;
}

function bindAll(binds: readonly Bind[], params: Params): unknown[] {
  const values = new Array<unknown>(binds.length);
  for (let i = 0; i < binds.length; i += 1) values[i] = binds[i]?.(params);
  return values;
}

function toField({ path, field }: Selected): Field {
  const [key] = path;
  invariant(key !== undefined && path.length === 1, 'a query returns flat rows only');
  return { key, decode: decoderOf(field) };
}

function decoderOf(field: unknown): Field['decode'] {
  if (is(field, Column)) {
    if (field.dataType === 'string' || field.dataType === 'number') return undefined;
    if (field.dataType === 'json') return decodeJson;
    return (value) => field.mapFromDriverValue(value);
  }
  return undefined;
}

// Most lists of a task are empty, and a fresh array is much cheaper than a parse.
function decodeJson(text: unknown): unknown {
  return text === '[]' ? [] : JSON.parse(String(text));
}

function rowMaker(fields: readonly Field[]): (values: unknown[]) => Record<string, unknown> {
  return (values) => {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < fields.length; i += 1) {
      const field = fields[i];
      if (field === undefined) continue;
      const value = values[i];
      row[field.key] = field.decode === undefined || value === null ? value : field.decode(value);
    }
    return row;
  };
}
