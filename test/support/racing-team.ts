import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = join(ROOT, 'test', 'scenarios');
const PYTHON_PROGRAM = "import('./scripts/python.mjs').then((it) => console.log(it.preparePython()))";

/** A client of an SDK, and how many agents of the race have it: eight in each language. */
export const TEAMS = { TypeScript: 8, Python: 4, 'async Python': 4 } as const;
export type Team = keyof typeof TEAMS;

const PROGRAMS: Readonly<Record<Team, string>> = {
  TypeScript: 'racing-agent.ts',
  Python: 'racing_agent.py',
  'async Python': 'racing_agent_async.py',
};

/** One reply of the server, as the process that got it said it. */
export interface Reply {
  readonly agent: string;
  readonly team: Team;
  readonly reply: 'connected' | 'none' | 'claimed' | 'submitted';
  readonly task?: string;
  readonly epoch?: number;
  readonly status?: string;
}

/** The Python that has the SDK; made now, if this checkout has none yet. Throws where there can be none. */
export async function findPython(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', PYTHON_PROGRAM], { cwd: ROOT });
  const path = stdout.trim().split('\n').at(-1) ?? 'null';
  if (path === 'null') throw new Error(`no Python could be made ready: ${stdout}`);
  return path;
}

interface RacerOf {
  readonly agent: string;
  readonly team: Team;
  readonly python: string;
  readonly url: string;
  readonly token: string;
  /** Everything that every process said, in the order in which it came. */
  readonly replies: Reply[];
}

/** One agent of the race: a process of one of the clients, which plays a round when it is told to. */
export class Racer {
  readonly team: Team;
  readonly #of: RacerOf;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  readonly #lines: AsyncIterator<string>;
  #stderr = '';

  constructor(of: RacerOf) {
    this.#of = of;
    this.team = of.team;
    const program = of.team === 'TypeScript' ? process.execPath : of.python;
    const child = spawn(program, [join(FOLDER, PROGRAMS[of.team]), of.url, of.token], { stdio: ['pipe', 'pipe', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    // A process that was killed reads no more orders.
    child.stdin.on('error', () => {});
    this.#child = child;
    this.#ended = once(child, 'close');
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Claims and hands in. False: there was nothing to claim. */
  async go(): Promise<boolean> {
    this.#child.stdin?.write('go\n');
    const { reply } = await this.next('claimed', 'none');
    if (reply === 'none') return false;
    await this.next('submitted');
    return true;
  }

  /** Claims, keeps, and is killed while it holds. Gives the task that it held. */
  async holdAndDie(): Promise<string> {
    this.#child.stdin?.write('hold\n');
    const { task = '' } = await this.next('claimed');
    this.#child.kill('SIGKILL');
    await this.#ended;
    return task;
  }

  /** The next reply that the process was given, which must be one of these. */
  async next(...kinds: readonly Reply['reply'][]): Promise<Reply> {
    const { agent, team, replies } = this.#of;
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error(`${agent} ended: ${this.#stderr}`);
    const reply: Reply = { ...JSON.parse(value), agent, team };
    replies.push(reply);
    if (!kinds.includes(reply.reply)) throw new Error(`${agent} was told ${value}, not ${kinds.join(' or ')}`);
    return reply;
  }

  /** Ends as a process that has nothing more to do. Gives its exit code; null: it was killed. */
  async end(): Promise<unknown> {
    this.#child.stdin?.end();
    const [code] = await this.#ended;
    return code;
  }

  /** Ends it, whatever it does. */
  async dispose(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
