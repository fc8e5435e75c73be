import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const STOP_MAX_MS = 10_000;

/** What a child of the bench answers: the value, or why there is none. */
export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

/** A process of the bench's own that answers one question at a time. */
export class Child {
  readonly #process: ChildProcess;
  readonly #name: string;
  #waiting: ((answer: Answer) => void) | null = null;

  /** `script` is a path from this folder. */
  constructor(script: string, options: { readonly execArgv: readonly string[] }) {
    this.#name = script;
    this.#process = fork(fileURLToPath(new URL(script, import.meta.url)), [], {
      execArgv: [...options.execArgv],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#process.on('message', (answer) => this.#settle(answer as Answer)); // serveParent sends nothing else
    this.#process.on('error', (error) => this.#settle({ ok: false, error: error.message }));
    this.#process.on('exit', (code, signal) => this.#settle({ ok: false, error: `ended with ${code ?? signal}` }));
  }

  /** The answer to `question`; the script at the other end is ours, so its shape is what the caller says. */
  async ask<T>(question: object): Promise<T> {
    if (!this.#process.connected) throw new Error(`${this.#name} is gone`);
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting = resolve;
      this.#process.send(question);
    });
    if (!answer.ok) throw new Error(`${this.#name}: ${answer.error}`);
    return answer.value as T; // our own script's, as said above
  }

  /** Ends the process: by asking, and where that does not help within some seconds, by its pid. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    const timer = setTimeout(() => this.kill(), STOP_MAX_MS);
    if (this.#process.connected) this.#process.disconnect();
    await exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #settle(answer: Answer): void {
    const settle = this.#waiting;
    this.#waiting = null;
    settle?.(answer);
  }
}
