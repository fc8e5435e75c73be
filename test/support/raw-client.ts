import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** Longer than any stop that the scenarios make. */
const TIMEOUT_MS = 60_000;

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RawReply {
  readonly status: number;
  /** The parsed JSON, or the text where it is none. */
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

/** The connection broke before a whole answer came: nobody knows whether the request took effect. */
export class BrokenConnection extends Error {
  override readonly name = 'BrokenConnection';
}

export interface RawClientOptions {
  readonly origin: string;
  readonly token?: string | null;
  readonly timeoutMs?: number;
}

/** As little as can speak HTTP: one kept connection, no retries, nothing hidden. */
export class RawClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #options: RawClientOptions;

  constructor(options: RawClientOptions) {
    this.#options = options;
  }

  /** Throws BrokenConnection when no whole answer came. */
  send({ method, path, body, headers = {} }: RawRequest): Promise<RawReply> {
    const { origin, token, timeoutMs = TIMEOUT_MS } = this.#options;
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const sent: Record<string, string> = { ...headers };
    if (token != null) sent['Authorization'] = `Bearer ${token}`;
    if (payload !== undefined) {
      sent['Content-Type'] = 'application/json';
      sent['Content-Length'] = String(Buffer.byteLength(payload));
    }
    return new Promise((resolve, reject) => {
      const broken = (error: Error) => reject(new BrokenConnection(`${method} ${path}: ${error.message}`));
      const outgoing = request(new URL(path, origin), { method, headers: sent, agent: this.#agent, timeout: timeoutMs });
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', broken);
        incoming.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: incoming.statusCode ?? 0, body: parsed(text), headers: incoming.headers });
        });
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer for ${timeoutMs} ms`)));
      outgoing.on('error', broken);
      outgoing.end(payload);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
