import type pg from 'pg';
import { SEARCHED_COMMENT_MAX_CHARS, SEARCHED_COMMENTS_MAX, taskWords } from '../../domain/search/task-text.ts';
import { toTsvector } from './text-queries.ts';

/** Held while a node indexes, so that of several that start at once the others wait, and then find nothing to do. */
const INDEX_LOCK = 0x42415403;
const PORTION = 500;

interface OldTask {
  readonly project: string;
  readonly number: string;
  readonly title: string;
  readonly brief: string;
  readonly summary: string | null;
  readonly comments: readonly string[];
}

const TASKS = `select project, number, title, brief, summary, array(
    select left(body, ${SEARCHED_COMMENT_MAX_CHARS}) from comments
    where comments.project = tasks.project and comments.task = tasks.number order by id desc limit ${SEARCHED_COMMENTS_MAX}
  ) as comments
  from tasks where (project, number) > ($1, $2) order by project, number limit ${PORTION}`;
const INSERT = `insert into task_texts (project, task, words)
  select * from unnest($1::text[], $2::bigint[], $3::tsvector[]) on conflict do nothing`;

/**
 * Indexes the tasks of a database that has no index of words yet: an older program wrote it, or it was copied from a file. All or none.
 * The migration cannot: what a word is, SQL does not know.
 */
export async function indexOldTasks(client: pg.Client): Promise<void> {
  if (!(await isMissing(client))) return;
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [INDEX_LOCK]);
    if (await isMissing(client)) await indexAll(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

async function isMissing(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ missing: boolean }>(
    'select exists (select from tasks) and not exists (select from task_texts) as missing',
  );
  return rows[0]?.missing === true;
}

async function indexAll(client: pg.Client): Promise<void> {
  let last: Pick<OldTask, 'project' | 'number'> = { project: '', number: '0' };
  for (;;) {
    const { rows } = await client.query<OldTask>(TASKS, [last.project, last.number]);
    const end = rows.at(-1);
    if (end === undefined) return;
    const words = rows.map((task) =>
      toTsvector(
        taskWords(
          task,
          task.comments.map((body) => ({ body })),
        ),
      ),
    );
    await client.query(INSERT, [rows.map(({ project }) => project), rows.map(({ number }) => number), words]);
    last = end;
  }
}
