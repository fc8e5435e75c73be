import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import {
  ARTIFACT_INLINE_MAX_BYTES,
  ARTIFACTS_MAX_PER_TASK,
  PROJECT_ARTIFACTS_MAX_BYTES,
} from '../../server/contract/artifacts.ts';
import { ORPHAN_CONTENT_MAX_BYTES } from '../../server/domain/artifacts/artifact-service.ts';
import { BLOB_GRACE_MS } from '../../server/domain/artifacts/blob-keeper.ts';
import type { BlobStore, ReceivedBlob } from '../../server/domain/artifacts/blob-store.ts';
import { kept } from '../support/artifact-calls.ts';
import { type Board, type Caller, codeOf, createBoard, refusal } from '../support/board.ts';
import { ENGINE } from '../support/test-database.ts';

type Source = Parameters<BlobStore['receive']>[0];

const base64 = (text: string) => Buffer.from(text).toString('base64');
const textOf = (answer: { base64: string }) => Buffer.from(answer.base64, 'base64').toString();

async function boardWithTasks(count = 1): Promise<Board> {
  const board = await createBoard();
  for (let i = 0; i < count; i += 1) await board.admin.tasks.create({ title: 'a task' });
  return board;
}

const attach = (caller: Caller, name: string, text: string, id = 'T-1') =>
  caller.tasks.attach({ id, name, base64: base64(text) });
const read = async (board: Board, name: string, id = 'T-1') => textOf(await board.admin.tasks.artifact({ id, name }));

describe('what nobody needs any more', () => {
  test('[AR2] what was replaced goes after an hour and not before; what another artifact still has stays', async () => {
    const board = await boardWithTasks(2);
    await attach(board.admin, 'a', 'shared');
    await attach(board.admin, 'b', 'shared', 'T-2');
    await attach(board.admin, 'c', 'lonely');
    for (const name of ['a', 'c']) await attach(board.admin, name, 'new');
    await board.services.upkeep.tidy();
    expect((await kept(board)).blobs).toHaveLength(3);
    board.clock.advance(BLOB_GRACE_MS - 1);
    await board.services.upkeep.tidy();
    expect((await kept(board)).bytes).toHaveLength(3);
    board.clock.advance(1);
    await board.services.upkeep.tidy();
    const { blobs, bytes } = await kept(board);
    expect(blobs).toHaveLength(2);
    expect(bytes).toEqual(blobs);
    expect([await read(board, 'a'), await read(board, 'c'), await read(board, 'b', 'T-2')]).toEqual(['new', 'new', 'shared']);
    // What is in use is not looked at again and again.
    expect(await board.database.rows('select sha256 from blobs where idle_since is not null')).toEqual([]);
  });

  test('[AR2] a server that died while it removed something leaves that to the next, and new content of that kind is whole', async () => {
    const board = await boardWithTasks();
    const doom = `update blobs set doomed = ${ENGINE === 'postgres' ? 'true' : '1'} where idle_since is not null`;
    for (const name of ['a', 'a']) await attach(board.admin, name, `one ${name}`);
    await attach(board.admin, 'a', 'two');
    expect(await board.database.tamper(doom)).toBe(1);
    await attach(board.admin, 'b', 'one a');
    await board.services.upkeep.tidy();
    expect(await read(board, 'b')).toBe('one a');
    await attach(board.admin, 'b', 'two');
    expect(await board.database.tamper(doom)).toBe(1);
    board.clock.advance(BLOB_GRACE_MS);
    await board.services.upkeep.tidy();
    expect((await kept(board)).bytes).toHaveLength(1);
  });

  test('[AR2] uploads, replacements and sweeps of the same content at once lose nothing that an artifact has', async () => {
    const board = await boardWithTasks(3);
    for (let round = 0; round < 12; round += 1) {
      // Hours pass while they run, so that all that is idle for a moment is idle for long enough.
      const passing = setInterval(() => board.clock.advance(BLOB_GRACE_MS), 1);
      const acts = Array.from({ length: 12 }, (_, i) => {
        if (i % 3 === 0) return board.services.upkeep.tidy();
        const id = `T-${1 + (i % 3)}`;
        return attach(board.admin, `n${i % 2}`, `content ${(round + i) % 4}`, id);
      });
      const settled = await Promise.allSettled(acts);
      clearInterval(passing);
      const failed = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      for (const error of failed) expect(await codeOf(Promise.reject(error))).toBe('unavailable');
      for (const id of ['T-1', 'T-2', 'T-3']) {
        const { artifacts } = await board.admin.tasks.get({ id });
        for (const { name } of artifacts) expect(await read(board, name, id)).toMatch(/^content \d$/);
      }
    }
    board.clock.advance(BLOB_GRACE_MS);
    await board.services.upkeep.tidy();
    const { blobs, bytes } = await kept(board);
    expect(bytes).toEqual(blobs);
    expect(await board.database.rows('select distinct sha256 from artifacts order by sha256')).toEqual(
      blobs.map((sha256) => ({ sha256 })),
    );
  });
});

