import { BOOKMARK_INTERVAL_MS, SOCKET_AUTH_TIMEOUT_MS } from '../../contract/frames.ts';
import { REQUESTS_BURST, REQUESTS_PER_SECOND } from '../rate-limiter.ts';
import type { HttpLimits } from './http-config.ts';

export const BODY_MAX_BYTES = 1_048_576;
export const JSON_MAX_DEPTH = 32;
export const BATCH_MAX_CALLS = 20;
export const STREAMS_PER_TOKEN = 1_024;
export const STREAMS_PER_SOCKET = 32;
export const SOCKET_BUFFER_MAX_BYTES = 1_048_576;
export const SLOW_CONSUMER_MS = 10_000;
export const DRAIN_MS = 8_000;

export const HTTP_LIMITS: HttpLimits = {
  bodyMaxBytes: BODY_MAX_BYTES,
  jsonMaxDepth: JSON_MAX_DEPTH,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 20_000,
  headersMaxBytes: 16_384,
  headersMaxCount: 100,
  keepAliveMs: 65_000,
  requestsPerSecond: REQUESTS_PER_SECOND,
  requestsBurst: REQUESTS_BURST,
  batchMaxCalls: BATCH_MAX_CALLS,
  streamsPerToken: STREAMS_PER_TOKEN,
  streamsPerSocket: STREAMS_PER_SOCKET,
  tokenCheckMs: 1_000,
  unprovenSocketsMax: 1_000,
  socketAuthTimeoutMs: SOCKET_AUTH_TIMEOUT_MS,
  socketPingMs: 30_000,
  socketBufferMaxBytes: SOCKET_BUFFER_MAX_BYTES,
  slowConsumerMs: SLOW_CONSUMER_MS,
  bookmarkMs: BOOKMARK_INTERVAL_MS,
  drainMs: DRAIN_MS,
};
