import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Baton, connectBaton, type Event } from '../../client/index.ts';
import type { Cluster } from '../support/cluster.ts';
import { endProcess } from '../support/end-process.ts';
import type { Endings } from '../support/endings.ts';
import { wholeLog } from '../support/whole-log.ts';

const LEAD = 'lead';

/** What came of trying to bring a failure about. */
export interface Outcome {
  /** Whether the board ended it, by the log. */
  readonly ended: boolean;
  /** What was tried, and what the log shows. */
  readonly line: string;
}

/** An agent that is a process of its own, and what it said that it holds. */
export interface HoldingProcess {
  readonly holds: { readonly id: string; readonly epoch: number };
  /** As a machine dies: nothing is finished, nobody is told. */
  kill(): Promise<void>;
}

/** A project of its own for one failure, so that its log tells of nothing else. */
export class Board {
  /** An agent that leads: it makes the tasks and is asked when another cannot go on. */
  readonly lead: Baton;
  readonly #name: string;
  readonly #url: string;
  readonly #endings: Endings;
  readonly #tokens = new Map<string, string>();

  private constructor(lead: Baton, of: { name: string; url: string; endings: Endings }) {
    this.lead = lead;
    this.#name = of.name;
    this.#url = of.url;
    this.#endings = of.endings;
  }

  static async open(name: string, { nodes, adminToken }: Cluster, endings: Endings): Promise<Board> {
    const url = nodes[0]?.url ?? '';
    const project = `${name.replaceAll(' ', '-')}-${Date.now().toString(36)}`;
    await using admin = await connectBaton({ url, token: adminToken, session: 'none' });
    await admin.rpc.projects.create.mutate({ name: project });
    await using inProject = await connectBaton({ url, token: adminToken, project, session: 'none' });
    const { token } = await inProject.rpc.agents.register.mutate({ name: LEAD, role: 'lead' });
    const lead = await connectBaton({ url, token });
    endings.add(() => lead.close());
    return new Board(lead, { name, url, endings });
  }

  /** Registers an agent and connects as it. */
  async join(name: string, role: 'agent' | 'reviewer' = 'agent'): Promise<Baton> {
    const { token } = await this.lead.rpc.agents.register.mutate({ name, role });
    this.#tokens.set(name, token);
    return this.rejoin(name);
  }

  /** Connects once more as an agent that is registered, in a session of its own: as its process does when it is started again. */
  async rejoin(name: string): Promise<Baton> {
    const agent = await connectBaton({ url: this.#url, token: this.#tokens.get(name) ?? '' });
    this.#endings.add(() => agent.close());
    return agent;
  }

  /** Registers an agent and starts its process; comes back when that holds something. */
  async startHolding(script: 'worker.ts' | 'reviewer.ts', name: string): Promise<HoldingProcess> {
    const role = script === 'reviewer.ts' ? 'reviewer' : 'agent';
    const { token } = await this.lead.rpc.agents.register.mutate({ name, role });
    this.#tokens.set(name, token);
    const child = spawn(process.execPath, [join(import.meta.dirname, script)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, BATON_URL: this.#url, BATON_TOKEN: token },
    });
    this.#endings.add(() => endProcess(child));
    const holds = await firstLine(child);
    this.say(`${name}, process ${child.pid}, holds ${holds.id} and is killed`);
    return { holds, kill: () => endProcess(child, 'SIGKILL') };
  }

  /** The log of this project, from its first event. */
  log(): Promise<Event[]> {
    return wholeLog(this.lead);
  }

  say(line: string): void {
    process.stdout.write(`${this.#name.padEnd(16)} ${line}\n`);
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<HoldingProcess['holds']> {
  if (stdout === null) throw new Error('the process has no output');
  for await (const line of createInterface({ input: stdout })) {
    // Our own script's, which says what it holds in its only line.
    return JSON.parse(line) as HoldingProcess['holds'];
  }
  throw new Error('the process ended before it held anything');
}
