import pg from 'pg';
import { BatonError } from '../../contract/errors.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { ParameterTypes } from './catalogue.ts';
import { indexOldTasks } from './index-old-tasks.ts';
import { migrate } from './migrations.ts';
import { codeOf } from './postgres-errors.ts';
import type { Statement } from './statement.ts';

/** What the program needs at least: `MERGE`, faster sorts and what the partial indexes rely on are all there since 15. */
const VERSION_MIN = 150_000;
const CONNECT_MAX_MS = 5_000;
/** A migration may wait for another node's, and rebuild what is large. */
const PREPARE_MAX_MS = 600_000;

export interface PreparedDatabase {
  readonly incarnation: string;
  readonly types: ParameterTypes;
}

/** Looks whether the database will do, migrates it, and asks it what it takes the parameters of the statements for. */
export async function prepareDatabase(
  url: string,
  given: { readonly statements: readonly Statement[]; readonly newIncarnation: () => string },
): Promise<PreparedDatabase> {
  const place = placeOf(url);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MAX_MS, query_timeout: PREPARE_MAX_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await refuseUnsuited(client, place);
    await migrate(client, given.newIncarnation());
    const { rows } = await client.query<{ incarnation: string }>('select incarnation from store');
    const [store] = rows;
    invariant(store !== undefined, 'the database has a row that says which store it is');
    // After the row of the store: who copies a board holds it until the tasks are there.
    await indexOldTasks(client);
    return { incarnation: store.incarnation, types: await parameterTypes(client, given.statements) };
  } catch (error) {
    throw startRefusal(error, place);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Where a database is, without its password, for messages. */
interface Place {
  readonly text: string;
  readonly user: string;
}

function placeOf(url: string): Place {
  try {
    const { host, port, database, user } = new pg.Client({ connectionString: url });
    return { text: `${database ?? ''} on ${host}:${port}`, user: user ?? '' };
  } catch {
    // Its own error would repeat the address.
    throw refusal(
      'The address of the database cannot be understood.',
      'Write it as postgres://user:password@host:port/name; in the password @ is %40, / is %2F, : is %3A.',
    );
  }
}

async function refuseUnsuited(client: pg.Client, place: Place): Promise<void> {
  const { rows } = await client.query<{ version: number; named: string; encoding: string; standby: boolean }>(`select
    current_setting('server_version_num')::int as version, current_setting('server_version') as named,
    current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby`);
  const [server] = rows;
  invariant(server !== undefined, 'a server knows its version');
  if (server.version < VERSION_MIN) {
    throw refusal(
      `The database ${place.text} is Postgres ${server.named}; Batonpass needs 15 or later.`,
      'Upgrade it, or name another with --database-url.',
    );
  }
  if (server.encoding !== 'UTF8') {
    throw refusal(
      `The database ${place.text} is encoded in ${server.encoding}.`,
      "Make one with: create database batonpass encoding 'UTF8' template template0",
    );
  }
  if (server.standby) {
    throw refusal(
      `The database ${place.text} is a standby and takes no writes.`,
      'Name the primary, or both with ?target_session_attrs=read-write.',
    );
  }
}

// The server works the types out itself; written by hand they would be a second schema.
async function parameterTypes(client: pg.Client, statements: readonly Statement[]): Promise<ParameterTypes> {
  await client.query(statements.map(({ name, text }) => `prepare "${name}" as ${text}`).join(';'));
  const { rows } = await client.query<{ name: string; types: string[] }>(
    'select name, parameter_types::text[] as types from pg_prepared_statements',
  );
  return Object.fromEntries(rows.map(({ name, types }) => [name, types]));
}

/** What a person can do about a start that failed. No message holds the password. */
function startRefusal(error: unknown, place: Place): unknown {
  if (error instanceof BatonError) return error;
  const code = codeOf(error);
  switch (code) {
    case '28P01':
    case '28000':
      return refusal(
        `The database ${place.text} does not let ${place.user} in: the password is wrong, or the user may not connect.`,
        'Look at the user and the password in --database-url (or DATABASE_URL).',
      );
    case '3D000':
      return refusal(`There is no database ${place.text}.`, "Make it with: create database … encoding 'UTF8'");
    case '42501':
      return refusal(
        `${place.user} may not create tables in the database ${place.text}.`,
        `As its owner run: grant create on schema public to ${place.user}`,
      );
    case '57P03':
      return refusal(`The database ${place.text} is starting up.`, 'Start again in a moment.');
    case '53300':
      return refusal(
        `The database ${place.text} takes no further connections.`,
        'Raise max_connections, or run fewer nodes: each needs about twelve.',
      );
    default:
      return isUnreachable(error, code)
        ? refusal(
            `The database ${place.text} cannot be reached (${code || 'no answer'}).`,
            'Is it running, and is the address in --database-url (or DATABASE_URL) right?',
          )
        : error;
  }
}

function isUnreachable(error: unknown, code: string): boolean {
  return code.startsWith('E') || /^08/.test(code) || (error instanceof Error && /timeout|terminated/i.test(error.message));
}

function refusal(detail: string, hint: string): BatonError {
  return new BatonError('unavailable', { detail, hint });
}
