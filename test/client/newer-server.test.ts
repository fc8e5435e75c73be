import { describe, expect, test, vi } from 'vitest';
import * as client from '../../client/index.ts';
import { createManualClock } from './manual-clock.ts';
import { changeObjects, openMendingProxy } from './mending-proxy.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

/** An answer as the server of the next minor version could give it: fields, values of enumerations and events that nobody knows yet. */
function newer(value: unknown): unknown {
  return changeObjects(value, (object) => {
    const changed: Record<string, unknown> = { ...object, addedLater: { since: '0.2.0', list: [1] } };
    if (object['urgency'] !== undefined) changed['urgency'] = 'someday';
    if (object['connection'] !== undefined) changed['connection'] = 'roaming';
    if (object['type'] === 'task.progressed') changed['type'] = 'task.pondered';
    if (object['title'] === 'Odd') changed['status'] = 'simmering';
    if (object['code'] === 'not_found') changed['code'] = 'not_here_any_more';
    if (Array.isArray(object['news'])) changed['news'] = [{ kind: 'weather', addedLater: true }, ...object['news']];
    return changed;
  });
}

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('[SDK] the client of today works with a server of the next minor version', async () => {
    await using board = await openBoard();
    await using proxy = await openMendingProxy(board.server, newer);
    const connect = async (name: string, role: string) => {
      const { token } = await board.server.register(name, { role });
      return client.connectBaton({ url: proxy.url, token, transport });
    };
    await using scout = await connect('scout', 'agent');
    await using ada = await connect('ada', 'reviewer');
    await board.task({ title: 'Odd', labels: ['none'] });

    const stop = new AbortController();
    const id = await board.task({ labels: ['docs'] });
    const report = await scout.work({ labels: ['docs'], signal: stop.signal }, async (task) => {
      await task.progress('half', { percent: 50 });
      await task.attach('a.md', '# A');
      stop.abort();
      return 'Done.';
    });
    expect(report).toMatchObject({ claimed: 1, submitted: 1, lost: 0 });
    expect((await scout.fetchArtifact(id, 'a.md')).text()).toBe('# A');

    const kinds: string[] = [];
    for await (const { kind } of ada.news.watch({ kinds: ['review'] })) {
      kinds.push(kind);
      if (kind === 'review') break;
    }
    expect(kinds).toEqual(['weather', 'review']);
    const review = await ada.reviews.tryClaim();
    await review?.approve();
    expect((await board.see(id)).status).toBe('done');

    await ada.inbox.send('Well done.', { to: { agent: 'scout' } });
    for await (const letter of scout.inbox.watch()) {
      await letter.ack();
      if (letter.from !== 'ada') continue;
      expect([letter.body, letter.urgency]).toEqual(['Well done.', 'someday']);
      break;
    }

    const seqs: number[] = [];
    const types = new Set<string>();
    for await (const { seq, type } of scout.events.watch()) {
      seqs.push(seq);
      types.add(type);
      if (type === 'message.acked') break;
    }
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(types).toContain('task.pondered');

    const statuses: string[] = [];
    for await (const { status } of scout.all(scout.rpc.tasks.list)) statuses.push(status);
    expect(statuses.sort()).toEqual(['done', 'simmering']);
    await expect(scout.claim('T-999')).rejects.toMatchObject({ constructor: client.BatonError, code: 'not_here_any_more' });

    const { http, stream, socket } = proxy.mended;
    expect(http).toBeGreaterThan(0);
    expect(transport === 'ws' ? socket : stream).toBeGreaterThan(0);
  });

  test('[LE1] a lease is kept by heartbeats whose answers have more in them than this client knows', async () => {
    await using board = await openBoard();
    await using proxy = await openMendingProxy(board.server, newer);
    const { token } = await board.server.register('scout');
    await using scout = await client.connectBaton({ url: proxy.url, token, transport });
    const task = await scout.claim(await board.task({ leaseTtlSeconds: 10 }));
    // What is left of a lease only ever grows by a heartbeat.
    let least = task.leaseRemainingMs;
    const renewed = () => {
      const now = task.leaseRemainingMs;
      least = Math.min(least, now);
      expect(now).toBeGreaterThan(least);
    };
    await vi.waitFor(renewed);
    expect(task.outcome).toBe('held');
  });

  test('[LE1] a state of a lease that nobody knows yet is no loss: the next beat renews it', async () => {
    const clock = createManualClock();
    await using board = await openBoard();
    let beats = 0;
    await using proxy = await openMendingProxy(board.server, (value) =>
      changeObjects(value, (object) => {
        if (object['leaseRemainingMs'] === undefined || object['state'] !== 'ok') return object;
        beats += 1;
        return beats > 1 ? object : { taskId: object['taskId'], state: 'resting', until: 'noon' };
      }),
    );
    const { token } = await board.server.register('scout');
    await using scout = await client.connectBaton({ url: proxy.url, token, transport, clock });
    const task = await scout.claim(await board.task({ leaseTtlSeconds: 10 }));
    clock.advance(4_000);
    await vi.waitFor(() => expect(beats).toBe(1));
    clock.advance(4_000);
    await vi.waitFor(() => {
      // The next is due when the answer to this one is read.
      clock.advance(0);
      expect(task.leaseRemainingMs).toBeGreaterThan(5_000);
    });
    expect([task.outcome, task.lost.aborted]).toEqual(['held', false]);
  });
});
