import { expect, test, vi } from 'vitest';
import { connectBaton, LeaseLost } from '../../client/index.ts';
import { readAdminKey, withServer } from '../support/spawn-server.ts';
import { createManualClock } from './manual-clock.ts';
import { TRANSPORTS } from './open-board.ts';

test.each(TRANSPORTS)(
  '[LE6] over %s a restart of the server costs a client neither calls, nor events, nor its lease',
  async (transport) => {
    await withServer(async (server) => {
      const admin = await connectBaton({
        url: server.origin,
        token: await readAdminKey(server.dataDir),
        session: 'none',
        transport,
      });
      const { token } = await admin.rpc.agents.register.mutate({ name: 'scout' });
      const baton = await connectBaton({ url: server.origin, token, transport });
      const stop = new AbortController();
      const seen: number[] = [];
      const reading = (async () => {
        for await (const event of admin.events.watch({ signal: stop.signal })) seen.push(event.seq);
      })();
      const { id } = await admin.rpc.tasks.create.mutate({ title: 'Outlives the server' });
      const claim = await baton.claim(id);
      for (const round of [1, 2]) {
        await server.kill();
        // In flight while nobody listens; it is repeated with its key until the server is back.
        const progress = claim.progress(`round ${round}`);
        await server.restart();
        await progress;
        await admin.rpc.tasks.comment.mutate({ id, body: `round ${round}` });
      }
      expect(claim.lost.aborted).toBe(false);
      const task = await claim.submit('Survived.');
      expect(task.epoch).toBe(claim.epoch);
      const { notes } = await admin.rpc.tasks.get.query({ id });
      expect(notes.map(({ text }) => text).sort()).toEqual(['round 1', 'round 2']);
      const { head } = await admin.rpc.events.list.query({});
      await vi.waitFor(() => expect(seen.at(-1)).toBe(Number(head.split('.')[1])));
      expect(seen).toEqual(Array.from(seen, (_, i) => i + 1));
      stop.abort();
      await reading;
      await baton.close();
      await admin.close();
    });
  },
);

test.each(TRANSPORTS)(
  '[WT1] over %s a claim that waits goes on waiting when the server goes down and comes back, for longer than one call may wait',
  async (transport) => {
    await withServer(async (server) => {
      const token = await readAdminKey(server.dataDir);
      await using admin = await connectBaton({ url: server.origin, token, session: 'none', transport: 'http' });
      const { token: scouts } = await admin.rpc.agents.register.mutate({ name: 'scout' });
      await using baton = await connectBaton({ url: server.origin, token: scouts, transport });
      const waiting = baton.claim({ waitSeconds: 40 });
      await vi.waitFor(async () =>
        expect((await admin.rpc.agents.get.query({ name: 'scout' })).presence.connection).toBe('online'),
      );
      // It answers all that wait, with nothing.
      server.signal('SIGTERM');
      await server.ended();
      await server.restart();
      const { id } = await admin.rpc.tasks.create.mutate({ title: 'After the restart' });
      expect((await waiting).id).toBe(id);
    });
  },
);

test('[PR2] a client whose session the server no longer knows loses its leases and begins another session', async () => {
  await withServer(async (server) => {
    const options = { url: server.origin, transport: 'http' } as const;
    const admin = await connectBaton({ ...options, token: await readAdminKey(server.dataDir), session: 'none' });
    const { token } = await admin.rpc.agents.register.mutate({ name: 'scout', maxConcurrent: 2 });
    const clock = createManualClock();
    const baton = await connectBaton({ ...options, token, clock });
    const first = baton.sessionId;
    const claim = await baton.claim((await admin.rpc.tasks.create.mutate({ title: 'Of another time' })).id);
    await server.kill();
    expect(await server.database.tamper(`delete from sessions where id = '${first}'`)).toBe(1);
    await server.restart();
    clock.advance(23_000);
    await vi.waitFor(() => expect(claim.lost.reason).toMatchObject({ constructor: LeaseLost, reason: 'session_ended' }));
    await vi.waitFor(() => {
      clock.advance(100);
      expect(baton.sessionId).not.toBe(first);
    });
    const next = admin.rpc.tasks.create.mutate({ title: 'Of this time' }).then(({ id }) => baton.claim(id));
    let settled = false;
    void next.finally(() => {
      settled = true;
    });
    await vi.waitFor(() => {
      clock.advance(100);
      expect(settled).toBe(true);
    });
    expect((await next).task.holder?.session).toBe(baton.sessionId);
    await baton.close();
    await admin.close();
  });
});
