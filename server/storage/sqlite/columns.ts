import { type AnySQLiteColumn, foreignKey, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What the schema is written with, for SQLite. Another engine brings helpers of the same names. */
export const sqliteColumns = {
  table: sqliteTable,
  index,
  primaryKey,
  foreignKey,
  text: <T extends string = string>() => text().$type<T>(),
  integer: () => integer({ mode: 'number' }),
  flag: () => integer({ mode: 'boolean' }),
  json: <T>() => text({ mode: 'json' }).$type<T>(),
};

/** The shape of the helpers that `defineSchema` asks for. */
export type Columns = typeof sqliteColumns;

/** Any column of the named table: what a foreign key points at. */
export type ColumnOf<Table extends string> = AnySQLiteColumn<{ tableName: Table }>;
