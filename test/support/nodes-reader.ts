import { type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { listOf, recordOf } from '../history/recorded.ts';

/** How soon a reader whose connection ended comes back. */
const COME_BACK_MS = 50;

/** Readers of both kinds, half and half. */
export function startReaders(count: number, options: Omit<ReaderOptions, 'kind'>): LogReader[] {
  return Array.from({ length: count }, (_, index) => {
    const reader = new LogReader({ ...options, kind: index % 2 === 0 ? 'ws' : 'sse' });
    reader.start();
    return reader;
  });
}

export interface ReaderOptions {
  readonly token: string;
  readonly kind: 'ws' | 'sse';
  /** The node to read from next. */
  readonly nextOrigin: () => string;
  readonly project?: string;
  /** By which clock `cameAt` is; this process's own when absent. */
  readonly now?: () => number;
}

/** Follows the log of a project over one connection after the other, each from the place where the last one ended. */
export class LogReader {
  /** The numbers of the events in the order in which they came. */
  readonly seen: number[] = [];
  /** The moment at which each came. */
  readonly cameAt: number[] = [];
  /** Everything that a reader must never be told or given. */
  readonly faults: string[] = [];
  connections = 0;
  readonly kind: 'ws' | 'sse';
  readonly #options: ReaderOptions;
  readonly #stop = new AbortController();
  #cursor: string | null = null;
  #cut: () => void = () => undefined;
  #waiting: Array<{ seq: number; resolve: () => void }> = [];
  #running: Promise<void> = Promise.resolve();

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.kind = options.kind;
  }

  start(): void {
    this.#running = this.#read();
  }

  /** The number of the newest event that came. */
  get head(): number {
    return this.seen.at(-1) ?? 0;
  }

  /** Resolves when this event has come. */
  async reached(seq: number): Promise<void> {
    if (this.head >= seq) return;
    await new Promise<void>((resolve) => this.#waiting.push({ seq, resolve }));
  }

  /** Breaks the connection, in the middle of whatever comes. */
  cut(): void {
    this.#cut();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#cut();
    await this.#running;
  }

  async #read(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.connections += 1;
      await (this.kind === 'ws' ? this.#readSocket() : this.#readStream());
      await delay(COME_BACK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  #url(path: string): string {
    const { nextOrigin, project = 'main' } = this.#options;
    return `${nextOrigin()}${path}?project=${project}`;
  }

  #readSocket(): Promise<void> {
    const url = this.#url('/v1/events/ws').replace(/^http/, 'ws');
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${this.#options.token}` } });
    this.#cut = () => socket.terminate();
    socket.on('open', () => {
      const after = this.#cursor === null ? {} : { after: this.#cursor };
      socket.send(JSON.stringify({ type: 'subscribe', ...after }));
    });
    socket.on('message', (data) => this.#takeFrame(recordOf(JSON.parse(String(data)))));
    // What went wrong shows in the close, which always follows.
    socket.on('error', () => undefined);
    return new Promise((resolve) => socket.once('close', () => resolve()));
  }

  #takeFrame(frame: Readonly<Record<string, unknown>>): void {
    const { type, code } = frame;
    if (type === 'events') {
      for (const event of listOf(frame['events'])) this.#take(Number(recordOf(event)['seq']));
      this.#cursor = String(frame['cursor']);
    }
    // A node that has lost its database for a moment sends its readers elsewhere.
    if (type === 'reset' || (type === 'error' && code !== 'unavailable')) this.faults.push(JSON.stringify(frame));
  }

  #readStream(): Promise<void> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#options.token}` };
    if (this.#cursor !== null) headers['last-event-id'] = this.#cursor;
    return new Promise((resolve) => {
      const outgoing = request(this.#url('/v1/events/stream'), { headers, agent: false });
      this.#cut = () => outgoing.destroy();
      outgoing.on('response', (incoming) => this.#takeStream(incoming));
      outgoing.on('error', () => undefined);
      outgoing.on('close', () => resolve());
      outgoing.end();
    });
  }

  #takeStream(incoming: IncomingMessage): void {
    let text = '';
    incoming.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (incoming.statusCode !== 200) return;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#takeBlock(block);
    });
    incoming.on('end', () => {
      const { statusCode } = incoming;
      if (statusCode !== 200 && statusCode !== 503) this.faults.push(`${statusCode}: ${text}`);
    });
    incoming.on('error', () => undefined);
  }

  #takeBlock(block: string): void {
    const id = /^id: (.*)$/m.exec(block)?.[1];
    if (id === undefined) return;
    this.#take(Number(recordOf(JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}'))['seq']));
    this.#cursor = id;
  }

  #take(seq: number): void {
    if (seq !== this.head + 1) this.faults.push(`after event ${this.head} came ${seq}, on connection ${this.connections}`);
    this.seen.push(seq);
    this.cameAt.push((this.#options.now ?? (() => performance.now()))());
    const due = this.#waiting.filter((one) => one.seq <= seq);
    this.#waiting = this.#waiting.filter((one) => one.seq > seq);
    for (const { resolve } of due) resolve();
  }
}
