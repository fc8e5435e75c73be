import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packedProgram } from '../support/packed-program.ts';
import { type SpawnedServer, withServer } from '../support/spawn-server.ts';

const LINK = /http:\/\/\S+\/dashboard\/sign-in#(bat_link_\S+)/;

let program: Awaited<ReturnType<typeof packedProgram>>;
beforeAll(async () => {
  program = await packedProgram();
});
afterAll(() => program.dispose());

const codeIn = (text: string) => LINK.exec(text)?.[1] ?? 'no link';

async function login(server: SpawnedServer, code: string) {
  const origin = `http://localhost:${server.port}`;
  const headers = { 'content-type': 'application/json', origin };
  const reply = await fetch(`${origin}/v1/login`, { method: 'POST', headers, body: JSON.stringify({ code }) });
  const cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { status: reply.status, me: () => fetch(`${origin}/v1/me`, { headers: { cookie } }).then((answer) => answer.json()) };
}

test('[SE5] the start prints a link in one line that signs the admin in once, and logs nothing of it', async () => {
  await withServer(
    async (server) => {
      const line = server.stdout.split('\n').filter((text) => LINK.test(text));
      expect(line).toHaveLength(1);
      expect(line[0]).toContain(`http://localhost:${server.port}/dashboard/sign-in#`);
      const code = codeIn(server.stdout);
      const first = await login(server, code);
      expect(first.status).toBe(200);
      expect(await first.me()).toMatchObject({ name: 'admin', isAdmin: true, signIn: 'browser', server: { demo: false } });
      expect((await login(server, code)).status).toBe(401);
      server.signal('SIGTERM');
      await server.ended();
      expect(server.stderr).toContain('draining');
      expect(server.stderr).not.toContain('bat_');
    },
    { main: program.main, env: { BATON_LOG_LEVEL: 'debug' } },
  );
});

test('[SE5] a new link is to be had from a running server, with the key of its data directory', async () => {
  await withServer(
    async (server) => {
      const args = [program.main, 'link', '--port', String(server.port), '--data-dir', server.dataDir];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      expect(stdout.trim().split('\n')).toHaveLength(1);
      const signedIn = await login(server, codeIn(stdout));
      expect(await signedIn.me()).toMatchObject({ name: 'admin', isAdmin: true });
      const nowhere = await promisify(execFile)(process.execPath, [
        program.main,
        'link',
        '--data-dir',
        `${server.dataDir}/none`,
      ]).catch((error) => error);
      expect(nowhere).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^batonpass: .*admin\.key/) });
      server.signal('SIGTERM');
      await server.ended();
      const gone = await promisify(execFile)(process.execPath, args).catch((error) => error);
      expect(gone).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`localhost:${server.port}`) });
    },
    { main: program.main },
  );
});

test('[SE5] --as makes the link one for a person, at the start and later, made a lead once and then left as they are', async () => {
  await withServer(
    async (server) => {
      const as = async (text: string) => (await login(server, codeIn(text))).me();
      expect(await as(server.stdout)).toMatchObject({ name: 'rob', kind: 'human', role: 'lead', agent: 'rob' });
      const key = (await readFile(join(server.dataDir, 'admin.key'), 'utf8')).trim();
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const changed = await fetch(`http://localhost:${server.port}/v1/agents/rob`, {
        method: 'PATCH',
        headers,
        body: JSON.stringify({ role: 'reviewer' }),
      });
      expect(changed.status).toBe(200);
      const run = (...more: string[]) =>
        promisify(execFile)(process.execPath, [
          program.main,
          'link',
          '--port',
          String(server.port),
          '--data-dir',
          server.dataDir,
          ...more,
        ]);
      expect(await as((await run('--as', 'rob')).stdout)).toMatchObject({ name: 'rob', role: 'reviewer' });
      expect(await as((await run('--as', 'ada')).stdout)).toMatchObject({ name: 'ada', role: 'lead' });
      const refused = await run('--as', 'Rob').catch((error) => error);
      expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('lower-case') });
      server.signal('SIGTERM');
      await server.ended();
      await server.start();
      expect(await as(server.stdout)).toMatchObject({ name: 'rob', role: 'reviewer' });
    },
    { main: program.main, args: ['--as', 'rob'] },
  );
});

test.skipIf(process.platform !== 'linux')(
  '[HOUSE] --open hands the link to the opener of the system; without such a program nothing is lost',
  async () => {
    await withServer(
      async (server) => {
        const bin = join(server.dataDir, 'bin');
        const seen = join(server.dataDir, 'opened');
        await mkdir(bin);
        await writeFile(join(bin, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > '${seen}.new'; mv '${seen}.new' '${seen}'\n`);
        await chmod(join(bin, 'xdg-open'), 0o755);
        const again = async (path: string) => {
          server.signal('SIGTERM');
          await server.ended();
          server.options = { main: program.main, args: ['--open'], env: { PATH: path } };
          await server.start();
        };
        await again(`${bin}:${process.env['PATH'] ?? ''}`);
        await expect.poll(() => readFile(seen, 'utf8').catch(() => '')).not.toBe('');
        expect(codeIn(await readFile(seen, 'utf8'))).toBe(codeIn(server.stdout));
        await again(join(server.dataDir, 'no-such-folder'));
        expect((await login(server, codeIn(server.stdout))).status).toBe(200);
      },
      { main: program.main },
    );
  },
);
