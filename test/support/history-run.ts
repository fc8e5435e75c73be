import { checkHistory } from '../history/checker.ts';
import type { ProjectEvent, Recorded, RequestRecord, Violation } from '../history/recorded.ts';
import { listOf, recordOf } from '../history/recorded.ts';
import { HistoryRecorder } from './history-client.ts';
import { HeldClock } from './history-clock.ts';
import { readDatabase, readEvents } from './history-database.ts';
import { type HistoryServerOptions, startHistoryServer } from './history-server.ts';
import { runWorkload } from './history-workload.ts';
import { RawClient } from './raw-client.ts';

/** How much lease time passes for each operation of each client: a lease of 10 s and its delay are over after some forty. */
const LEASE_MS_PER_ROUND = 400;
const PAGE_EVENTS = 200;

export interface HistoryRunOptions extends Omit<HistoryServerOptions, 'clock'> {
  readonly seed: number;
  readonly clients: number;
  readonly operationsPerClient: number;
}

export interface HistoryRun extends Recorded {
  readonly violations: readonly Violation[];
  readonly tookMs: number;
}

/** Runs a workload against a server of this process whose lease time the run itself moves, and judges it. */
export async function runHistory(options: HistoryRunOptions): Promise<HistoryRun> {
  const startedAt = performance.now();
  const clock = new HeldClock();
  const server = await startHistoryServer({ ...options, clock });
  try {
    const { origin, adminToken, database } = server;
    const recorder = new HistoryRecorder(() => clock.monotonicNow());
    const onOperation = async (done: number) => {
      if (done % options.clients === 0) await clock.advance(LEASE_MS_PER_ROUND, server.look);
    };
    await runWorkload({ ...options, origin, adminToken, recorder, onOperation });
    // A sweep between our reading and the stop would write what we have not read.
    await server.settle();
    const events = await fetchEvents(origin, adminToken);
    await server.stop();
    const recorded = { requests: recorder.requests, events, database: await readDatabase(database) };
    const violations = [...compareLogs(events, await readEvents(database)), ...checkHistory(recorded)];
    return { ...recorded, violations, tookMs: performance.now() - startedAt };
  } finally {
    await server.remove();
  }
}

/** The whole log of a project as any client can read it. */
export async function fetchEvents(origin: string, token: string, project = 'main'): Promise<ProjectEvent[]> {
  const client = new RawClient({ origin, token });
  const events: ProjectEvent[] = [];
  try {
    let after = '';
    for (;;) {
      const query = new URLSearchParams({ limit: String(PAGE_EVENTS), ...(after === '' ? {} : { after }) });
      const { status, body } = await client.send({ method: 'GET', path: `/v1/events?${query}` });
      if (status !== 200) throw new Error(`the events could not be read: ${JSON.stringify(body)}`);
      const page = recordOf(body);
      const items = listOf(page['items']) as Array<Omit<ProjectEvent, 'project'>>; // the contract says so
      if (items.length === 0) return events;
      events.push(...items.map((event) => ({ ...event, project })));
      after = String(page['nextCursor']);
    }
  } finally {
    client.close();
  }
}

/** Clients read the log that is stored. */
export function compareLogs(read: readonly ProjectEvent[], stored: readonly ProjectEvent[]): Violation[] {
  const told = JSON.stringify(read.map(({ project, seq, type, data }) => [project, seq, type, data]));
  const kept = JSON.stringify(stored.map(({ project, seq, type, data }) => [project, seq, type, data]));
  return told === kept
    ? []
    : [{ rule: 'EV1', evidence: `clients read ${read.length} events, the file holds ${stored.length}, and they differ` }];
}

/** How often each operation was answered in each way, for a look at whether a workload does what it is meant to. */
export function tally(requests: readonly RequestRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation, reply } of requests) {
    const code = reply === 'unknown' ? 'unknown' : `${reply.status} ${String(recordOf(reply.body)['code'] ?? '')}`.trim();
    counts[`${operation} ${code}`] = (counts[`${operation} ${code}`] ?? 0) + 1;
  }
  return counts;
}