describe('moments that are hard to meet', () => {
  test('[AR2] content that is swept between its arrival and its artifact makes none: the caller is told to send it again', async () => {
    const board = await boardWithTasks();
    const { receive } = board.storage.blobs;
    let sweep = Promise.resolve();
    const keepSlowly = (received: ReceivedBlob): ReceivedBlob => ({
      ...received,
      async keep() {
        await received.keep();
        board.clock.advance(BLOB_GRACE_MS);
        sweep = board.services.upkeep.tidy();
        // It waits for its turn when it has seen what is idle.
        for (let i = 0; i < 20; i += 1) await board.storage.write(async () => undefined);
      },
    });
    Object.assign(board.storage.blobs, { receive: async (source: Source) => keepSlowly(await receive(source)) });
    expect(await codeOf(attach(board.admin, 'a', 'too slow'))).toBe('unavailable');
    await sweep;
    expect(await kept(board)).toEqual({ blobs: [], bytes: [] });
    Object.assign(board.storage.blobs, { receive });
    await attach(board.admin, 'a', 'too slow');
    expect(await read(board, 'a')).toBe('too slow');
  });

  test('[AR2] content that arrives again while the same is being removed is there afterwards', async () => {
    const board = await boardWithTasks();
    for (const text of ['old', 'new']) await attach(board.admin, 'a', text);
    board.clock.advance(BLOB_GRACE_MS);
    const { remove } = board.storage.blobs;
    let again: Promise<unknown> = Promise.resolve();
    let isAttached = false;
    const removeSlowly = async (sha256: string) => {
      again = attach(board.admin, 'b', 'old').then(() => {
        isAttached = true;
      });
      // Time enough for one that does not wait for its turn.
      await vi.waitFor(() => expect(isAttached).toBe(true), 300).catch(() => undefined);
      await remove(sha256);
    };
    Object.assign(board.storage.blobs, { remove: removeSlowly });
    await board.services.upkeep.tidy();
    await again;
    expect(await read(board, 'b')).toBe('old');
  });
});

describe('limits', () => {
  test('[SE6] a task has so many artifacts and not one more; those that it has can still be replaced', async () => {
    const board = await boardWithTasks();
    for (let i = 1; i < ARTIFACTS_MAX_PER_TASK; i += 1) await attach(board.admin, `n${i}`, 'x');
    await attach(board.admin, 'last', 'x');
    expect(await refusal(attach(board.admin, 'one-more', 'x'))).toMatchObject({
      code: 'invalid_input',
      details: { detail: expect.stringContaining('T-1 has 100 artifacts') },
    });
    await attach(board.admin, 'last', 'y');
    expect((await board.admin.tasks.get({ id: 'T-1' })).artifacts).toHaveLength(ARTIFACTS_MAX_PER_TASK);
  });

  test('[SE6] a project keeps so many bytes of artifacts and not one more; less is always taken', async () => {
    const board = await boardWithTasks();
    await attach(board.admin, 'a', 'four');
    const set = (bytes: number) => board.database.tamper(`update artifact_totals set bytes = ${bytes} where project = 'main'`);
    await set(PROJECT_ARTIFACTS_MAX_BYTES - 3);
    expect(await refusal(attach(board.admin, 'b', 'four'))).toMatchObject({
      code: 'too_large',
      details: { detail: expect.stringContaining('main') },
    });
    await attach(board.admin, 'b', 'new');
    await set(PROJECT_ARTIFACTS_MAX_BYTES + 10);
    await attach(board.admin, 'a', 'fou');
    expect(await board.database.rows('select bytes from artifact_totals')).toEqual([{ bytes: PROJECT_ARTIFACTS_MAX_BYTES + 9 }]);
  });

  test('[AR1] [SE6] within JSON content of half a MiB travels, and a byte more does not, in either direction', async () => {
    const board = await boardWithTasks();
    const most = 'm'.repeat(ARTIFACT_INLINE_MAX_BYTES);
    await attach(board.admin, 'most', most);
    expect(await read(board, 'most')).toBe(most);
    expect(await codeOf(attach(board.admin, 'more', 'm'.repeat(ARTIFACT_INLINE_MAX_BYTES + 3)))).toBe('bad_request');
    expect(await codeOf(board.admin.tasks.attach({ id: 'T-1', name: 'x', base64: 'not base64!' }))).toBe('bad_request');
    expect(await refusal(board.admin.tasks.attach({ id: 'T-1', name: 'x' }))).toMatchObject({
      code: 'bad_request',
      details: { problems: [{ path: 'base64' }] },
    });
  });
});

