import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { startCalmClock } from '../support/calm-clock.ts';
import { crowding } from '../support/crowding.ts';
import { withServer } from '../support/spawn-server.ts';

/** What the program promises. */
const ALIVE_MAX_MS = 3_000;
const WANTED = ['task.expired', 'task.changes_requested', 'task.approved', 'task.blocked', 'task.attached', 'message.sent'];
/** The stories, what is abandoned, and what was cancelled: that is all, however long it plays. */
const TASKS = 20;
/** How many tasks are in each state at least, for somebody who looks at the board. */
const WANTED_ON_BOARD = { todo: 4, doing: 2, validating: 1, blocked: 1, done: 2 };
const CODE = /\/dashboard\/sign-in#(bat_link_\S+)/;

/** Signs in by the link that was printed, and says how to ask as whoever that is. */
async function signIn({ port, stdout }: { port: number; stdout: string }) {
  const origin = `http://localhost:${port}`;
  const headers = { 'content-type': 'application/json', origin };
  const body = JSON.stringify({ code: CODE.exec(stdout)?.[1] });
  const reply = await fetch(`${origin}/v1/login`, { method: 'POST', headers, body });
  const cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where that is not so.
  return async (path: string): Promise<any> => (await fetch(`${origin}${path}`, { headers: { cookie } })).json();
}

interface Item {
  readonly kind: string;
  readonly from: string;
}

interface Mail {
  readonly message: { readonly from: string };
}

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
        using calm = startCalmClock();
        const readyAt = calm.now();
        const folder = /Data and the admin key are in (\S+)/.exec(server.stdout)?.[1] ?? '';
        const ask = await signIn(server);
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
        await expect.poll(types, { timeout: 60_000, interval: 50 }).toContain('task.claimed');
        const aliveMs = calm.now() - readyAt;
        process.stdout.write(`the demo claimed its first task ${aliveMs.toFixed(0)} ms after the server was ready\n`);
        expect(aliveMs).toBeLessThan(ALIVE_MAX_MS * crowding());
        expect(await ask('/v1/me')).toMatchObject({ name: 'you', role: 'lead', server: { demo: true, engine: 'sqlite' } });
        for (const type of WANTED) await expect.poll(look, { timeout: 120_000, interval: 250 }).toContain(type);
        // What waits on whoever opened the link: a question, a decision about what was sent back once, and mail.
        const waits = async () => (await ask('/v1/attention')).items.map(({ kind, from }: Item) => `${kind} of ${from}`);
        await expect.poll(waits, { timeout: 60_000 }).toEqual(expect.arrayContaining(['question of otto', 'review of scout']));
        await expect
          .poll(async () => (await ask('/v1/reviews?mine=true')).items, { timeout: 60_000 })
          .toContainEqual(
            expect.objectContaining({
              reviewer: 'you',
              round: 2,
              answers: [expect.objectContaining({ met: true }), expect.objectContaining({ met: true })],
            }),
          );
        const writers = async () => (await ask('/v1/inbox')).items.map(({ message }: Mail) => message.from);
        await expect.poll(writers, { timeout: 60_000 }).toEqual(expect.arrayContaining(['scout', 'otto']));
        const board = async () => {
          const { tasks } = await ask('/v1/summary');
          return Object.entries(WANTED_ON_BOARD).filter(([status, count]) => tasks[status] < count);
        };
        await expect.poll(board, { timeout: 60_000 }).toEqual([]);
        // Something was opened again by now, and nothing was added.
        await expect.poll(look, { timeout: 120_000, interval: 250 }).toContain('task.reopened');
        expect((await ask('/v1/tasks?limit=200')).items).toHaveLength(TASKS);
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
