import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openPostgres } from '../../server/storage/postgres/open-postgres.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import { silentLog } from './test-sqlite.ts';

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

test('[SE5] a database that lets in by SCRAM is opened with the password, and with another one refused without saying it', async () => {
  const client = await connect(server);
  await client.query("set password_encryption = 'scram-sha-256'");
  await client.query("create role careful login password 'known to it'");
  const { rows } = await client.query("select rolpassword from pg_authid where rolname = 'careful'");
  expect(rows[0].rolpassword).toMatch(/^SCRAM-SHA-256/);
  await client.query('create database careful owner careful');
  await client.end();
  const open = (password: string) => {
    const url = new URL(server.started.url);
    Object.assign(url, { username: 'careful', password, pathname: '/careful' });
    return openPostgres({ url: url.href, clock: createFakeClock(), log: silentLog });
  };
  await (await open('known to it')).close();
  const refusal = await open('some guess').then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({ code: 'unavailable' });
  expect(String(refusal)).not.toContain('guess');
});

test('[HOUSE] nothing of it is left when the test that has it is over, or is killed', async () => {
  for (const end of ['close', 'kill'] as const) {
    const other = await PostgresServer.open();
    const { pid, dir } = other.started;
    if (end === 'close') await other.close();
    else other.keeper.kill('SIGKILL');
    await vi.waitFor(() => expect([isAlive(pid), existsSync(dir)]).toEqual([false, false]));
  }
});
