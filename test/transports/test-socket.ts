import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where that is not so.
export type Message = any;

/** A WebSocket that keeps what comes until a test asks for it. */
export class TestSocket {
  readonly ws: WebSocket;
  /** Resolves with the close code, however the socket ends. */
  readonly closed: Promise<number>;
  readonly #kept: Message[] = [];
  #wake: () => void = () => {};

  constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on('message', (data) => {
      this.#kept.push(JSON.parse(String(data)));
      this.#wake();
    });
    ws.on('error', () => {});
    this.closed = new Promise((resolve) => ws.once('close', resolve));
    void this.closed.then(() => this.#wake());
  }

  send(message: unknown): void {
    this.ws.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** The next message that fits; those before it are passed over. Throws when the socket closes first. */
  async next(fits: (message: Message) => boolean = () => true): Promise<Message> {
    for (;;) {
      const at = this.#kept.findIndex(fits);
      if (at !== -1) return this.#kept.splice(0, at + 1).at(-1);
      if (this.ws.readyState === WebSocket.CLOSED) throw new Error('the socket closed before the message came');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

export async function openSocket(url: string, headers: Record<string, string> = {}): Promise<TestSocket> {
  const ws = new WebSocket(url.replace(/^http/, 'ws'), { headers });
  const socket = new TestSocket(ws);
  await once(ws, 'open');
  return socket;
}

/** The status and problem of an upgrade that must fail. */
export function refusedUpgrade(url: string, headers: Record<string, string> = {}): Promise<{ status: number; problem: Message }> {
  const ws = new WebSocket(url.replace(/^http/, 'ws'), { headers });
  return new Promise((resolve, reject) => {
    ws.on('open', () => {
      ws.terminate();
      reject(new Error('the socket opened'));
    });
    ws.on('error', () => {});
    ws.on('unexpected-response', (_request, response: IncomingMessage) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, problem: JSON.parse(text) }));
    });
  });
}
