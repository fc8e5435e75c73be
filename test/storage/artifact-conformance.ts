import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ArtifactRecord } from '../../server/domain/artifacts/artifact-records.ts';
import type { WriteTx } from '../../server/domain/store.ts';
import type { Bench } from './conformance.ts';
import { taskRow } from './sample-rows.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

function artifactRow(over: Partial<ArtifactRecord> = {}): ArtifactRecord {
  const row = { project: 'p', task: 1, name: 'x', sha256: A, size: 3, mediaType: 'text/plain', by: 'ada', epoch: null, at: 5 };
  return { ...row, ...over };
}

/** That artifacts and the bytes that they are made of are kept as long as they are wanted, and no conditional update is fooled. */
export function artifactConformance(bench: Bench): void {
  const write = <T>(work: (tx: WriteTx) => Promise<T>) => bench.storage.write(work);
  const idle = (before: number) => bench.storage.read(async ({ q }) => q.listIdleBlobs({ before, limit: 9 }));
  const blob = (sha256: string) => ({ sha256, size: 3, idleSince: 100 });

  test('[AR1] an artifact comes back as it was stored, its name stands for one, and names are in order', async () => {
    await write(async ({ q }) => {
      await q.insertTask(taskRow());
      await q.keepBlob(blob(A));
      for (const name of ['b', 'a', 'B']) await q.putArtifact(artifactRow({ name }));
      await q.putArtifact(artifactRow({ name: 'b', size: 0, epoch: 7, by: 'bob' }));
    });
    const key = { project: 'p', number: 1 };
    const found = await bench.storage.read(async ({ q }) => ({
      one: await q.findArtifact({ ...key, name: 'b' }),
      none: await q.findArtifact({ ...key, name: 'c' }),
      all: await q.listArtifacts({ ...key, limit: 9 }),
    }));
    expect(found.one).toEqual(artifactRow({ name: 'b', size: 0, epoch: 7, by: 'bob' }));
    expect(found.none).toBeUndefined();
    expect(found.all.map(({ name }) => name)).toEqual(['B', 'a', 'b']);
  });

  test('[SE6] the artifacts of a task and the bytes of a project are counted up to their limit and not beyond', async () => {
    const counted = await write(async ({ q }) => {
      await q.insertTask(taskRow());
      const count = (max: number) => q.countArtifact({ project: 'p', number: 1, max });
      await q.insertArtifactTotal({ project: 'p', bytes: 0 });
      await q.insertArtifactTotal({ project: 'p', bytes: 99 });
      const add = (bytes: number) => q.addArtifactBytes({ project: 'p', bytes, max: 10 });
      return [await count(2), await count(2), await count(2), await add(10), await add(1), await add(-4), await add(4)];
    });
    expect(counted.map(({ changes }) => changes)).toEqual([1, 1, 0, 1, 0, 1, 1]);
    const task = await bench.storage.read(({ q }) => q.findTask({ project: 'p', number: 1 }));
    expect(task?.attached).toBe(2);
    await write(({ q }) => q.updateTask({ ...taskRow({ version: 2, attached: 0 }), expectedVersion: 1, expectedEpoch: 0 }));
    expect((await bench.storage.read(({ q }) => q.findTask({ project: 'p', number: 1 })))?.attached).toBe(2);
  });

  test('[AR2] only what has been idle for long and has no artifact is doomed, and nothing is made of that', async () => {
    await write(async ({ q }) => {
      await q.insertTask(taskRow());
      for (const sha256 of [A, B]) await q.keepBlob(blob(sha256));
    });
    expect((await idle(99)).length).toBe(0);
    expect(await idle(100)).toEqual([
      { ...blob(A), doomed: false },
      { ...blob(B), doomed: false },
    ]);
    const doom = async (sha256: string, before: number) => (await write(({ q }) => q.doomBlob({ sha256, before }))).changes;
    expect(await doom(A, 99)).toBe(0);
    await write(async ({ q }) => {
      expect(await q.useBlob({ sha256: A })).toEqual({ changes: 1 });
      return q.putArtifact(artifactRow());
    });
    expect((await idle(100)).map(({ sha256 }) => sha256)).toEqual([B]);
    await write(({ q }) => q.idleBlob({ sha256: A, idleSince: 100 }));
    expect(await doom(A, 100)).toBe(0);
    expect(await write(({ q }) => q.reuseBlob({ sha256: A, before: 100 }))).toEqual({ changes: 1 });
    expect(await write(({ q }) => q.reuseBlob({ sha256: B, before: 100 }))).toEqual({ changes: 0 });

    expect(await write(({ q }) => q.dropBlob({ sha256: B }))).toEqual({ changes: 0 });
    expect(await doom(B, 100)).toBe(1);
    expect(await write(({ q }) => q.useBlob({ sha256: B }))).toEqual({ changes: 0 });
    await write(({ q }) => q.keepBlob({ ...blob(B), idleSince: 200 }));
    expect(await write(({ q }) => q.dropBlob({ sha256: B }))).toEqual({ changes: 0 });
    expect(await doom(B, 200)).toBe(1);
    expect(await write(({ q }) => q.dropBlob({ sha256: B }))).toEqual({ changes: 1 });
    expect(await write(({ q }) => q.useBlob({ sha256: B }))).toEqual({ changes: 0 });
  });

  test('[AR2] the store itself keeps the row of content that an artifact has', async () => {
    await write(async ({ q }) => {
      await q.insertTask(taskRow());
      await q.keepBlob(blob(A));
      return q.putArtifact(artifactRow());
    });
    await expect(write(({ q }) => q.putArtifact(artifactRow({ name: 'y', sha256: B })))).rejects.toThrow();
    expect(await write(({ q }) => q.doomBlob({ sha256: A, before: 1_000 }))).toEqual({ changes: 0 });
  });

  test('[AR2] bytes come back as they were sent, however they were cut, until they are removed', async () => {
    for (const size of [0, 1, 1_048_575, 1_048_576, 1_048_577, 2_500_000]) {
      const bytes = Buffer.alloc(size, `${size}.`);
      const received = await bench.storage.blobs.receive(inPieces(bytes, 70_001));
      const { sha256 } = received;
      expect(received).toMatchObject({ size, sha256: createHash('sha256').update(bytes).digest('hex') });
      expect(Buffer.from(await received.head(10))).toEqual(bytes.subarray(0, 10));
      if (size > 0) expect(await bench.storage.blobs.open(received)).toBeNull();
      await write(({ q }) => q.keepBlob({ sha256, size, idleSince: 100 }));
      await received.keep();
      await received.discard();
      const content = await bench.storage.blobs.open({ sha256, size });
      expect(Buffer.concat(await pieces(content))).toEqual(bytes);
      await write(({ q }) => q.doomBlob({ sha256, before: 100 }));
      await bench.storage.blobs.remove(sha256);
      await write(({ q }) => q.dropBlob({ sha256 }));
      if (size > 0) expect(await bench.storage.blobs.open({ sha256, size })).toBeNull();
    }
  });
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function pieces(content: AsyncIterable<Uint8Array> | null): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of content ?? []) all.push(piece);
  return all;
}
