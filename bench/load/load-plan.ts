/** What each request of a load is; `{n}` in path or body stands for a task number. */
export interface RequestPlan {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Empty for none. */
  readonly body: string;
  readonly tokens: readonly string[];
  /**
   * Each client takes a block: the next token, and as many task numbers, each used once; then the next block.
   * null: a client keeps its token and the number of its block for the whole load.
   */
  readonly callsPerToken: number | null;
  readonly firstBlock: number;
}

export interface LoadPlan {
  /** Of each server; the clients are spread over them. */
  readonly ports: readonly number[];
  readonly clients: number;
  readonly durationMs: number;
  readonly requests: RequestPlan;
}

/** What the blocks of a load are made of. */
export type BlockPlan = Pick<RequestPlan, 'tokens' | 'callsPerToken' | 'firstBlock'>;

/** Claims without HTTP. */
export interface ClaimPlan {
  readonly way: 'claim-next' | 'claim-by-id';
  readonly clients: number;
  readonly durationMs: number;
  readonly blocks: BlockPlan;
}

/** What the load process is asked to do. */
export type LoadQuestion =
  | { readonly kind: 'http'; readonly plan: LoadPlan }
  | { readonly kind: 'trpc'; readonly plan: LoadPlan }
  | { readonly kind: 'event-delays'; readonly plan: EventDelayPlan }
  | { readonly kind: 'wake-delays'; readonly plan: WakeDelayPlan }
  | { readonly kind: 'open-sockets'; readonly plan: IdlePlan }
  | { readonly kind: 'close-sockets' };

export interface IdlePlan {
  readonly port: number;
  readonly sockets: number;
  readonly tokens: readonly string[];
}

export interface EventDelayPlan {
  readonly sendPort: number;
  readonly hearPort: number;
  readonly token: string;
  readonly events: number;
}

/** One agent waits for the tasks that another makes, beside many that wait for others. */
export interface WakeDelayPlan {
  readonly port: number;
  readonly makerToken: string;
  readonly waiterToken: string;
  readonly idleTokens: readonly string[];
  readonly wakes: number;
}

export interface LoadResult {
  readonly completed: number;
  /** Shorter than the plan says when the blocks ran out. */
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failed: number;
  readonly firstFailure: string | null;
  /** Where the next load must begin. */
  readonly nextBlock: number;
}

/** The port of each client: every server gets as many clients as any other, give or take one. */
export function spread(ports: readonly number[], clients: number): number[] {
  return Array.from({ length: Math.ceil(clients / ports.length) }, () => ports)
    .flat()
    .slice(0, clients);
}
