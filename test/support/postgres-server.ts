import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const PROGRAM = join(import.meta.dirname, '..', '..', 'scripts', 'postgres.mjs');

interface Started {
  readonly url: string;
  /** Of the postmaster, until it is started again. */
  readonly pid: number;
  /** The folder of the cluster, which goes with it. */
  readonly dir: string;
  readonly version: string;
  readonly binDir: string;
}

/** A Postgres of a test's own, which it may stop as it likes; made by scripts/postgres.mjs. Nothing of it is left after `close`. */
export class PostgresServer {
  readonly started: Started;
  /** The program that looks after it. */
  readonly keeper: ChildProcess;
  readonly #commands: Writable;
  readonly #answers: AsyncIterator<string>;

  private constructor(keeper: ChildProcess, parts: { started: Started; commands: Writable; answers: AsyncIterator<string> }) {
    this.keeper = keeper;
    this.started = parts.started;
    this.#commands = parts.commands;
    this.#answers = parts.answers;
  }

  /** `durable`: with the settings of one whose data are to stay, rather than the quickest. */
  static async open({ durable = false }: { durable?: boolean } = {}): Promise<PostgresServer> {
    const keeper = spawn(process.execPath, [PROGRAM, ...(durable ? ['--durable'] : [])], { stdio: ['pipe', 'pipe', 'pipe'] });
    const answers = linesOf(keeper.stdout);
    const complaint = textOf(keeper.stderr);
    const first = await answers.next();
    if (first.done === true) throw new Error((await complaint).trim());
    const started = JSON.parse(first.value) as Started; // what the program prints
    return new PostgresServer(keeper, { started, commands: keeper.stdin, answers });
  }

  /** Ends it at once, as a power cut would; what was committed is there when it is started again. */
  stop(): Promise<void> {
    return this.#command('stop');
  }

  /** Kills the postmaster alone; the processes of the connections notice. */
  kill(): Promise<void> {
    return this.#command('kill');
  }

  /** Starts it on the port that it had; resolves when it accepts connections. */
  start(): Promise<void> {
    return this.#command('start');
  }

  restart(): Promise<void> {
    return this.#command('restart');
  }

  async close(): Promise<void> {
    if (this.keeper.exitCode !== null || this.keeper.signalCode !== null) return;
    const gone = once(this.keeper, 'exit');
    this.#commands.end();
    await gone;
  }

  async #command(name: string): Promise<void> {
    this.#commands.write(`${name}\n`);
    const { value } = await this.#answers.next();
    const answer = JSON.parse(String(value ?? '{"error":"its program has ended"}')) as { error?: string }; // what it prints
    if (answer.error !== undefined) throw new Error(`Postgres could not do ${name}: ${answer.error}`);
  }
}

function linesOf(stream: Readable): AsyncIterator<string> {
  return createInterface({ input: stream })[Symbol.asyncIterator]();
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const part of stream.setEncoding('utf8')) text += String(part);
  return text;
}
