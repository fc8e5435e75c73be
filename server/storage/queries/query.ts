import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import type { Changed } from '../../domain/store.ts';

/** What builds the queries. Another engine passes its own, which builds the same. */
export type QueryBuilder = BaseSQLiteDatabase<'sync', unknown>;

/** What an engine can make a statement of. */
export interface Preparable {
  prepare(): unknown;
}

export interface OneQuery<Row> {
  readonly kind: 'one';
  readonly builder: Preparable;
  /** Only a type: the row that comes back. */
  readonly row?: Row;
}
export interface ManyQuery<Row> {
  readonly kind: 'many';
  readonly builder: Preparable;
  readonly row?: Row;
}
export interface RunQuery {
  readonly kind: 'run';
  readonly builder: Preparable;
}
export type Query = OneQuery<unknown> | ManyQuery<unknown> | RunQuery;

type AnswerOf<Method> = Method extends (p: never) => Promise<infer Answer> ? Answer : never;
type QueryFor<Answer> = [Answer] extends [Changed]
  ? RunQuery
  : [Answer] extends [Array<infer Row>]
    ? ManyQuery<Row>
    : OneQuery<Exclude<Answer, undefined>>;

/** The queries that stand behind the methods of a port: a row of the wrong shape is a compile error. */
export type QuerySet<Port> = { readonly [Name in keyof Port]: QueryFor<AnswerOf<Port[Name]>> };

interface Returns<Row> extends Preparable {
  readonly _: { readonly result: Row[] };
}

/** The first row, or undefined. */
export function one<Row>(builder: Returns<Row>): OneQuery<Row> {
  return { kind: 'one', builder };
}

/** All rows. */
export function many<Row>(builder: Returns<Row>): ManyQuery<Row> {
  return { kind: 'many', builder };
}

/** No rows, but how many were changed. */
export function run(builder: Preparable): RunQuery {
  return { kind: 'run', builder };
}

/** The parameter of that name, as it comes: for what is compared, where no encoder is needed. */
export function param(name: string) {
  return sql.placeholder(name);
}

/** The parameter of that name, encoded for its column. A bare placeholder skips the encoder, and a flag or JSON would be bound raw. */
export function given(column: AnyColumn, name: string): SQL {
  return sql`${sql.param(sql.placeholder(name), column)}`;
}

/** The parameter of that name, made into what one engine takes. */
export function encoded<Value>(name: string, encode: (value: Value) => unknown): SQL {
  // Drizzle's types see the placeholder here; what is encoded is the value that takes its place.
  return sql`${sql.param(sql.placeholder(name) as unknown, { mapToDriverValue: encode as (value: unknown) => SQL })}`;
}

/** A parameter encoded for its column, with its type said, for where the engine would have to guess: a SELECT of parameters alone. */
export function typed(column: AnyColumn, name: string): SQL {
  return sql`cast(${given(column, name)} as ${sql.raw(column.getSQLType())})`;
}

/** A parameter for each of the columns, named like it: the row to insert or the fields to set. */
export function givenAll<Columns extends Record<string, AnyColumn>>(columns: Columns): { [Name in keyof Columns]: SQL } {
  const entries = Object.entries(columns).map(([name, column]) => [name, given(column, name)]);
  return Object.fromEntries(entries) as { [Name in keyof Columns]: SQL }; // the same names, which fromEntries cannot say
}
