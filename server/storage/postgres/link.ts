import type { Duplex } from 'node:stream';
import pg from 'pg';
import { afterWaiting } from './patience.ts';
import { unreachableNow } from './postgres-errors.ts';

/** How long a connection may take to come about. */
export const CONNECT_MAX_MS = 2_000;
const INT8_OID = 20;

export interface LinkOptions {
  readonly url: string;
  /** What `pg_stat_activity` shows. */
  readonly applicationName: string;
  /** After so long without an answer the connection counts as dead and is given up. */
  readonly answerMaxMs: number;
  /** The server itself ends a statement that waits for a lock for so long. */
  readonly lockMaxMs: number;
  /** Said on each new connection before anything else. */
  readonly opening: string;
}

/** A statement; those with a name are prepared once for each connection. */
export interface Sentence {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
  /** Instead of the connection's own limit. */
  readonly answerMaxMs?: number;
}

export interface Reply {
  /** What was done: `SELECT`, `UPDATE`, `COMMIT`. */
  readonly command: string;
  /** How many rows it was done to. */
  readonly rowCount: number;
  readonly rows: ReadonlyArray<readonly unknown[]>;
}

/**
 * One connection to Postgres that comes about when it is needed, and again after it was lost. Statements are sent one after the
 * other without waiting for answers. A connection that does not answer is given up: a half-open one never would.
 */
export class Link {
  readonly #options: LinkOptions;
  #client: pg.Client | null = null;
  #opening: Promise<pg.Client> | null = null;
  #isClosed = false;
  #isHeldBack = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Resolves when there is a connection; throws `unavailable` when none comes about. */
  async ready(): Promise<void> {
    if (this.#client !== null) return;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    await this.#opening;
  }

  /** Whether there is a connection, as far as is known. */
  get isOpen(): boolean {
    return this.#client !== null;
  }

  /** Sends a statement on the connection that there is. Its rows come as arrays. */
  async send(sentence: Sentence): Promise<Reply> {
    const client = this.#client;
    if (client === null) throw unreachableNow('the connection was lost');
    const { name, text, values, answerMaxMs = this.#options.answerMaxMs } = sentence;
    // A statement without values goes by the simple protocol, as `begin` and `commit` best do.
    const config: pg.QueryArrayConfig = {
      text,
      rowMode: 'array',
      ...(name === undefined ? {} : { name }),
      ...(values === undefined ? {} : { values: [...values] }),
    };
    this.#holdBack(client);
    const { command, rowCount, rows } = await within(client, answerMaxMs, client.query(config));
    return { command, rowCount: rowCount ?? 0, rows };
  }

  /** Lets all that is asked in one turn go out as one packet: each write by itself wakes the server, which costs more than the statement. */
  #holdBack(client: pg.Client): void {
    if (this.#isHeldBack) return;
    const stream = streamOf(client);
    if (stream === undefined) return;
    this.#isHeldBack = true;
    stream.cork();
    process.nextTick(() => {
      this.#isHeldBack = false;
      stream.uncork();
    });
  }

  /** Sends a statement, on a new connection if there is none. */
  async ask(sentence: Sentence): Promise<Reply> {
    await this.ready();
    return this.send(sentence);
  }

  /** Calls `listener` for each notification that comes over this connection, until it is lost. */
  onNotification(listener: (payload: string) => void): void {
    this.#client?.on('notification', ({ payload }) => listener(payload ?? ''));
  }

  /** Calls `listener` once when the present connection is lost. */
  onLost(listener: () => void): void {
    this.#client?.once('end', listener);
  }

  /** Gives the connection up, with whatever is under way on it. */
  drop(): void {
    const client = this.#client;
    this.#client = null;
    if (client === null) return;
    // `end` alone would wait for answers that may never come.
    streamOf(client)?.destroy();
    client.end().catch(() => undefined);
  }

  /** Closes in order; whoever asks afterwards is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening?.catch(() => undefined);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #open(): Promise<pg.Client> {
    if (this.#isClosed) throw unreachableNow('the store is closed');
    const { url, applicationName, answerMaxMs, lockMaxMs, opening } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      pipeline: true,
      keepAlive: true,
      types: { getTypeParser: typeParser },
    } as pg.ClientConfig); // `pipeline` is newer than the types
    // An error between two statements, as when the server restarts, must not end the process.
    client.on('error', () => this.#forget(client));
    client.on('end', () => this.#forget(client));
    try {
      await within(client, CONNECT_MAX_MS, client.connect());
      await within(client, answerMaxMs, client.query(`${limits(answerMaxMs, lockMaxMs)}; ${opening}`));
    } catch (error) {
      streamOf(client)?.destroy();
      throw error;
    }
    this.#client = client;
    return client;
  }

  #forget(client: pg.Client): void {
    if (this.#client === client) this.#client = null;
  }
}

/**
 * Gives up the connection, and with it all that was asked on it, when there is no answer for so long. The driver has a time-out of its own,
 * but to that a process that stood still looks like a database that does not answer: every connection on which something was asked would go.
 */
async function within<T>(client: pg.Client, ms: number, answer: Promise<T>): Promise<T> {
  const stopWaiting = afterWaiting(ms, () => streamOf(client)?.destroy());
  try {
    return await answer;
  } finally {
    stopWaiting();
  }
}

/** Said rather than passed on connecting, which a pooler would refuse. */
function limits(answerMaxMs: number, lockMaxMs: number): string {
  return [
    // A little sooner on the other side, so that a slow statement ends with its connection intact.
    `set statement_timeout = ${Math.round(answerMaxMs * 0.9)}`,
    `set lock_timeout = ${lockMaxMs}`,
    // Our statements are short and the same each time. The planner takes a limit that it cannot see for a tenth of the table, and would
    // compile for 150 ms what runs in one, or plan anew at each call for longer than it takes to run.
    'set jit = off',
    'set plan_cache_mode = force_generic_plan',
    // Stands in for us where this process stops in the middle of a transaction and holds rows that others need.
    `set idle_in_transaction_session_timeout = ${answerMaxMs}`,
  ].join('; ');
}

/** Every number of ours fits a double; the driver would hand out texts. */
function typeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8_OID) return Number;
  return pg.types.getTypeParser(oid, format);
}

function streamOf(client: pg.Client): Duplex | undefined {
  // The driver keeps its socket there; nothing public ends a connection without waiting, or gathers what is sent.
  return (client as unknown as { connection?: { stream?: Duplex } }).connection?.stream;
}
