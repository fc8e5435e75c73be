import { expect } from 'vitest';
import type { News, Wait } from '../../server/contract/wait.ts';
import type { Board, Caller } from './board.ts';
import { living } from './small-team.ts';

/** A call that waits, and whether it has been answered. */
export interface Waiting {
  readonly news: Promise<News[]>;
  answered: boolean;
}

export function waitOf(caller: Caller, input: Partial<Wait> = {}): Waiting {
  const waiting: Waiting = {
    answered: false,
    news: caller.wait({ waitSeconds: 20, ...input }).then(({ news }) => {
      waiting.answered = true;
      return news;
    }),
  };
  // What still waits when a test is over ends with its board.
  waiting.news.catch(() => undefined);
  return waiting;
}

export const told = (news: News[]) => news.map((one) => ('taskId' in one ? [one.kind, one.taskId] : [one.kind]));

const witnesses = new WeakMap<Board, Promise<Caller>>();

/** Resolves when what was done so far has reached all that wait: an agent that waits for just that was told of something later. */
export async function settle(board: Board): Promise<void> {
  const known = witnesses.get(board) ?? living(board, 'witness', { capabilities: ['witness'] });
  witnesses.set(board, known);
  const witness = await known;
  const { head: cursor } = await board.admin.events.list({ limit: 1 });
  const seen = waitOf(witness, { kinds: ['task'], labels: ['witness'], cursor });
  const { id } = await board.admin.tasks.create({ title: 'for the witness', labels: ['witness'], requires: ['witness'] });
  expect(told(await seen.news)).toEqual([['task', id]]);
}

/** A call that has found nothing yet and sleeps. */
export async function asleep(board: Board, caller: Caller, input: Partial<Wait> = {}): Promise<Waiting> {
  const waiting = waitOf(caller, input);
  await settle(board);
  expect(waiting.answered).toBe(false);
  return waiting;
}
