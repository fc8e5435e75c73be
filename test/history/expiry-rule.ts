import { RECLAIM_DELAY_MS } from '../../server/domain/tasks/lease-rules.ts';
import { replayTasks } from '../support/replay.ts';
import { epochKey, grantOf } from './log-rules.ts';
import { describeEvent, describeRequest, type ProjectEvent, type RequestRecord, taskKey, type Violation } from './recorded.ts';
import { acceptedUses, toldGrants } from './reply-rules.ts';

/**
 * No lease is taken before its time: from the last renewal that was acknowledged until the answer to the claim that took
 * the task lie at least one lease and the delay (SPEC LE3, CL6).
 */
export function checkExpiries(requests: readonly RequestRecord[], events: readonly ProjectEvent[]): Violation[] {
  const renewals = latestRenewals(requests);
  const takers = new Map<string, RequestRecord>();
  for (const grant of requests.flatMap(toldGrants)) {
    if (!grant.alreadyHeld) takers.set(epochKey(grant.request.project, grant.taskId, grant.epoch), grant.request);
  }
  const tasks = replayTasks(events);
  const expired = new Map<string, ProjectEvent>();
  return events.flatMap((event) => {
    const key = taskKey(event.project, event.taskId);
    if (event.type === 'task.expired') expired.set(key, event);
    const grant = grantOf(event);
    const before = expired.get(key);
    if (grant === null || before === undefined) return [];
    expired.delete(key);
    const renewal = renewals.get(epochKey(event.project, event.taskId, before.data['epoch']));
    const taker = takers.get(epochKey(event.project, event.taskId, grant.epoch));
    if (renewal === undefined || taker === undefined) return [];
    const ttlMs = Number(tasks.get(key)?.fields['leaseTtlSeconds']) * 1_000;
    const passedMs = taker.leaseReturnedAt - renewal.leaseInvokedAt;
    if (passedMs >= ttlMs + RECLAIM_DELAY_MS) return [];
    const late = `${describeRequest(taker)} took the task ${passedMs.toFixed(0)} ms after ${describeRequest(renewal)}`;
    return [
      {
        rule: 'LE3',
        evidence: `${describeEvent(before)}: ${late}; the lease is ${ttlMs} ms and the delay ${RECLAIM_DELAY_MS} ms`,
      },
    ];
  });
}

/** For each epoch, the acknowledged request that renewed it last. */
function latestRenewals(requests: readonly RequestRecord[]): Map<string, RequestRecord> {
  const latest = new Map<string, RequestRecord>();
  const note = (key: string, request: RequestRecord) => {
    const known = latest.get(key);
    if (known === undefined || known.leaseInvokedAt < request.leaseInvokedAt) latest.set(key, request);
  };
  const sent = new Set<string>();
  for (const request of requests) {
    const { idempotencyKey, actor, operation } = request;
    const key = `${actor} ${operation} ${idempotencyKey}`;
    // A repeat is answered from the store and renews nothing.
    if (idempotencyKey !== null && sent.has(key)) continue;
    sent.add(key);
    for (const { taskId, epoch } of acceptedUses(request)) note(epochKey(request.project, taskId, epoch), request);
    for (const grant of toldGrants(request)) {
      if (!grant.alreadyHeld) note(epochKey(request.project, grant.taskId, grant.epoch), request);
    }
  }
  return latest;
}
