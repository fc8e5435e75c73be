import type { Database } from 'better-sqlite3';
import { SEARCHED_COMMENTS_MAX, taskWords } from '../../domain/search/task-text.ts';

interface OldTask {
  readonly project: string;
  readonly number: number;
  readonly title: string;
  readonly brief: string;
  readonly summary: string | null;
}

/**
 * Indexes the tasks of a file from before there was an index of words, all or none, so that a start that was cut off does it anew. The
 * migration cannot: what a word is, SQL does not know.
 */
export function indexOldTasks(db: Database): void {
  const isMissing = db.prepare('select exists (select 1 from tasks) and not exists (select 1 from text_spaces)').pluck();
  if (isMissing.get() !== 1) return;
  const tasks = db.prepare(
    'select project, number, title, brief, summary from tasks where (project, number) > (?, ?) order by project, number limit 500',
  );
  const comments = db.prepare('select body from comments where project = ? and task = ? order by id desc limit ?');
  const insert = db.prepare('insert into task_words (project, task, words) values (?, ?, ?)');
  db.transaction(() => {
    let last: Pick<OldTask, 'project' | 'number'> = { project: '', number: 0 };
    for (;;) {
      const portion = tasks.all(last.project, last.number) as OldTask[]; // the columns above
      for (const task of portion) {
        const said = comments.all(task.project, task.number, SEARCHED_COMMENTS_MAX) as Array<{ body: string }>; // the column above
        insert.run(task.project, task.number, taskWords(task, said).join(' '));
      }
      const end = portion.at(-1);
      if (end === undefined) return;
      last = end;
    }
  }).immediate();
}
