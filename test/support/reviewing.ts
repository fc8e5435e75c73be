import { type Board, type Caller, createBoard } from './board.ts';

type Member = Caller & { readonly token: string };

/** A board with an author and two who can review. */
export interface ReviewBoard {
  readonly board: Board;
  readonly scout: Member;
  readonly ada: Member;
  readonly bob: Member;
}

export async function createReviewBoard(): Promise<ReviewBoard> {
  const board = await createBoard();
  return { board, scout: await board.agent('scout'), ada: await board.agent('ada'), bob: await board.agent('bob') };
}

/** Makes a task, claims and submits it; gives the ids of the task and of its review. */
export async function submitNew(
  caller: Caller,
  fields: Omit<Parameters<Caller['tasks']['create']>[0], 'title'> = {},
): Promise<{ task: string; review: string }> {
  const { id } = await caller.tasks.create({ title: 'judged', ...fields });
  return { task: id, review: await submitAgain(caller, id) };
}

/** Claims and submits a task; gives the id of the review. */
export async function submitAgain(caller: Caller, id: string): Promise<string> {
  const { epoch } = await caller.tasks.claim({ id });
  await caller.tasks.submit({ id, epoch, summary: 'done' });
  return (await caller.reviews.list({ taskId: id })).items[0]?.id ?? '';
}

/** The types of the events of the whole log, in order. */
export async function eventTypes(board: Board): Promise<string[]> {
  return (await board.admin.events.list({ limit: 200 })).items.map((event) => event.type);
}
