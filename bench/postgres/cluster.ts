import { Client } from 'pg';
import { postgresCpuMs } from './cpu-time.ts';
import { ThrowawayPostgres } from './throwaway-postgres.ts';

/** The Postgres of a run, somebody's own or a throw-away one. Each store is a database of its own in it. */
export class Cluster {
  readonly version: string;
  readonly #url: string;
  readonly #throwaway: ThrowawayPostgres | null;
  readonly #databases = new Set<string>();
  #made = 0;

  private constructor(url: string, given: { version: string; throwaway: ThrowawayPostgres | null }) {
    this.#url = url;
    this.version = given.version;
    this.#throwaway = given.throwaway;
  }

  static async start({ databaseUrl, root }: { databaseUrl: string | null; root: string }): Promise<Cluster> {
    if (databaseUrl !== null) return new Cluster(databaseUrl, { version: await versionOf(databaseUrl), throwaway: null });
    const throwaway = await ThrowawayPostgres.start(root);
    return new Cluster(throwaway.url, { version: throwaway.version, throwaway });
  }

  /** Makes an empty database and gives its address. */
  async createDatabase(): Promise<string> {
    this.#made += 1;
    const name = `baton_bench_${process.pid}_${this.#made}`;
    await withClient(this.#url, (client) => client.query(`create database ${name}`));
    this.#databases.add(name);
    const url = new URL(this.#url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** The processor time that it has used so far, in ms; null where that cannot be told. */
  cpuMs(): number | null {
    return this.#throwaway === null ? null : postgresCpuMs(this.#throwaway.pid);
  }

  async dropDatabases(): Promise<void> {
    if (this.#databases.size === 0) return;
    await withClient(this.#url, async (client) => {
      for (const name of this.#databases) {
        await client.query(`drop database if exists ${name} with (force)`);
        this.#databases.delete(name);
      }
    });
  }

  /** Leaves nothing of the bench: no database in a Postgres that goes on, no Postgres that was for the bench alone. */
  async stop(): Promise<void> {
    if (this.#throwaway === null) await this.dropDatabases();
    else await this.#throwaway.stop();
  }
}

async function versionOf(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? 'of unknown version';
  });
}

/** Runs `work` on a connection of its own. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
