import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { LoadMeter } from '../load/load-meter.ts';
import type { LoadResult } from '../load/load-plan.ts';
import { serveParent } from '../serve-parent.ts';
import { listening } from './listening.ts';
import { ownCpuMs } from './own-cpu.ts';
import type { RawClaimsQuestion } from './server-spec.ts';

/** Of the size and shape of a task of ours, but with the one index that claiming needs. */
const TABLE = `
  create table raw_tasks (
    project text collate "C" not null,
    number bigint not null,
    title text collate "C" not null,
    brief text collate "C" not null,
    status text collate "C" not null,
    priority integer not null,
    labels jsonb not null,
    holder text collate "C",
    epoch integer not null,
    version integer not null,
    claimed_at bigint,
    lease_ends_at bigint,
    created_at bigint not null,
    updated_at bigint not null,
    primary key (project, number)
  );
  create index raw_tasks_ready on raw_tasks (project, priority, number) where status = 'todo';`;
const SEED = `
  insert into raw_tasks
  select 'main', number, 'Task ' || number || ': make the list of links shorter',
    'A brief of the length that briefs have: what is to be done, where it is, and how to know that it is done.',
    'todo', 2, '[]', null, 0, 1, null, null, $2, $2
  from generate_series(1, $1) number`;
/** One statement in a transaction of its own: what anybody would write who needs a queue on Postgres and nothing else. */
const CLAIM = `
  with next as (
    select project, number from raw_tasks where project = $1 and status = 'todo'
    order by priority, number limit 1 for update skip locked
  )
  update raw_tasks t
  set status = 'doing', holder = $2, epoch = t.epoch + 1, version = t.version + 1,
    claimed_at = $3, lease_ends_at = $4, updated_at = $3
  from next where t.project = next.project and t.number = next.number
  returning t.number, t.epoch`;
const LEASE_MS = 60_000;

let databaseUrl: string | null = null;
const clients: Client[] = [];
let server: Server | null = null;

// What the driver and the database can do without anything of ours: the measure of the server on Postgres.
serveParent(
  async (question: RawClaimsQuestion) => {
    switch (question.kind) {
      case 'open':
        return open(question.databaseUrl, question.tasks);
      case 'claim':
        return claim(question.connections, question.durationMs);
      case 'serve':
        return serve(question.connections);
      case 'cpu':
        return ownCpuMs();
      default:
        return question satisfies never;
    }
  },
  async () => {
    server?.closeAllConnections();
    for (const client of clients) await client.end();
  },
);

async function open(url: string, tasks: number): Promise<null> {
  databaseUrl = url;
  const client = await connection(0);
  await client.query(TABLE);
  await client.query(SEED, [tasks, Date.now()]);
  await client.query('vacuum (analyze) raw_tasks');
  return null;
}

async function claim(connections: number, durationMs: number): Promise<LoadResult> {
  const open = await Promise.all(Array.from({ length: connections }, (_, index) => connection(index)));
  const meter = new LoadMeter(durationMs);
  await Promise.all(open.map((client, index) => claimInTurn(client, `agent-${index}`, meter)));
  return meter.result(0);
}

async function claimInTurn(client: Client, agent: string, meter: LoadMeter): Promise<void> {
  for (let sentAt = performance.now(); meter.isOpen(sentAt); ) {
    const { rowCount } = await claimOne(client, agent);
    const answeredAt = performance.now();
    if (rowCount === 1) meter.succeeded(sentAt, answeredAt);
    else meter.endNow();
    sentAt = answeredAt;
  }
}

function claimOne(client: Client, agent: string) {
  const now = Date.now();
  return client.query({ name: 'claim', text: CLAIM, values: ['main', agent, now, now + LEASE_MS] });
}

/** The least that a server over HTTP could do for a claim: reads the body, claims on the next free connection, answers with the row. */
async function serve(connections: number): Promise<number> {
  const free = await Promise.all(Array.from({ length: connections }, (_, index) => connection(index)));
  const waiting: Array<(client: Client) => void> = [];
  const borrow = async () => free.pop() ?? new Promise<Client>((resolve) => waiting.push(resolve));
  const giveBack = (client: Client) => {
    const next = waiting.shift();
    if (next === undefined) free.push(client);
    else next(client);
  };
  server = createServer(async (incoming, outgoing) => {
    await text(incoming);
    const client = await borrow();
    const { rows } = await claimOne(client, String(incoming.headers.authorization));
    giveBack(client);
    const body = JSON.stringify(rows[0] ?? null);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
    outgoing.writeHead(rows.length === 1 ? 200 : 404, headers).end(body);
  });
  return listening(server);
}

/** Kept from one turn to the next, with what is prepared on it. */
async function connection(index: number): Promise<Client> {
  const known = clients[index];
  if (known !== undefined) return known;
  if (databaseUrl === null) throw new Error('open the database first');
  const client = new Client({ connectionString: databaseUrl });
  clients[index] = client;
  await client.connect();
  await client.query('set synchronous_commit = on');
  return client;
}
