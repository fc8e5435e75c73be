import { wordsOf } from '../../contract/query/words.ts';
import type { CommentRecord, TaskRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';

/** So many of a task's comments are searched, the newest. */
export const SEARCHED_COMMENTS_MAX = 50;
/** And so much of each. */
export const SEARCHED_COMMENT_MAX_CHARS = 4_000;
/** Postgres knows the places of words up to 16,383, and phrases need them. */
export const SEARCHED_WORDS_MAX = 16_000;
/** A tsvector holds a megabyte at most; a character and its word's place take five bytes at the worst. */
export const SEARCHED_WORDS_MAX_CHARS = 200_000;

/** Stands between two texts, so that no phrase reaches from one into the next. No text holds such a word. */
const TEXT_BOUNDARY = '¶';

type SearchedTask = Pick<TaskRecord, 'title' | 'brief' | 'summary'>;
type SearchedComment = Pick<CommentRecord, 'body'>;

/** The words by which a task is found: title, brief, last summary, then its comments, newest first, as far as they go in. */
export function taskWords(task: SearchedTask, comments: readonly SearchedComment[]): string[] {
  const texts = [
    task.title,
    task.brief,
    task.summary ?? '',
    ...comments.map(({ body }) => body.slice(0, SEARCHED_COMMENT_MAX_CHARS)),
  ];
  const words: string[] = [];
  let chars = 0;
  for (const text of texts) {
    const own = wordsOf(text);
    if (words.length > 0 && own.length > 0) own.unshift(TEXT_BOUNDARY);
    for (const word of own) {
      chars += word.length;
      if (words.length === SEARCHED_WORDS_MAX || chars > SEARCHED_WORDS_MAX_CHARS) return words;
      words.push(word);
    }
  }
  return words;
}

/** Whether a change of a task is one of what it is found by. */
export function isTextChanged(before: SearchedTask, after: SearchedTask): boolean {
  return before.title !== after.title || before.brief !== after.brief || before.summary !== after.summary;
}

/** Indexes a task that has no comments yet. */
export async function indexNewTask(tx: WriteTx, task: TaskRecord): Promise<void> {
  await tx.q.setTaskText({ project: task.project, task: task.number, words: taskWords(task, []) });
}

/** Indexes a task anew after a change of its text or a comment. In the transaction of that change, so that a search never lags. */
export async function indexTask(tx: WriteTx, task: TaskRecord): Promise<void> {
  const { project, number } = task;
  const comments = await tx.q.listComments({ project, number, limit: SEARCHED_COMMENTS_MAX });
  await tx.q.setTaskText({ project, task: number, words: taskWords(task, comments) });
}
