import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PostgresServer } from '../support/postgres-server.ts';

async function connect(server: PostgresServer): Promise<Client> {
  const client = new Client({ connectionString: server.started.url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.open();
});
afterAll(() => server.close());

test('[HOUSE] the Postgres of the tests keeps what was committed over a stop, a kill and a restart, under the same url', async () => {
  const first = await connect(server);
  await first.query('create table kept (round text)');
  const rounds: Record<string, () => Promise<void>> = {
    stop: () => server.stop().then(() => server.start()),
    kill: () => server.kill().then(() => server.start()),
    restart: () => server.restart(),
  };
  for (const [name, interrupt] of Object.entries(rounds)) {
    const before = await connect(server);
    await before.query('insert into kept values ($1)', [name]);
    const broken = new Promise<void>((resolve) => before.once('end', resolve));
    await interrupt();
    await broken;
  }
  const after = await connect(server);
  const { rows } = await after.query('select round from kept');
  expect(rows.map(({ round }) => round)).toEqual(['stop', 'kill', 'restart']);
  await after.end();
  await expect(server.start()).rejects.toThrow('running already');
});

test('[HOUSE] it does not sort texts by their bytes, so that whoever relies on that is found out', async () => {
  const client = await connect(server);
  const { rows } = await client.query("select x from unnest(array['B', 'a', 'ä', 'Z']) x order by x");
  expect(rows.map(({ x }) => x)).toEqual(['a', 'ä', 'B', 'Z']);
  await client.end();
});

test('[HOUSE] nothing of it is left when the test that has it is over, or is killed', async () => {
  for (const end of ['close', 'kill'] as const) {
    const other = await PostgresServer.open();
    const { pid, dir } = other.started;
    if (end === 'close') await other.close();
    else other.keeper.kill('SIGKILL');
    await vi.waitFor(() => expect([isAlive(pid), existsSync(dir)]).toEqual([false, false]), { timeout: 10_000 });
  }
});
