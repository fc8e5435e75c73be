import { expect, test } from 'vitest';
import { ConnectionFailed, createApiError } from '../../client/baton-errors.ts';
import { parseSse, type SseMessage } from '../../client/parse-sse.ts';
import { readRetryAfter } from '../../client/read-error.ts';
import { BACKOFF_MAX_MS, BACKOFF_MIN_MS, backoffMs, RETRY_AFTER_LIMIT_MS, retryDelayMs } from '../../client/retry-rules.ts';
import { serverUrl } from '../../client/server-url.ts';

const problem = { status: 500, detail: 'x', hint: 'y', requestId: null };
const once = { number: 1, retries: 2, random: 0 };

test('[SDK] the wait before a repeat doubles from 0.5 s to 8 s, spread downwards and never below 0.5 s', () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((attempt) => backoffMs(attempt, 0))).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  expect(backoffMs(1, 0.999)).toBe(BACKOFF_MIN_MS);
  expect(backoffMs(9, 0.999)).toBeGreaterThanOrEqual(BACKOFF_MAX_MS * 0.75);
});

test('[SDK] only lost connections and retryable codes are repeated, and only so often', () => {
  const conflict = createApiError({ ...problem, code: 'version_conflict', retryable: false });
  const busy = createApiError({ ...problem, code: 'unavailable', retryable: true });
  expect(retryDelayMs(conflict, once)).toBeNull();
  expect(retryDelayMs(new Error('a bug'), once)).toBeNull();
  expect(retryDelayMs(busy, once)).toBe(500);
  expect(retryDelayMs(new ConnectionFailed('gone'), once)).toBe(500);
  expect(retryDelayMs(busy, { ...once, number: 2 })).toBe(1_000);
  expect(retryDelayMs(busy, { ...once, number: 3 })).toBeNull();
});

test('[SDK] a wait that the server asks for is kept, up to a limit beyond which the caller decides', () => {
  const limited = (retryAfterMs: number) => createApiError({ ...problem, code: 'rate_limited', retryable: true, retryAfterMs });
  expect(retryDelayMs(limited(3_000), once)).toBe(3_000);
  expect(retryDelayMs(limited(0), once)).toBe(500);
  expect(retryDelayMs(limited(RETRY_AFTER_LIMIT_MS), once)).toBe(RETRY_AFTER_LIMIT_MS);
  expect(retryDelayMs(limited(RETRY_AFTER_LIMIT_MS + 1), once)).toBeNull();
});

test('[SDK] Retry-After is read as seconds and as a date', () => {
  const now = Date.UTC(2026, 0, 1);
  expect(readRetryAfter('2', now)).toBe(2_000);
  expect(readRetryAfter(new Date(now + 4_000).toUTCString(), now)).toBe(4_000);
  expect(readRetryAfter(new Date(now - 4_000).toUTCString(), now)).toBe(0);
  expect(readRetryAfter('soon', now)).toBeNull();
  expect(readRetryAfter(null, now)).toBeNull();
});

test('[SDK] http is for this machine alone unless the caller says otherwise, and an address holds no secret', () => {
  for (const url of ['http://localhost:1', 'http://127.0.0.1:1', 'http://127.8.9.1', 'http://[::1]:1', 'https://a.example']) {
    expect(serverUrl(url, { insecureHttp: false }).origin).toBe(url);
  }
  for (const url of ['http://a.example', 'http://127.0.0.1.example', 'http://10.0.0.1', 'ftp://localhost', 'localhost:1', '']) {
    expect(() => serverUrl(url, { insecureHttp: false }), url).toThrow(TypeError);
  }
  expect(serverUrl('http://a.example/base/', { insecureHttp: true })).toEqual({
    origin: 'http://a.example',
    http: 'http://a.example/base',
    ws: 'ws://a.example/base',
  });
  for (const url of [
    'https://me:secret@a.example',
    'https://a.example/?key=secret',
    'https://a.example/#secret',
    'https://me:secret@',
  ]) {
    const error = caught(() => serverUrl(url, { insecureHttp: false }));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).not.toContain('secret');
  }
});

test('[SDK] an event stream is read the same however it is cut into chunks', async () => {
  const text =
    ': hello\r\n\r\nid: a.1\nevent: task.created\ndata: {"seq":1,\ndata: "t":"ü"}\n\nretry: 5\r\rdata:x\r\n\r\ndata: unfinished';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size));
    const messages: SseMessage[] = [];
    for await (const message of parseSse(streamOf(chunks))) messages.push(message);
    expect(messages).toEqual([
      { event: 'task.created', id: 'a.1', data: '{"seq":1,\n"t":"ü"}' },
      { event: 'message', id: null, data: 'x' },
    ]);
  }
});

async function* streamOf(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function caught(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
