import { WorkloadAgent } from './history-agent.ts';
import { HistoryClient, type HistoryRecorder, type Input, type Sender } from './history-client.ts';
import { SeededRandom } from './history-random.ts';

const FIRST_TASKS = 40;
const LEASE_SECONDS = 10;
/** Few: each undoes what others did. */
const LEADS = 8;

export interface WorkloadOptions {
  readonly origin: string;
  /** Instead of one connection of each client to `origin`. */
  readonly connect?: (token: string) => Sender;
  readonly adminToken: string;
  readonly seed: number;
  readonly clients: number;
  readonly operationsPerClient: number;
  readonly recorder: HistoryRecorder;
  /** Called after each operation with how many all clients have done. */
  readonly onOperation?: (done: number) => Promise<void>;
  /** Ends the workload early, when the test has seen enough. */
  readonly signal?: AbortSignal;
  /** Called when the server did not answer, or could not; resolves when it makes sense to go on. */
  readonly onUnknown?: () => Promise<void>;
}

/** What the agents of one run know in common, as a team that looks at the same board does. */
export interface SharedBoard {
  readonly random: SeededRandom;
  readonly taskIds: string[];
  /** The newest grant of each task that anybody was told of. */
  readonly grants: Map<string, { readonly epoch: number; readonly session: string | null }>;
  /** Tasks of which somebody was told that they wait for something. */
  readonly blocked: Set<string>;
  /** A text that nothing else in this run says. */
  unlike(what: string): string;
  newTask(): Input;
}

/** Registers the agents, makes the first tasks and lets everybody work; resolves when all are through. */
export async function runWorkload(options: WorkloadOptions): Promise<WorkloadAgent[]> {
  const board = newBoard(options.seed);
  const { origin, connect, recorder } = options;
  const admin = new HistoryClient({ origin, connect, token: options.adminToken, client: 'admin', actor: 'admin', recorder });
  try {
    for (let i = 0; i < FIRST_TASKS; i += 1) {
      const { id } = await admin.must('tasks.create', board.newTask());
      board.taskIds.push(String(id));
    }
    const agents: WorkloadAgent[] = [];
    for (let i = 0; i < options.clients; i += 1) agents.push(await join({ admin, board, options }, i));
    let done = 0;
    const count = async () => {
      done += 1;
      await options.onOperation?.(done);
    };
    await Promise.all(agents.map((agent) => work(agent, options, count)));
    return agents;
  } finally {
    admin.close();
  }
}

async function work(agent: WorkloadAgent, options: WorkloadOptions, count: () => Promise<void>): Promise<void> {
  try {
    for (let i = 0; i < options.operationsPerClient && options.signal?.aborted !== true; i += 1) {
      const answered = await agent.act();
      await count();
      if (answered) continue;
      await options.onUnknown?.();
      // As an SDK does: the same request under the same key, now that the server is back.
      await agent.repeat();
    }
  } finally {
    agent.close();
  }
}

function newBoard(seed: number): SharedBoard {
  const random = new SeededRandom(seed);
  let said = 0;
  const unlike = (what: string) => {
    said += 1;
    return `${what} ${seed}-${said}`;
  };
  return {
    random,
    taskIds: [],
    grants: new Map(),
    blocked: new Set(),
    unlike,
    newTask: () => ({
      title: unlike('task'),
      priority: random.below(4),
      labels: random.chance(0.3) ? ['docs'] : [],
      reviewer: random.chance(0.3) ? 'none' : 'any',
      reviewsRequired: random.chance(0.2) ? 2 : 1,
      maxAttempts: random.chance(0.1) ? 3 : 100,
      leaseTtlSeconds: LEASE_SECONDS,
    }),
  };
}

interface Joining {
  readonly admin: HistoryClient;
  readonly board: SharedBoard;
  readonly options: WorkloadOptions;
}

async function join({ admin, board, options }: Joining, index: number): Promise<WorkloadAgent> {
  const actor = `agent-${index}`;
  const isLead = index < LEADS;
  const input = { name: actor, role: isLead ? 'lead' : 'agent', maxConcurrent: 3 };
  const { token } = await admin.must('agents.register', input);
  const { origin, connect, recorder } = options;
  const client = new HistoryClient({ origin, connect, token: String(token), client: actor, actor, recorder });
  const { id } = await client.must('sessions.start');
  client.session = String(id);
  return new WorkloadAgent({ client, board, isLead });
}
