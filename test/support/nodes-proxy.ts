import { once } from 'node:events';
import { createServer, type Socket, connect as tcpConnect } from 'node:net';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** Which connections are meant: by the name that each gives itself when it opens, `batonpass ear`; all when absent. */
export type Named = RegExp | undefined;

/** A wire between a node and its database, on which one connection can be treated unlike another. */
export interface DatabaseWire extends AsyncDisposable {
  /** The way to the database by this wire. */
  readonly url: string;
  /** The names of the connections that are open and not silent. */
  names(): string[];
  /** What comes from either side arrives so much later, from now on; on other connections it is not late any more. */
  delay(ms: number, named?: Named): void;
  /** Breaks connections, as a router does that has forgotten them. Says how many. */
  reset(named?: Named): number;
  /** Connections stay open and nothing comes through them any more, as after a machine has vanished; new ones work. Says how many. */
  silence(named?: Named): number;
  /** The next commit on one of these connections is done, and the answer lost together with the connection. */
  loseNextCommit(named: RegExp): void;
  /** How many answers were lost so. */
  readonly lostCommits: number;
}

/** How a server that has committed says so. */
const COMMITTED = 'COMMIT\0';

interface WireState {
  delayMs: number;
  delayed: Named;
  losing: RegExp | null;
  lostCommits: number;
}

interface Passage {
  readonly near: Socket;
  readonly far: Socket;
  name: string;
  isSilent: boolean;
}

/** Runs a test on a fresh database with a wire to it, which is taken away before the database: who waits behind it would hold it. */
export async function withWire(run: (wire: DatabaseWire, database: TestDatabase) => Promise<void>): Promise<void> {
  const database = await createTestDatabase('');
  try {
    await using wire = await openDatabaseWire(database.env['DATABASE_URL'] ?? '');
    await run(wire, database);
  } finally {
    await database.drop();
  }
}

async function openDatabaseWire(target: string): Promise<DatabaseWire> {
  const { hostname, port } = new URL(target);
  const passages = new Set<Passage>();
  const state: WireState = { delayMs: 0, delayed: undefined, losing: null, lostCommits: 0 };
  const server = createServer((near) => {
    const passage: Passage = { near, far: tcpConnect(Number(port), hostname), name: '', isSilent: false };
    passages.add(passage);
    carry(passage, state, () => passages.delete(passage));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(target);
  own.port = String(portOf(server.address()));
  const meant = (named: Named) => [...passages].filter(({ name, isSilent }) => !isSilent && (named?.test(name) ?? true));
  return {
    url: own.href,
    names: () => meant(undefined).map(({ name }) => name),
    delay(ms, named) {
      state.delayMs = ms;
      state.delayed = named;
    },
    reset(named) {
      const hit = meant(named);
      for (const passage of hit) reset(passage);
      return hit.length;
    },
    silence(named) {
      const hit = meant(named);
      for (const passage of hit) passage.isSilent = true;
      return hit.length;
    },
    loseNextCommit(named) {
      state.losing = named;
    },
    get lostCommits() {
      return state.lostCommits;
    },
    async [Symbol.asyncDispose]() {
      for (const { near, far } of passages) for (const socket of [near, far]) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function reset({ near, far }: Passage): void {
  for (const socket of [near, far]) socket.resetAndDestroy();
}

function carry(passage: Passage, state: WireState, gone: () => void): void {
  const { near, far } = passage;
  near.once('data', (chunk) => {
    passage.name = applicationName(chunk);
  });
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    // Whichever timer fires, the oldest goes first: nothing overtakes when the delay becomes shorter.
    const waiting: Buffer[] = [];
    const send = () => {
      const chunk = waiting.shift();
      if (chunk !== undefined && !passage.isSilent && !other.destroyed) other.write(chunk);
    };
    socket.on('data', (chunk) => {
      if (socket === far && state.losing?.test(passage.name) && chunk.includes(COMMITTED)) {
        state.losing = null;
        state.lostCommits += 1;
        return reset(passage);
      }
      waiting.push(chunk);
      const ms = (state.delayed?.test(passage.name) ?? true) ? state.delayMs : 0;
      if (ms === 0 && waiting.length === 1) send();
      else setTimeout(send, ms);
    });
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      // The database, or the node, hears nothing of the end of a connection that has vanished.
      if (passage.isSilent && !other.destroyed) return;
      other.destroy();
      gone();
    });
  }
}

/** What the client says of itself in its first message: pairs of texts that end in a zero byte, after its length and the version. */
function applicationName(startup: Buffer): string {
  const parts = startup.subarray(8).toString('utf8').split('\0');
  const at = parts.indexOf('application_name');
  return at < 0 ? '' : (parts[at + 1] ?? '');
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  return address.port;
}
