import type { TaskBlock } from '../../server/contract/blocking.ts';
import { type Board, type Caller, createBoard } from './board.ts';

export interface BlockingTeam {
  readonly board: Board;
  /** Holds `id` with `epoch`. */
  readonly scout: Caller;
  readonly ada: Caller;
  readonly rob: Caller;
  readonly lead: Caller;
  readonly id: string;
  readonly epoch: number;
  /** Blocks the task as its holder. */
  block(fields: Partial<TaskBlock>): ReturnType<Caller['tasks']['block']>;
  /** Claims the task again as scout and blocks it. */
  blockAgain(fields: Partial<TaskBlock>): ReturnType<Caller['tasks']['block']>;
}

/** A board with two agents, a person, a lead, and a task of the lead's that scout holds. */
export async function blockingTeam(fields: { labels?: string[]; maxAttempts?: number } = {}): Promise<BlockingTeam> {
  const board = await createBoard();
  const scout = await board.agent('scout', { maxConcurrent: 5 });
  const ada = await board.agent('ada');
  const rob = await board.agent('rob', { kind: 'human' });
  const lead = await board.agent('lena', { kind: 'human', role: 'lead' });
  const { id } = await lead.tasks.create({ title: 'in the way', ...fields });
  const { epoch } = await scout.tasks.claim({ id });
  const block = (at: number, given: Partial<TaskBlock>) =>
    scout.tasks.block({ kind: 'external', reason: 'the network is down', ...given, id, epoch: at });
  return {
    board,
    scout,
    ada,
    rob,
    lead,
    id,
    epoch,
    block: (given) => block(epoch, given),
    async blockAgain(given) {
      const claim = await scout.tasks.claim({ id });
      return block(claim.epoch, given);
    },
  };
}

/** A moment so many milliseconds from now on the board's clock, as it is sent. */
export function inMs(board: Board, ms: number): string {
  return new Date(board.clock.wallNow() + ms).toISOString();
}
