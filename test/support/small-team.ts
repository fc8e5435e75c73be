import type { Board, Caller } from './board.ts';

export type Agent = Caller & { readonly token: string };
type MakeTask = Parameters<Caller['tasks']['create']>[0];

/** What is made on a board again and again. */
export async function make(board: Board, fields: Partial<MakeTask> = {}): Promise<string> {
  return (await board.admin.tasks.create({ title: 'A task', ...fields })).id;
}

/** An agent that has just given a sign of life. */
export async function living(board: Board, name: string, fields: Parameters<Board['agent']>[1] = {}): Promise<Agent> {
  const agent = await board.agent(name, fields);
  await agent.sessions.heartbeat({ id: 'current' });
  return agent;
}

export async function held(board: Board, fields: Partial<MakeTask> = {}): Promise<{ id: string; scout: Agent }> {
  const scout = await living(board, 'scout');
  const id = await make(board, fields);
  await scout.tasks.claim({ id });
  return { id, scout };
}

export async function submitted(board: Board, fields: Partial<MakeTask> = {}): Promise<{ id: string; scout: Agent }> {
  const { id, scout } = await held(board, fields);
  await scout.tasks.submit({ id, epoch: 1, summary: 'done' });
  return { id, scout };
}

export const inFuture = (board: Board, ms: number) => new Date(board.clock.wallNow() + ms).toISOString();
export const reason = 'because I say so';
