import pg from 'pg';
import { BatonError } from '../../contract/errors.ts';
import { systemIds } from '../../kernel/ids.ts';
import { invariant } from '../../kernel/invariant.ts';
import { isFromServer } from '../postgres/postgres-errors.ts';
import { prepareDatabase } from '../postgres/prepare-database.ts';
import type { CopiedTable, Values } from './copied-tables.ts';
import { refusal, undone } from './copy-refusals.ts';

const CONNECT_MAX_MS = 5_000;
/** Whoever holds the tables for longer is not on his way out. */
const LOCK_MAX_MS = 10_000;
const APPLICATION_NAME = 'batonpass migrate';
/** The row that the first migration makes; all else is the board's. */
const FIRST_ROW = 'store';
const LEASE_CLOCK = 'lease_clock';
const AT_START = 'at the start';

// A copy takes as long as it takes, whatever the database or the user are set to.
const PATIENT = `select set_config(name, '0', false) from pg_settings
  where name in ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`;
// What is said to be copied must be durable.
const DURABLE = "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";
const OTHER_NODES = `select count(*)::int from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
  and application_name like 'batonpass %' and application_name <> '${APPLICATION_NAME}'`;
// looked_at lies in the past, so that no node takes the clock for one that another node moves.
const SET_LEASE_CLOCK = `update ${LEASE_CLOCK} set now = lease_now, listening_since = lease_now, looks = 0, looked_at = to_timestamp(0)
  from store where lease_clock.id = store.id`;

/** An empty Postgres database that takes a board, all of it in one transaction. */
export class TargetBoard {
  /** Which database it is, without its password. */
  readonly place: string;
  readonly #client: pg.Client;
  readonly #tables: readonly CopiedTable[];

  private constructor(client: pg.Client, tables: readonly CopiedTable[]) {
    this.#client = client;
    this.#tables = tables;
    this.place = `${client.database ?? ''} on ${client.host}:${client.port}`;
  }

  /** Makes the tables if there are none. Throws `unavailable`, without the password, when the database cannot be reached or will not do. */
  static async open(url: string, tables: readonly CopiedTable[]): Promise<TargetBoard> {
    await makeTables(url);
    const client = new pg.Client({
      connectionString: url,
      application_name: APPLICATION_NAME,
      connectionTimeoutMillis: CONNECT_MAX_MS,
      lock_timeout: LOCK_MAX_MS,
      keepAlive: true,
      types: { getTypeParser: typeParser },
    });
    client.on('error', () => undefined); // the query that is under way fails as well
    try {
      await client.connect();
    } catch (error) {
      throw stopped(error, AT_START);
    }
    return new TargetBoard(client, tables);
  }

  /** Begins the transaction. Throws `unavailable` unless the database has no board and no server. */
  async begin(): Promise<void> {
    for (const text of [PATIENT, DURABLE, 'begin']) await this.ask(text, AT_START);
    // A node that starts meanwhile waits for these, and then finds the board; so does a second copy.
    await this.#lock([...this.#tables.map(({ name }) => name), LEASE_CLOCK]);
    await this.#refuseUnlessEmpty();
    const [nodes] = await this.ask(OTHER_NODES, AT_START);
    if (nodes?.[0] !== 0) throw refusal(`A server has the database ${this.place} open.`, 'Stop it, and run this again.');
    // The identity of a board that was never used gives way to that of the board that comes.
    await this.ask(`delete from ${FIRST_ROW}`, AT_START);
  }

  async insert(table: CopiedTable, rows: readonly Values[]): Promise<void> {
    try {
      await this.#client.query({ name: `copy ${table.name}`, text: table.insert, values: table.encode(rows) });
    } catch (error) {
      const range = `${table.keyOf(rows[0] ?? [])} to ${table.keyOf(rows.at(-1) ?? [])}`;
      throw stopped(error, `at the rows ${range} of ${table.name}`);
    }
  }

