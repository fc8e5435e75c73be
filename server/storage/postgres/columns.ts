import { bigint, boolean, customType, foreignKey, index, json, pgTable, primaryKey } from 'drizzle-orm/pg-core';

// Compared byte by byte, as SQLite does: in the collation of a language ids would not sort by their time, and two nodes
// on machines with other versions of that language's rules could disagree about an index.
export const binaryText = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' });

/** What the schema is written with, for Postgres; the names are those of `sqliteColumns`. */
export const postgresColumns = {
  table: pgTable,
  index,
  primaryKey,
  foreignKey,
  text: <T extends string = string>() => binaryText().$type<T>(),
  integer: () => bigint({ mode: 'number' }),
  flag: () => boolean(),
  // Not jsonb, which puts the keys in another order and so would change what an event says.
  json: <T>() => json().$type<T>(),
};
