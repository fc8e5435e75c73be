import { describe, expect, test } from 'vitest';
import { BadRequest } from '../../client/index.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

/** More than two pages of the server hold. */
const MANY = 450;
const PER_BATCH = 50;

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('[SDK] a listing is read to its end, page after page, with each thing once', async () => {
    await using board = await openBoard();
    const baton = await board.connect('scout', { transport });
    const made: string[] = [];
    for (let from = 0; from < MANY; from += PER_BATCH) {
      const tasks = Array.from({ length: PER_BATCH }, (_, index) => ({ title: `Task ${from + index}`, labels: ['many'] }));
      const { tasks: created } = await baton.rpc.tasks.createMany.mutate({ tasks });
      made.push(...created.map(({ id }) => id));
    }
    await board.task({ labels: ['other'] });
    const read: string[] = [];
    for await (const { id } of baton.all(baton.rpc.tasks.list, { label: 'many' })) read.push(id);
    expect(read).toHaveLength(MANY);
    expect(new Set(read)).toEqual(new Set(made));
  });

  test('[SDK] a listing of which nothing is wanted needs nothing said, and one that is left early asks for no more', async () => {
    await using board = await openBoard();
    const baton = await board.connect('scout', { transport });
    const names: string[] = [];
    for await (const { name } of baton.all(baton.rpc.agents.list)) names.push(name);
    expect(names).toEqual(['scout']);
    await board.task();
    for await (const { status } of baton.all(baton.rpc.tasks.list, { q: 'status:todo' })) {
      expect(status).toBe('todo');
      break;
    }
    // @ts-expect-error: the place of the page is the iteration's own.
    for await (const _ of baton.all(baton.rpc.tasks.list, { cursor: '1' })) break;
    const unreadable = baton.all(baton.rpc.tasks.list, { q: 'status:"todo' });
    await expect(unreadable.next()).rejects.toThrow(BadRequest);
  });
});
