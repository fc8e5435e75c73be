import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { crowding } from '../support/crowding.ts';
import { readAdminKey, withServer } from '../support/spawn-server.ts';

/** What the program promises. */
const ALIVE_MAX_MS = 3_000;
const WANTED = ['task.expired', 'task.changes_requested', 'task.approved', 'task.blocked', 'task.attached', 'message.sent'];

/** The processes of this program that the server has started. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return / \(.*\) \S (\d+) /.exec(` ${readFileSync(`/proc/${name}/stat`, 'utf8')}`)?.[1] === String(pid);
      } catch {
        return false;
      }
    })
    .map(Number);
}

test.skipIf(process.platform !== 'linux')(
  '[HOUSE] the demo is alive at once, shows what a board is for, and leaves nothing behind',
  async () => {
    await withServer(
      async (server) => {
        const readyAt = performance.now();
        const folder = /Data and the admin key are in (\S+)/.exec(server.stdout)?.[1] ?? '';
        const key = await readAdminKey(folder);
        // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where that is not so.
        const ask = async (path: string): Promise<any> =>
          (await fetch(`${server.origin}${path}`, { headers: { authorization: `Bearer ${key}` } })).json();
        const types = async () => {
          const { items } = await ask('/v1/events?limit=200');
          return items.map(({ type }: { type: string }) => type);
        };
        const seen = new Set<string>();
        let after = '';
        const look = async () => {
          const page = await ask(`/v1/events?limit=200${after === '' ? '' : `&after=${after}`}`);
          for (const { type } of page.items) seen.add(type);
          after = page.nextCursor ?? after;
          return [...seen];
        };
        await expect.poll(types, { timeout: 30_000, interval: 50 }).toContain('task.claimed');
        const aliveMs = performance.now() - readyAt;
        process.stdout.write(`the demo claimed its first task ${aliveMs.toFixed(0)} ms after the server was ready\n`);
        expect(aliveMs).toBeLessThan(ALIVE_MAX_MS * crowding());
        expect(await ask('/v1/me')).toMatchObject({ server: { demo: true, engine: 'sqlite' } });
        for (const type of WANTED) await expect.poll(look, { timeout: 120_000, interval: 250 }).toContain(type);
        expect(await ask('/v1/attention')).toMatchObject({
          items: expect.arrayContaining([expect.objectContaining({ kind: 'question' })]),
        });
        const children = childrenOf(server.pid);
        expect(children).toHaveLength(1);
        server.signal('SIGTERM');
        expect(await server.ended()).toEqual({ code: 0, signal: null });
        for (const child of children) expect(existsSync(`/proc/${child}`)).toBe(false);
        expect(dirname(folder)).not.toBe(folder);
        expect(existsSync(folder)).toBe(false);
        expect(server.stderr).toBe('');
      },
      { args: ['--demo', '--no-open'] },
    );
  },
);
