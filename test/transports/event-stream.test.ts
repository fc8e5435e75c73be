import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningHttp, startHttp } from '../support/start-http.ts';

let http: RunningHttp;
let auth: Record<string, string>;

beforeAll(async () => {
  http = await startHttp({ limits: { bookmarkMs: 100 } });
  auth = { authorization: `Bearer ${(await http.register('watcher')).token}` };
});
afterAll(() => http.close());

/** Reads a stream of server-sent events block by block. */
class EventReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #text = '';

  constructor(reply: Response) {
    if (reply.body === null) throw new Error('the answer has no body');
    this.#reader = reply.body.getReader();
  }

  /** The next block, `null` at the end. */
  async block(): Promise<string | null> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end !== -1) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return block;
      }
      const { done, value } = await this.#reader.read();
      if (done) return null;
      this.#text += this.#decoder.decode(value, { stream: true });
    }
  }

  async until(fits: (block: string) => boolean): Promise<string> {
    for (;;) {
      const block = await this.block();
      if (block === null) throw new Error('the stream ended first');
      if (fits(block)) return block;
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }
}

const read = async (path = '/v1/events/stream', headers: Record<string, string> = {}) =>
  new EventReader(await fetch(`${http.url}${path}`, { headers: { ...auth, ...headers } }));
const field = (block: string, name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
const isEvent = (block: string) => block.startsWith('id: ');

test('[EV3] an event stream gives each event with its cursor, type and data, then live, and comments when it is quiet', async () => {
  const reader = await read();
  const first = await reader.until(isEvent);
  expect(field(first, 'event')).toBe('agent.registered');
  expect(JSON.parse(field(first, 'data'))).toMatchObject({ seq: 1, type: 'agent.registered' });
  await reader.until((block) => block === ': live');
  await reader.until((block) => block === ': quiet');
  const { body } = await http.call('POST', '/v1/tasks', { body: { title: 'x' } });
  expect(JSON.parse(field(await reader.until(isEvent), 'data'))).toMatchObject({ taskId: body.id });
  await reader.close();
});

test('[EV3] Last-Event-ID and `after` resume where the reader was, the header first', async () => {
  await http.call('POST', '/v1/tasks', { body: { title: 'one' } });
  const whole = await read();
  const first = field(await whole.until(isEvent), 'id');
  const second = field(await whole.until(isEvent), 'id');
  await whole.close();
  const byHeader = await read('/v1/events/stream', { 'last-event-id': first });
  expect(field(await byHeader.until(isEvent), 'id')).toBe(second);
  await byHeader.close();
  const byQuery = await read(`/v1/events/stream?after=${first}`);
  expect(field(await byQuery.until(isEvent), 'id')).toBe(second);
  await byQuery.close();
  const both = await read('/v1/events/stream?after=log.99', { 'last-event-id': first });
  expect(field(await both.until(isEvent), 'id')).toBe(second);
  await both.close();
});

test('[EV2] a stream from a cursor of another log is refused with 410 before it begins', async () => {
  const reply = await fetch(`${http.url}/v1/events/stream`, { headers: { ...auth, 'last-event-id': 'log_other.1' } });
  expect(reply.status).toBe(410);
  expect(await reply.json()).toMatchObject({ code: 'log_reset', current: { snapshot: '/v1/snapshot' } });
});

test('[EV3] a reader that goes away is forgotten', async () => {
  const count = async () => Number(/kind="sse"\} (\d+)/.exec((await http.call('GET', '/metrics')).body)?.[1]);
  const readers = await Promise.all([read(), read(), read()]);
  await Promise.all(readers.map((reader) => reader.until((block) => block === ': live')));
  // Those of the tests before may be on their way out still.
  await expect.poll(count).toBe(3);
  await Promise.all(readers.map((reader) => reader.close()));
  await expect.poll(count).toBe(0);
});