describe('who holds the task', () => {
  test('[AR1] [TK6] what the holder attaches renews its lease, is in the log, and is handed over', async () => {
    const board = await boardWithTasks();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    await attach(board.admin, 'spec', 'build it');
    const first = await scout.tasks.claim({ id: 'T-1' });
    expect(first.handover).toMatchObject({ attempts: [], artifacts: [{ name: 'spec', by: 'admin', epoch: null }] });
    await board.pass(50_000);
    const before = await board.admin.tasks.get({ id: 'T-1' });
    await scout.tasks.attach({ id: 'T-1', name: 'half', epoch: 1, base64: base64('half done') });
    const after = await board.admin.tasks.get({ id: 'T-1' });
    expect([before.holder?.leaseRemainingMs, after.holder?.leaseRemainingMs]).toEqual([10_000, 60_000]);
    expect(after.version).toBe(before.version);
    const { items } = await board.admin.tasks.history({ id: 'T-1' });
    expect(items.at(-1)).toMatchObject({
      type: 'task.attached',
      actor: 'scout',
      agent: 'scout',
      data: { epoch: 1, name: 'half', size: 9, mediaType: 'application/octet-stream', set: {} },
    });
    await scout.tasks.release({ id: 'T-1', epoch: 1, reason: 'enough' });
    const { handover } = await ada.tasks.claim({ id: 'T-1' });
    expect(handover.artifacts.map(({ name, by, epoch }) => [name, by, epoch])).toEqual([
      ['half', 'scout', 1],
      ['spec', 'admin', null],
    ]);
  });

  test('[LE4] of what comes too late the content is kept up to its limit, beyond it the hash', async () => {
    const board = await boardWithTasks();
    const [scout, ada] = [await board.agent('scout'), await board.agent('ada')];
    await scout.tasks.claim({ id: 'T-1' });
    await scout.tasks.release({ id: 'T-1', epoch: 1, reason: 'enough' });
    for (const [name, size] of [
      ['most', ORPHAN_CONTENT_MAX_BYTES],
      ['more', ORPHAN_CONTENT_MAX_BYTES + 1],
    ] as const) {
      const late = { id: 'T-1', name, epoch: 1, base64: base64('l'.repeat(size)) };
      expect(await codeOf(scout.tasks.attach(late))).toBe('lease_lost');
      // Of a stranger nothing is kept.
      expect(await codeOf(ada.tasks.attach(late))).toBe('lease_lost');
    }
    const { orphans, artifacts } = await board.admin.tasks.get({ id: 'T-1' });
    const payloads = orphans.map(({ payload }) => payload as { name: string; size: number; base64: string | null });
    expect(payloads.toSorted((a, b) => a.size - b.size)).toMatchObject([
      { name: 'most', base64: base64('l'.repeat(ORPHAN_CONTENT_MAX_BYTES)) },
      { name: 'more', size: ORPHAN_CONTENT_MAX_BYTES + 1, base64: null },
    ]);
    expect(artifacts).toEqual([]);
    expect(await kept(board)).toEqual({ blobs: [], bytes: [] });
  });
});

describe('content that was harmed behind the server', () => {
  test('[AR2] damaged content is never given out as whole, and the same attached again mends it', async () => {
    const board = await boardWithTasks();
    await attach(board.admin, 'a', 'the truth');
    const { blobs } = await kept(board);
    await damage(board, blobs[0] ?? '');
    await expect(board.admin.tasks.artifact({ id: 'T-1', name: 'a' })).rejects.toThrow();
    if (ENGINE === 'postgres') return;
    await attach(board.admin, 'b', 'the truth');
    expect(await read(board, 'a')).toBe('the truth');
  });

  test('[AR2] content that is gone is said to be gone', async () => {
    const board = await boardWithTasks();
    await attach(board.admin, 'a', 'the truth');
    const { blobs } = await kept(board);
    if (ENGINE === 'postgres') await board.database.tamper('delete from blob_chunks');
    else await rm(join(board.folder, 'artifacts', blobs[0] ?? ''));
    expect(await refusal(board.admin.tasks.artifact({ id: 'T-1', name: 'a' }))).toMatchObject({
      code: 'not_found',
      details: { detail: expect.stringContaining('missing on the server') },
    });
  });
});

/** Changes one byte and leaves the length as it is. */
async function damage(board: Board, sha256: string): Promise<void> {
  if (ENGINE === 'postgres') {
    await board.database.tamper(`update blob_chunks set bytes = set_byte(bytes, 4, 33) where sha256 = '${sha256}'`);
    return;
  }
  const path = join(board.folder, 'artifacts', sha256);
  const bytes = await readFile(path);
  bytes[4] = 33;
  await writeFile(path, bytes);
}
