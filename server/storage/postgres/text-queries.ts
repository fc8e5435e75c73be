import { and, asc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { Phrase, TextMatch, TextReads, TextWrites } from '../../domain/search/search-queries.ts';
import { encoded, given, many, one, param, type QueryBuilder, type QuerySet, run } from '../queries/query.ts';
import type { TaskWordsTable } from '../sqlite/text-queries.ts';
import { postgresSchema, taskTexts } from './schema.ts';

// Typed as the one that the queries are written against, as the schema is.
const texts = taskTexts as unknown as TaskWordsTable;

/** Asking the index of words, a GIN of tsvectors. */
export function textReads(db: QueryBuilder): QuerySet<TextReads> {
  const { tasks } = postgresSchema;
  const isOfProject = eq(texts.project, param('project'));
  const isMatch = sql`${texts.words} @@ ${encoded('match', toTsquery)}`;
  return {
    listTasksByText: many(
      db
        .select(getTableColumns(tasks))
        .from(tasks)
        .innerJoin(
          sql`(${nearOrFar(isMatch)}) as matched`,
          sql`${tasks.project} = ${param('project')} and ${tasks.number} = matched.task`,
        )
        .orderBy(asc(tasks.number))
        .limit(param('limit')),
    ),
    findTextMatch: one(
      db
        .select({ number: texts.task })
        .from(texts)
        .where(and(isOfProject, eq(texts.task, param('number')), isMatch)),
    ),
  };
}

/** So many tasks are looked at one by one before the index is asked. */
const NEAR_TASKS = 500;

/**
 * The first `limit` numbers after a number. The index knows no order: of a word that most tasks have it would give them all. Such words
 * are found in the next few tasks already, and only where those do not suffice the index is asked. The sums that change nothing keep the
 * planner from laying the index of the numbers over it, which has all of them.
 */
function nearOrFar(isMatch: SQL): SQL {
  const isOfProject = sql`${texts.project} = ${param('project')}`;
  const next = sql`select ${texts.task}, ${texts.words} from ${texts} where ${isOfProject} and ${texts.task} > ${param('after')}
    order by ${texts.task} limit ${sql.raw(String(NEAR_TASKS))}`;
  return sql`with near as materialized (select ${texts.task}, ${isMatch} as hit from (${next}) as ${texts}),
    far as (
      select ${texts.task} from ${texts} where ${isMatch} and ${texts.project} || '' = ${param('project')}
        and ${texts.task} + 0 > (select max(task) from near) and (select count(*) from near where hit) < ${param('limit')}
    )
    select task from near where hit union all select task from far order by task limit ${param('limit')}`;
}

/** Writing the index of words. */
export function textWrites(db: QueryBuilder): QuerySet<TextWrites> {
  return {
    setTaskText: run(
      db
        .insert(texts)
        .values({
          project: given(texts.project, 'project'),
          task: given(texts.task, 'task'),
          words: encoded('words', toTsvector),
        })
        .onConflictDoUpdate({ target: [texts.project, texts.task], set: { words: sql`excluded.words` } }),
    ),
  };
}

/** As Postgres asks for it. Words hold letters and digits alone, so nothing in them can end the quotes. */
function toTsquery({ all, none }: TextMatch): string {
  return [...all.map(toPhrase), ...none.map((phrase) => `!${toPhrase(phrase)}`)].join(' & ');
}

function toPhrase({ words, prefix }: Phrase): string {
  return `(${words.map((word, i) => `'${word}'${prefix && i === words.length - 1 ? ':*' : ''}`).join(' <-> ')})`;
}

/** A tsvector as Postgres reads it: each word with its places. */
export function toTsvector(words: readonly string[]): string {
  return words.map((word, i) => `'${word}':${i + 1}`).join(' ');
}
