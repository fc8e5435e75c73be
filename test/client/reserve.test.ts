import { expect, test } from 'vitest';
import { LeaseLost, NotClaimable, PathsReserved } from '../../client/index.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

test.each(TRANSPORTS)('[RS1] [SDK] a claim holds what its task declares and what it reserves, over %s', async (transport) => {
  await using board = await openBoard();
  const [mine, other] = [await board.task({ paths: ['src/**'] }), await board.task()];
  const [scout, ada] = [await board.connect('scout', { transport }), await board.connect('ada', { transport })];
  const claim = await scout.claim(mine);
  const reserved = await claim.reserve(['docs/*.md'], { mode: 'shared' });
  expect(reserved).toMatchObject({ taskId: mine, epoch: claim.epoch, agent: 'scout', mode: 'shared' });
  const second = await ada.claim(other);
  await second.reserve(['docs/a.md'], { mode: 'shared' });
  const refused = await second.reserve(['src/a.ts']).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(PathsReserved);
  expect(refused).toMatchObject({ code: 'paths_reserved', current: { id: `${mine}:1` } });
  const blocked = await board.task({ paths: ['docs'] });
  await second.submit('Done.');
  await expect(ada.claim(blocked)).rejects.toBeInstanceOf(NotClaimable);
  await claim.submit('Done.');
  expect((await ada.rpc.reservations.list.query({})).items).toEqual([]);
  await expect(claim.reserve(['lib'])).rejects.toBeInstanceOf(LeaseLost);
});