  /** All rows of a table in the order of its primary key, as many at a time as the sizes say; one more where there are too many. */
  async *portions(table: CopiedTable, sizes: readonly number[]): AsyncGenerator<readonly Values[]> {
    const where = `while the rows of ${table.name} were compared`;
    await this.ask(`declare copied no scroll cursor for ${table.select.target}`, where);
    for (const size of [...sizes, 1]) {
      const rows = await this.ask(`fetch forward ${size} from copied`, where);
      yield rows.map((row) => table.decode('target', row));
    }
    await this.ask('close copied', where);
  }

  /** Sets the clock of the leases to where it stood in the file. */
  async setLeaseClock(): Promise<void> {
    const rows = await this.ask(`${SET_LEASE_CLOCK} returning now`, 'at the lease clock');
    if (rows.length === 1) return;
    throw undone(
      'The table store does not have its one row, which says which board it is.',
      'The file is not whole: restore a backup of it.',
    );
  }

  /** Rows as arrays; numbers that may not fit a double are texts. `where` says in a message how far the copy was. */
  async ask(text: string, where: string, values?: unknown[]): Promise<unknown[][]> {
    try {
      return (await this.#client.query<unknown[]>({ text, rowMode: 'array', ...(values === undefined ? {} : { values }) })).rows;
    } catch (error) {
      throw stopped(error, where);
    }
  }

  async commit(): Promise<void> {
    try {
      await this.#client.query('commit');
    } catch (error) {
      if (isFromServer(error)) throw stopped(error, 'at the commit');
      throw refusal(
        `The database ${this.place} went away at the commit, so it is not known whether the copy was kept.`,
        'Run this again: where it was kept you are told that the database has a board.',
      );
    }
  }

  /** Lets the planner know what there is now. Without it the first minutes are slow, no more. */
  async analyze(): Promise<boolean> {
    const names = [...this.#tables.map(({ name }) => name), LEASE_CLOCK].join(', ');
    return this.#client.query(`analyze ${names}`).then(
      () => true,
      () => false,
    );
  }

  /** Rolls back whatever was not committed. */
  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined);
  }

  async #lock(names: readonly string[]): Promise<void> {
    try {
      await this.#client.query(`lock table ${names.join(', ')} in access exclusive mode`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw stopped(error, AT_START);
      throw refusal(
        `Another program uses the tables of the database ${this.place}.`,
        'Stop the servers, shells and copies that have it open, and run this again.',
      );
    }
  }

  async #refuseUnlessEmpty(): Promise<void> {
    const names = this.#tables.map(({ name }) => name).filter((name) => name !== FIRST_ROW);
    const used = await this.ask(
      names.map((name) => `select '${name}' where exists (select from ${name})`).join(' union all '),
      AT_START,
    );
    if (used.length === 0) return;
    throw refusal(
      `The database ${this.place} has a board already: there are rows in ${used.map(String).join(', ')}.`,
      'A board is copied only to an empty database; a server that was started on it once has made its first rows. ' +
        "Make one with: create database … encoding 'UTF8' template template0",
    );
  }
}

async function makeTables(url: string): Promise<void> {
  try {
    await prepareDatabase(url, { statements: [], newIncarnation: () => systemIds.next('log') });
  } catch (error) {
    if (error instanceof BatonError) {
      const { detail, hint } = error.details;
      throw refusal(detail, hint.replaceAll('--database-url', '--to'));
    }
    if (!isFromServer(error)) throw error;
    throw refusal(
      `The database does not take the tables of Batonpass: ${messageOf(error)}.`,
      'It may be the database of another program; name an empty one.',
    );
  }
}

/** What became of a copy that the database ended. */
function stopped(error: unknown, where: string): unknown {
  if (error instanceof BatonError) return error;
  if (isFromServer(error))
    return undone(`The database stopped ${where}: ${messageOf(error)}.`, 'Mend what it says, and run this again.');
  return undone(`The connection to the database was lost ${where}: ${messageOf(error)}.`, 'Run this again.');
}

function messageOf(error: unknown): string {
  invariant(error instanceof Error, 'the driver throws errors');
  const detail = 'detail' in error && typeof error.detail === 'string' ? ` (${error.detail})` : '';
  return `${error.message}${detail}`.replace(/\.$/, '');
}

/** JSON stays text: the column reads it, and a text within JSON would be read twice. */
function typeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === pg.types.builtins.JSON) return String;
  return pg.types.getTypeParser(oid, format);
}
