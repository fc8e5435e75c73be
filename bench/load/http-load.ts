import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Block, BlockSupply } from './block-supply.ts';
import { LoadMeter } from './load-meter.ts';
import { type LoadPlan, type LoadResult, type RequestPlan, spread } from './load-plan.ts';
import { ReplyReader } from './reply-reader.ts';

/** Runs a load over kept connections, one request at a time on each. */
export async function runHttpLoad({ ports, clients, durationMs, requests }: LoadPlan): Promise<LoadResult> {
  const open = await Promise.all(spread(ports, clients).map(async (port) => ({ port, socket: await openSocket(port) })));
  const supply = new BlockSupply(requests);
  const meter = new LoadMeter(durationMs);
  await Promise.all(open.map(({ port, socket }) => new HttpClient({ socket, port, requests, supply, meter }).run()));
  return meter.result(supply.next);
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

interface ClientParts {
  readonly socket: Socket;
  readonly port: number;
  readonly requests: RequestPlan;
  readonly supply: BlockSupply;
  readonly meter: LoadMeter;
}

class HttpClient {
  readonly #parts: ClientParts;
  readonly #reader = new ReplyReader();
  #block: Block | null = null;
  #callsMade = 0;
  #sentAt = 0;
  /** What does not change from one request of a block to the next. */
  #text: RequestText | null = null;

  constructor(parts: ClientParts) {
    this.#parts = parts;
  }

  run(): Promise<void> {
    const { socket, meter } = this.#parts;
    return new Promise((resolve) => {
      socket.on('data', (chunk) => this.#receive(chunk));
      socket.on('error', (error) => meter.failed(`the connection broke: ${error.message}`));
      socket.once('end', () => meter.failed('the server closed the connection'));
      socket.once('close', () => resolve());
      this.#send(performance.now());
    });
  }

  #receive(chunk: Buffer): void {
    const reply = this.#reader.add(chunk);
    if (reply === null) return;
    const now = performance.now();
    if (reply.status >= 200 && reply.status < 300) this.#parts.meter.succeeded(this.#sentAt, now);
    else this.#parts.meter.failed(reply.text());
    this.#send(now);
  }

  #send(now: number): void {
    const { socket, meter } = this.#parts;
    const request = meter.isOpen(now) ? this.#nextRequest() : null;
    if (request === null) {
      socket.destroy();
      return;
    }
    this.#sentAt = now;
    socket.write(request, 'latin1');
  }

  #nextRequest(): string | null {
    const { requests, supply, meter, port } = this.#parts;
    if (this.#block === null || this.#callsMade === this.#block.calls) {
      this.#block = supply.take();
      this.#callsMade = 0;
      if (this.#block === null) {
        meter.endNow();
        return null;
      }
      this.#text = new RequestText(requests, port, this.#block.token);
    }
    const isLasting = requests.callsPerToken === null;
    const number = this.#block.firstNumber + (isLasting ? 0 : this.#callsMade);
    this.#callsMade += 1;
    return this.#text?.of(number) ?? null;
  }
}

/** The bytes of a request, in ASCII. */
class RequestText {
  readonly #plan: RequestPlan;
  readonly #pathParts: readonly string[];
  readonly #headers: string;
  #last = { number: 0, text: '' };

  constructor(plan: RequestPlan, port: number, token: string) {
    this.#plan = plan;
    this.#pathParts = plan.path.split('{n}');
    const type = plan.body === '' ? '' : 'Content-Type: application/json\r\n';
    this.#headers = ` HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n${type}`;
  }

  of(number: number): string {
    if (this.#last.number === number) return this.#last.text;
    const { method, body: template } = this.#plan;
    const body = template.replaceAll('{n}', String(number));
    const length = method === 'GET' ? '' : `Content-Length: ${body.length}\r\n`;
    const text = `${method} ${this.#pathParts.join(String(number))}${this.#headers}${length}\r\n${body}`;
    this.#last = { number, text };
    return text;
  }
}
