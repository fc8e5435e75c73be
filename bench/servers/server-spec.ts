/** How the server under load is set up and what is in its store. */
export interface ServerSpec {
  readonly dir: string;
  readonly groupCommit: boolean;
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Tasks in todo, T-1 to T-n, without labels. */
  readonly tasks: number;
  readonly agents: number;
  /** How many tasks each agent may hold. */
  readonly maxConcurrent: number;
  /** Whether agent i (from 1) holds T-i, by the first claim of it. */
  readonly holding: boolean;
}

export interface OpenServer {
  readonly port: number;
  /** One for each agent, in order. */
  readonly tokens: readonly string[];
}

export interface ClaimStoreSpec {
  readonly dir: string;
  readonly tasks: number;
}

export type ClaimTimerQuestion =
  | { readonly kind: 'open'; readonly spec: ClaimStoreSpec }
  | { readonly kind: 'claim'; readonly labels: readonly string[]; readonly claims: number };
