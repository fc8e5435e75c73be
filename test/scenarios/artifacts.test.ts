import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAdminKey, type SpawnedServer, withServer } from '../support/spawn-server.ts';

const KILLS = 6;
const UPLOADERS = 6;
const UPLOADS_BETWEEN = 25;
const SIZES = [0, 5, 70_000, 400_000, 1_500_000];

interface Sent {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
}

test('[LAW3] [AR2] killed again and again while files are attached, the server has lost none that it acknowledged', async () => {
  await withServer(async (server) => {
    const token = await readAdminKey(server.dataDir);
    const call = (path: string, init: RequestInit = {}) =>
      fetch(`${server.origin}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
    const task = async () => {
      const headers = { 'content-type': 'application/json' };
      const reply = await call('/v1/tasks', { method: 'POST', headers, body: JSON.stringify({ title: 'with files' }) });
      return String(((await reply.json()) as { id: string }).id); // a Task
    };
    const acknowledged: Sent[] = [];
    const ids = await Promise.all(Array.from({ length: KILLS }, task));
    for (const id of ids) {
      const upload = async (name: string, size: number) => {
        const bytes = randomBytes(size);
        const path = `/v1/tasks/${id}/artifacts/${name}`;
        const reply = await call(path, { method: 'PUT', body: bytes });
        if (reply.status === 200) acknowledged.push({ path, size, sha256: createHash('sha256').update(bytes).digest('hex') });
      };
      const enough = acknowledged.length + UPLOADS_BETWEEN;
      const uploaders = Array.from({ length: UPLOADERS }, async (_, uploader) => {
        // The last ones break off; nobody knows whether those took effect.
        for (let i = 0; i < 100 / UPLOADERS; i += 1) await upload(`f${uploader}-${i}`, SIZES[(uploader + i) % SIZES.length] ?? 0);
      });
      const ended = Promise.allSettled(uploaders);
      await Promise.race([reached(() => acknowledged.length >= enough), ended]);
      expect((await server.kill()).signal).toBe('SIGKILL');
      await ended;
      await server.restart();
      expect(await incoming(server)).toEqual([]);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS * UPLOADS_BETWEEN);
    for (const { path, size, sha256 } of acknowledged) {
      const reply = await call(path);
      const bytes = Buffer.from(await reply.arrayBuffer());
      expect([path, bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([path, size, sha256]);
    }
    // What a task lists is there, also where nobody was told.
    for (const id of ids) {
      const { artifacts } = (await (await call(`/v1/tasks/${id}`)).json()) as { artifacts: Array<{ name: string }> }; // a TaskDetail
      for (const { name } of artifacts) {
        const reply = await call(`/v1/tasks/${id}/artifacts/${name}`);
        expect(reply.status).toBe(200);
        await reply.arrayBuffer();
      }
    }
  });
});

async function reached(isReached: () => boolean): Promise<void> {
  while (!isReached()) await new Promise((resolve) => setImmediate(resolve));
}

/** What a server has begun to receive and not kept. */
async function incoming(server: SpawnedServer): Promise<string[]> {
  const folders = ['artifacts/incoming', 'incoming'].map((name) => readdir(join(server.dataDir, name)).catch(() => []));
  return (await Promise.all(folders)).flat();
}
