import { and, asc, eq, getTableColumns, gt, sql } from 'drizzle-orm';
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
          // The offset keeps the planner from walking the tasks in their order and unpacking the words of each.
          sql`(select ${texts.task} from ${texts} where ${and(isOfProject, gt(texts.task, param('after')), isMatch)} offset 0) as matched`,
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
