import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BadRequest, ConnectionFailed, connectBaton, EpochRequired, LeaseLost, NotFound, TooLarge } from '../../client/index.ts';
import { openCuttingProxy } from './cutting-proxy.ts';
import { openMendingProxy } from './mending-proxy.ts';
import { openBoard, TRANSPORTS } from './open-board.ts';

const MAX_BYTES = 10_485_760;

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('[AR1] [SDK] a holder attaches text, bytes, blobs and streams, and whoever may read the task gets them back', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const scout = await board.connect('scout', { transport });
    const reader = await board.connect('reader', { transport, session: 'none', agent: { role: 'viewer' } });
    const claim = await scout.claim(id);
    const bytes = new Uint8Array([0, 255, 13, 10, 128]);
    const stream = ReadableStream.from([bytes, bytes]) as ReadableStream<Uint8Array>;
    const made = [
      await claim.attach('notes.txt', 'häuschen\n'),
      await claim.attach('core.bin', bytes),
      await claim.attach('page.html', new Blob(['<p>'], { type: 'text/html' })),
      await claim.attach('stream', stream, { mediaType: 'application/x-pair' }),
    ];
    expect(made.map(({ size, mediaType, by, epoch }) => [size, mediaType, by, epoch])).toEqual([
      [10, 'text/plain; charset=utf-8', 'scout', claim.epoch],
      [5, 'application/octet-stream', 'scout', claim.epoch],
      [3, 'text/html', 'scout', claim.epoch],
      [10, 'application/x-pair', 'scout', claim.epoch],
    ]);
    for (const { name, sha256, mediaType } of made) {
      expect(await reader.fetchArtifact(id, name)).toMatchObject({ name, sha256, mediaType });
    }
    expect((await reader.fetchArtifact(id, 'notes.txt')).text()).toBe('häuschen\n');
    expect((await reader.fetchArtifact(id, 'stream')).bytes).toEqual(new Uint8Array([...bytes, ...bytes]));
    await claim.release('look at what I left');
    const next = await (await board.connect('ada', { transport })).claim(id);
    expect(next.handover.artifacts.map(({ name }) => name)).toEqual(['core.bin', 'notes.txt', 'page.html', 'stream']);
  });

  test('[LE4] [SDK] a claim that was taken away attaches nothing, and says so without a request once it is known', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const scout = await board.connect('scout', { transport });
    const claim = await scout.claim(id);
    await board.server.call('POST', `/v1/tasks/${id}/force-release`, { body: { reason: 'needed elsewhere' } });
    await expect(claim.attach('late.txt', 'late')).rejects.toThrow(LeaseLost);
    expect([claim.outcome, claim.lost.aborted]).toEqual(['lost', true]);
    await board.server.close();
    await expect(claim.attach('late.txt', 'late')).rejects.toThrow(LeaseLost);
  });

  test('[SDK] what the server refuses comes as the error of its code', async () => {
    await using board = await openBoard();
    const id = await board.task();
    const scout = await board.connect('scout', { transport });
    const claim = await scout.claim(id);
    await expect(scout.attach({ taskId: id, name: 'x', content: 'x' })).rejects.toThrow(EpochRequired);
    await expect(claim.attach('../x', 'x')).rejects.toThrow(BadRequest);
    await expect(claim.attach('big', new Uint8Array(MAX_BYTES + 1))).rejects.toThrow(TooLarge);
    await expect(scout.fetchArtifact(id, 'none')).rejects.toThrow(NotFound);
    await expect(scout.fetchArtifact('T-999', 'none')).rejects.toThrow(NotFound);
    for (const name of ['', '.', '..']) {
      await expect(claim.attach(name, 'x'), name).rejects.toThrow(BadRequest);
      await expect(scout.fetchArtifact(id, name), name).rejects.toThrow(BadRequest);
    }
    expect(claim.outcome).toBe('held');
    const lead = await board.connect('boss', { transport, agent: { role: 'lead' } });
    expect(await lead.attach({ taskId: id, name: 'spec.md', content: '# Spec', mediaType: 'text/markdown' })).toMatchObject({
      by: 'boss',
      epoch: null,
    });
  });
});

test('[SDK] an artifact is read also where its tag was made a weak one on the way, and not where it is of another', async () => {
  await using board = await openBoard();
  const id = await board.task();
  let weaken = (tag: string) => `W/${tag}`;
  const mendHeaders = ({ etag, ...rest }: IncomingHttpHeaders) => (etag === undefined ? rest : { ...rest, etag: weaken(etag) });
  await using proxy = await openMendingProxy(board.server, (value) => value, { mendHeaders });
  const { token } = await board.server.register('scout');
  await using scout = await connectBaton({ url: proxy.url, token, transport: 'http' });
  await (await scout.claim(id)).attach('notes.txt', 'all of it');
  expect((await scout.fetchArtifact(id, 'notes.txt')).text()).toBe('all of it');
  weaken = () => 'W/"of another"';
  await expect(scout.fetchArtifact(id, 'notes.txt')).rejects.toThrow(/is not what was attached\. Tried: http:/);
});

test('[ID1] [MN4] an attach whose answer was lost is sent again and happens once; that of a stream is not repeated', async () => {
  const proxy = await openCuttingProxy();
  await using board = await openBoard({ extraHosts: [proxy.host] });
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  proxy.target = board.server.port;
  const id = await board.task();
  const { token } = await board.server.register('boss', { role: 'lead' });
  const url = `http://${proxy.host}`;
  const boss = await connectBaton({ url, token, transport: 'http', session: 'none', insecureHttp: true });
  onTestFinished(() => boss.close());
  proxy.cutNextReply();
  expect(await boss.attach({ taskId: id, name: 'a', content: 'once' })).toMatchObject({ size: 4 });
  expect(proxy.cuts).toBe(1);
  proxy.cutNextReply();
  const content = ReadableStream.from([Buffer.from('stream')]) as ReadableStream<Uint8Array>;
  await expect(boss.attach({ taskId: id, name: 'b', content })).rejects.toThrow(ConnectionFailed);
  const { body } = await board.server.call('GET', `/v1/tasks/${id}/history`);
  const attached = body.items.filter(({ type }: { type: string }) => type === 'task.attached');
  expect(attached.map(({ data }: { data: { name: string } }) => data.name)).toEqual(['a', 'b']);
});
