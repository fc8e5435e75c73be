import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Storage } from '../../domain/store.ts';
import type { EndedCall } from '../trpc/rpc-context.ts';

export interface DoorMetrics {
  readonly observe: (call: EndedCall) => void;
  /** The numbers in the text format of Prometheus. */
  render(): Promise<{ contentType: string; text: string }>;
  close(): void;
}

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts what goes through the door. A call costs it two additions; the names are put together when somebody looks. */
export function createDoorMetrics(given: { storage: Storage; openStreams: () => ReadonlyMap<string, number> }): DoorMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Map<string, CallTally>();
  const requests = new Counter({
    name: 'baton_requests_total',
    help: 'Calls that ended, by operation and HTTP status, over every door.',
    labelNames: ['operation', 'status'],
    registers,
    collect() {
      this.reset();
      for (const { operation, status, count } of calls.values()) this.inc({ operation, status }, count);
    },
  });
  const durations = new Histogram({
    name: 'baton_request_duration_seconds',
    help: 'How long a call took, waits included.',
    labelNames: ['operation'],
    buckets: BUCKETS_SECONDS,
    registers,
  });
  const sockets = new Gauge({
    name: 'baton_open_streams',
    help: 'Open WebSockets and event streams, by kind.',
    labelNames: ['kind'],
    registers,
    collect() {
      for (const [kind, count] of given.openStreams()) this.set({ kind }, count);
    },
  });
  const events = new Counter({
    name: 'baton_events_appended_total',
    help: 'Events written to the logs of all projects.',
    registers,
  });
  const stop = given.storage.onCommit((appended) => events.inc(appended.length));
  return {
    observe({ operationId, status, durationMs }) {
      tally(calls, operationId, status).count += 1;
      durations.labels(operationId).observe(durationMs / 1_000);
    },
    async render() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
    close() {
      stop();
      for (const metric of [requests, durations, sockets, events]) metric.reset();
      registry.clear();
    },
  };
}

interface CallTally {
  readonly operation: string;
  readonly status: number;
  count: number;
}

function tally(calls: Map<string, CallTally>, operation: string, status: number): CallTally {
  const key = `${operation} ${status}`;
  const known = calls.get(key);
  if (known !== undefined) return known;
  const fresh = { operation, status, count: 0 };
  calls.set(key, fresh);
  return fresh;
}
