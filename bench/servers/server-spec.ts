import type { ClaimPlan } from '../load/load-plan.ts';

/** Where a store is. */
export interface StorePlace {
  /** The data directory. */
  readonly dir: string;
  /** The Postgres database that holds the store; null: SQLite in the data directory. */
  readonly databaseUrl: string | null;
}

/** How the server under load is set up and what is in its store. */
export interface ServerSpec {
  readonly place: StorePlace;
  /** This and the next are for SQLite alone. */
  readonly groupCommit: boolean;
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Tasks in todo, T-1 to T-n, without labels. */
  readonly tasks: number;
  readonly agents: number;
  /** How many tasks each agent may hold. */
  readonly maxConcurrent: number;
  /** Whether agent i (from 1) holds T-i, by the first claim of it. */
  readonly holding: boolean;
  /** How many messages wait in the inbox of each agent. */
  readonly letters: number;
}

export type ServerQuestion =
  | { readonly kind: 'open'; readonly spec: ServerSpec }
  | { readonly kind: 'claim'; readonly plan: ClaimPlan }
  | { readonly kind: 'cpu' };

export interface OpenServer {
  readonly port: number;
  /** One for each agent, in order. */
  readonly tokens: readonly string[];
}

export interface ClaimStoreSpec {
  readonly place: StorePlace;
  readonly tasks: number;
}

export type SearchTimerQuestion =
  | { readonly kind: 'open'; readonly spec: ClaimStoreSpec }
  | { readonly kind: 'search'; readonly query: string; readonly found: number; readonly searches: number };

export type RawClaimsQuestion =
  | { readonly kind: 'open'; readonly databaseUrl: string; readonly tasks: number }
  /** Claims in turn on so many connections. */
  | { readonly kind: 'claim'; readonly connections: number; readonly durationMs: number }
  /** Claims for whoever asks over HTTP, on so many connections; answered with the port. */
  | { readonly kind: 'serve'; readonly connections: number }
  | { readonly kind: 'cpu' };

export type ClaimTimerQuestion =
  | { readonly kind: 'open'; readonly spec: ClaimStoreSpec }
  | { readonly kind: 'claim'; readonly labels: readonly string[]; readonly claims: number };
