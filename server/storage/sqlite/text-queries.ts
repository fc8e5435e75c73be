import { and, asc, eq, getTableColumns, gt, lt, type SQL, sql } from 'drizzle-orm';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Phrase, TextMatch, TextReads, TextWrites } from '../../domain/search/search-queries.ts';
import { encoded, many, one, param, type QueryBuilder, type QuerySet, run } from '../queries/query.ts';
import { sqliteSchema } from './schema.ts';

/**
 * A row of the index is named by one number: its project's space, and in it the task's number. So the index itself gives the tasks of a
 * project in their order, from a number on. The migration that made the tables says the same.
 */
const SPACE_SIZE = 2 ** 40;

// Unknown to drizzle-kit, which has no words for a virtual table.
const textSpaces = sqliteTable('text_spaces', { space: integer().notNull(), project: text().notNull() });
const taskTexts = sqliteTable('task_texts', { rowid: integer().notNull(), words: text().notNull() });
/** The index as it is written: a trigger puts the words in their place. */
const taskWords = sqliteTable('task_words', { project: text().notNull(), task: integer().notNull(), words: text().notNull() });
export type TaskWordsTable = typeof taskWords;

// The driver binds every number as a real, and FTS5 does not hold a row's number against one that is not whole by its type.
function whole(name: string): SQL {
  return sql`cast(${param(name)} as integer)`;
}

/** Asking the index of words, FTS5. */
export function textReads(db: QueryBuilder): QuerySet<TextReads> {
  const { tasks } = sqliteSchema;
  const start = sql<number>`(select ${textSpaces.space} * ${sql.raw(String(SPACE_SIZE))} from ${textSpaces} where ${textSpaces.project} = ${param('project')})`;
  const number = sql<number>`${taskTexts.rowid} - ${start}`;
  const isMatch = sql`${taskTexts} match ${encoded('match', toMatch)}`;
  const isAfter = gt(taskTexts.rowid, sql`${start} + ${whole('after')}`);
  return {
    listTasksByText: many(
      db
        .select(getTableColumns(tasks))
        .from(taskTexts)
        .innerJoin(tasks, sql`${tasks.project} = ${param('project')} and ${tasks.number} = ${number}`)
        .where(and(isMatch, isAfter, lt(taskTexts.rowid, sql`${start} + ${sql.raw(String(SPACE_SIZE))}`)))
        .orderBy(asc(taskTexts.rowid))
        .limit(param('limit')),
    ),
    findTextMatch: one(
      db
        .select({ number: number.as('number') })
        .from(taskTexts)
        .where(and(isMatch, eq(taskTexts.rowid, sql`${start} + ${whole('number')}`))),
    ),
  };
}

/** Writing the index of words. */
export function textWrites(db: QueryBuilder): QuerySet<TextWrites> {
  return {
    setTaskText: run(
      db.insert(taskWords).values({
        project: sql`${param('project')}`,
        task: sql`${param('task')}`,
        words: encoded('words', (words: readonly string[]) => words.join(' ')),
      }),
    ),
  };
}

/** As FTS5 asks for it. Words hold letters and digits alone, so nothing in them can end the quotes. */
function toMatch({ all, none }: TextMatch): string {
  const wanted = all.map(toPhrase).join(' AND ');
  return none.length === 0 ? wanted : `(${wanted}) NOT (${none.map(toPhrase).join(' OR ')})`;
}

function toPhrase({ words, prefix }: Phrase): string {
  return `"${words.join(' ')}"${prefix ? ' *' : ''}`;
}
