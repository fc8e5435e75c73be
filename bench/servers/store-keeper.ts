import type { Database } from 'better-sqlite3';
import { Client } from 'pg';
import type { CloneTask } from './seed-tasks.ts';

/** What the bench does to a store behind the engine's back. */
export interface StoreKeeper {
  /** null: there is no faster way than through the engine. */
  readonly clone: CloneTask | null;
  /** Ends all that is held, as nobody could through a server in so short a time. */
  endHeld(project: string): Promise<void>;
  /** Does now what the database does by itself some time after many writes, rather than while something is timed. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export function sqliteKeeper(writer: Database): StoreKeeper {
  return {
    clone: null,
    async endHeld(project) {
      writer.prepare("update tasks set status = 'done' where project = ? and status = 'doing'").run(project);
    },
    async settle() {
      writer.pragma('wal_checkpoint(TRUNCATE)');
    },
    async close() {},
  };
}

export async function postgresKeeper(databaseUrl: string): Promise<StoreKeeper> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return {
    async clone({ project, number, count }) {
      await cloneRows(client, { table: 'tasks', numbered: 'number', project, number, count });
      await cloneRows(client, { table: 'task_texts', numbered: 'task', project, number, count });
      await cloneRows(client, { table: 'task_labels', numbered: 'task', project, number, count });
    },
    async endHeld(project) {
      await client.query("update tasks set status = 'done' where project = $1 and status = 'doing'", [project]);
    },
    async settle() {
      await client.query('vacuum (analyze)');
    },
    close: () => client.end(),
  };
}

interface Clones {
  readonly table: string;
  /** The column with the task's number. */
  readonly numbered: string;
  readonly project: string;
  readonly number: number;
  readonly count: number;
}

/** A million tasks by a statement for each would take minutes. */
async function cloneRows(client: Client, { table, numbered, project, number, count }: Clones): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum',
    [table],
  );
  const names = rows.map(({ name }) => `"${name}"`);
  const values = names.map((name) => (name === `"${numbered}"` ? `${name} + step` : name));
  await client.query(
    `insert into ${table} (${names.join(', ')})
     select ${values.join(', ')} from ${table}, generate_series(1, $3::integer) step where project = $1 and ${numbered} = $2`,
    [project, number, count],
  );
}
