import { asc, type Column, getTableColumns, sql } from 'drizzle-orm';
import { drizzle as drizzleSqlite } from 'drizzle-orm/better-sqlite3';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import type { PgTable } from 'drizzle-orm/pg-core';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import { isStorableText } from '../../contract/common.ts';
import { postgresSchema } from '../postgres/schema.ts';
import type { Schema } from '../schema.ts';
import { sqliteSchema } from '../sqlite/schema.ts';

/** The values of a row in the order of its table's columns. */
export type Values = readonly unknown[];
/** Where a row comes from; each engine keeps flags and JSON in its own way. */
export type Side = 'source' | 'target';

/** A table as both engines have it. All that is known of its columns comes from the two schemas. */
export interface CopiedTable {
  readonly name: string;
  /** Asks for all rows in the order of the primary key, which both engines sort in the same way: by bytes. */
  readonly select: Readonly<Record<Side, string>>;
  /** Inserts many rows; its parameters are one array for each column. */
  readonly insert: string;
  /** A row as the program has it, from what the driver gave. Throws where the JSON of the row is none. */
  decode(side: Side, row: Values): Values;
  /** Rows as the program has them, as the parameters of `insert`. */
  encode(rows: readonly Values[]): unknown[][];
  /** The primary key, for messages: `(main, 12)`. */
  keyOf(row: Values): string;
  /** The name of the first column whose text the target cannot keep: it holds a NUL, or half a character. */
  findUnstorable(row: Values): string | null;
}

/** All tables, each after those that it points at: the schema could not name them otherwise. */
export function copiedTables(): readonly CopiedTable[] {
  return (Object.keys(sqliteSchema) as Array<keyof Schema>).map(copiedTable);
}

function copiedTable(key: keyof Schema): CopiedTable {
  const source = sqliteSchema[key];
  const target = postgresSchema[key] as unknown as PgTable; // typed as the one that the queries are written against
  const { name, columns, primaryKeys } = getTableConfig(source);
  const primary = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary);
  const keyPlaces = primary.map((column) => columns.indexOf(column));
  const codecs = {
    source: Object.values<Column>(getTableColumns(source)),
    target: Object.values<Column>(getTableColumns(target)),
  };
  const byKey = (side: Side) => keyPlaces.flatMap((place) => codecs[side][place] ?? []).map((column) => asc(column));

  const inSource = drizzleSqlite.mock({ casing: 'snake_case' });
  const inTarget = drizzlePostgres.mock({ casing: 'snake_case' });
  const arrays = codecs.target.map((column, i) => `$${i + 1}::${elementType(column)}[]`).join(', ');
  return {
    name,
    select: {
      source: inSource
        .select()
        .from(source)
        .orderBy(...byKey('source'))
        .toSQL().sql,
      target: inTarget
        .select()
        .from(target)
        .orderBy(...byKey('target'))
        .toSQL().sql,
    },
    insert: inTarget
      .insert(target)
      .select(sql.raw(`select * from unnest(${arrays})`))
      .toSQL().sql,
    decode: (side, row) => codecs[side].map((column, i) => fromDriver(column, row[i])),
    encode: (rows) => codecs.target.map((column, i) => rows.map((row) => toDriver(column, row[i]))),
    keyOf: (row) => `(${keyPlaces.map((place) => String(row[place])).join(', ')})`,
    findUnstorable(row) {
      const place = row.findIndex((value) => typeof value === 'string' && !isStorableText(value));
      return codecs.source[place]?.name ?? null;
    },
  };
}

/** Without the collation, which is the column's and not the array's. */
function elementType(column: Column): string {
  return column.getSQLType().replace(/ collate .*/, '');
}

function fromDriver(column: Column, value: unknown): unknown {
  return value === null ? null : column.mapFromDriverValue(value);
}

function toDriver(column: Column, value: unknown): unknown {
  // Where there must be a value, null is one: that of JSON.
  return value === null && !column.notNull ? null : column.mapToDriverValue(value);
}
