import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { SpawnedServer, withServer } from '../support/spawn-server.ts';
import { createTestDatabase, ENGINE } from '../support/test-database.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'dist', 'server', 'main.js');
const KEY_ALONE = 0o600;
const FOLDER_ALONE = 0o700;

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

/** Runs the program to its end; what it said, and its exit code. */
async function runToEnd(args: readonly string[], node: readonly string[] = []): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [...node, MAIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

test('[SE1] the data directory and the key are for their owner alone, and the printed curl line works when pasted', async () => {
  await withServer(async (server) => {
    expect(await modeOf(server.dataDir)).toBe(FOLDER_ALONE);
    expect(await modeOf(join(server.dataDir, 'admin.key'))).toBe(KEY_ALONE);
    const line = server.stdout.split('\n').find((text) => text.includes('curl')) ?? '';
    const { stdout } = await promisify(execFile)('bash', ['-c', line]);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'T-1', status: 'todo' });
  });
});

test('[SE1] the key outlives a restart; deleted, a new one takes its place, and the old one stops unless other servers may have it', async () => {
  await withServer(async (server) => {
    const file = join(server.dataDir, 'admin.key');
    const first = await readFile(file, 'utf8');
    const ask = async (key: string) =>
      (await fetch(`${server.origin}/v1/tasks`, { headers: { authorization: `Bearer ${key.trim()}` } })).status;
    const again = async () => {
      server.signal('SIGTERM');
      await server.ended();
      await server.start();
    };
    await again();
    expect(await readFile(file, 'utf8')).toBe(first);
    await unlink(file);
    await again();
    const second = await readFile(file, 'utf8');
    expect(await modeOf(file)).toBe(KEY_ALONE);
    // Of many servers on one database each has a key of its own, which another that lost its own must not end.
    expect([await ask(first), await ask(second)]).toEqual([ENGINE === 'sqlite' ? 401 : 200, 200]);
  });
});

test('[SE1] a folder with other things in it keeps its mode; one of our own is closed to others', async () => {
  const ours = await mkdtemp(join(tmpdir(), 'baton-modes-'));
  const shared = await mkdtemp(join(tmpdir(), 'baton-modes-'));
  try {
    await writeFile(join(shared, 'notes.txt'), 'mine');
    for (const dir of [ours, shared]) {
      await chmod(dir, 0o755);
      const database = await createTestDatabase(dir);
      const server = new SpawnedServer({ dataDir: dir, database });
      await server.start();
      await server.dispose();
      await database.drop();
    }
    expect(await modeOf(ours)).toBe(FOLDER_ALONE);
    expect(await modeOf(shared)).toBe(0o755);
  } finally {
    for (const dir of [ours, shared]) await rm(dir, { recursive: true, force: true });
  }
});

test('[HOUSE] a port that is taken is refused with who has it', async () => {
  await withServer(async (server) => {
    const dir = await mkdtemp(join(tmpdir(), 'baton-second-'));
    const { code, stderr } = await runToEnd(['--port', String(server.port), '--data-dir', dir]);
    await rm(dir, { recursive: true, force: true });
    expect(code).toBe(1);
    expect(stderr).toContain(`Port ${server.port} on 127.0.0.1 is taken by another Batonpass server`);
    expect(stderr).toContain(String(server.pid));
  });
});

test('[HOUSE] on a Node that cannot load the native parts it says which one is needed', async () => {
  const older = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,napi:"9"}})';
  const { code, stderr } = await runToEnd([], ['--import', older]);
  expect(code).toBe(1);
  expect(stderr).toContain('needs Node 22.14 or later');
});

test('[SE3] it refuses to listen for other machines in clear, and says what to do', async () => {
  const { code, stderr } = await runToEnd(['--host', '0.0.0.0', '--port', '0']);
  expect(code).toBe(1);
  expect(stderr).toContain('--behind-proxy');
});

test('[SE5] no token is in the log, whatever is asked and however much is logged', async () => {
  process.env.BATON_LOG_LEVEL = 'debug';
  try {
    await withServer(async (server) => {
      const admin = (await readFile(join(server.dataDir, 'admin.key'), 'utf8')).trim();
      const ask = (path: string, token: string, body?: object) =>
        fetch(`${server.origin}${path}`, {
          method: body === undefined ? 'GET' : 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
      const { token } = (await (await ask('/v1/agents', admin, { name: 'scout' })).json()) as { token: string }; // a Registration
      const wrong = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`;
      for (const one of [admin, token, wrong]) {
        await ask('/v1/tasks', one, { title: 'fine' });
        await ask('/v1/tasks', one, { nonsense: one });
        await ask('/v1/none', one);
      }
      server.signal('SIGTERM');
      await server.ended();
      const secrets = [admin, token, wrong].map((one) => one.split('_')[3] ?? 'none');
      expect(server.stderr).toContain('draining');
      for (const secret of secrets) expect(server.stdout + server.stderr).not.toContain(secret);
    });
  } finally {
    delete process.env.BATON_LOG_LEVEL;
  }
});
