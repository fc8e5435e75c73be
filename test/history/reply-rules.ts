import { epochKey, grantOf } from './log-rules.ts';
import type { LogicalRequest } from './logical-requests.ts';
import {
  bodyOf,
  describeRequest,
  isAcknowledged,
  listOf,
  type ProjectEvent,
  type RequestRecord,
  recordOf,
  taskKey,
  type Violation,
} from './recorded.ts';

/** One grant as a client was told of it. */
interface ToldGrant {
  readonly request: RequestRecord;
  readonly taskId: string;
  readonly epoch: number;
  readonly alreadyHeld: boolean;
}

/** The grants that this reply told of; none for any other operation. */
export function toldGrants(request: RequestRecord): ToldGrant[] {
  if (!isAcknowledged(request)) return [];
  const body = bodyOf(request);
  const claims = request.operation === 'tasks.claimNext' ? listOf(body['claims']) : CLAIMS.has(request.operation) ? [body] : [];
  return claims.map(recordOf).map((claim) => ({
    request,
    taskId: String(recordOf(claim['task'])['id']),
    epoch: Number(claim['epoch']),
    alreadyHeld: claim['alreadyHeld'] === true,
  }));
}

const CLAIMS: ReadonlySet<string> = new Set(['tasks.claim', 'tasks.takeover']);

/** No two claims are told of the same epoch, unless one repeats the other (SPEC CL1, CL4). */
export function checkToldGrants(requests: readonly RequestRecord[]): Violation[] {
  const violations: Violation[] = [];
  const first = new Map<string, ToldGrant>();
  for (const grant of requests.flatMap(toldGrants)) {
    const key = epochKey(grant.request.project, grant.taskId, grant.epoch);
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, grant);
      continue;
    }
    const sameSession = known.request.session === grant.request.session;
    const repeats = sameSession && (isRepeat(known.request, grant.request) || known.alreadyHeld || grant.alreadyHeld);
    if (repeats) continue;
    const both = `${describeRequest(known.request)} and ${describeRequest(grant.request)}`;
    violations.push({ rule: 'CL1', evidence: `epoch ${grant.epoch} of ${grant.taskId} was given to both ${both}` });
  }
  return violations;
}

function isRepeat(left: RequestRecord, right: RequestRecord): boolean {
  return left.idempotencyKey !== null && left.idempotencyKey === right.idempotencyKey;
}

export interface AcceptedUse {
  readonly request: RequestRecord;
  readonly taskId: string;
  readonly epoch: number;
}

const HOLDER_OPERATIONS: ReadonlySet<string> = new Set(['tasks.progress', 'tasks.submit', 'tasks.release', 'tasks.block']);

/** The epochs that the server accepted in this request: a holder's write, or a lease that a heartbeat was told is good. */
export function acceptedUses(request: RequestRecord): AcceptedUse[] {
  if (!isAcknowledged(request)) return [];
  if (HOLDER_OPERATIONS.has(request.operation)) {
    return [{ request, taskId: String(request.input['id']), epoch: Number(request.input['epoch']) }];
  }
  if (request.operation !== 'sessions.heartbeat') return [];
  const asked = listOf(request.input['leases']).map(recordOf);
  return listOf(bodyOf(request)['leases'])
    .map(recordOf)
    .flatMap((report, index) => {
      const epoch = Number(asked[index]?.['epoch']);
      return report['state'] === 'ok' ? [{ request, taskId: String(report['taskId']), epoch }] : [];
    });
}

/**
 * Nothing is accepted from one who is not, or no longer, the holder (SPEC LAW1, LE4). A repeat is judged by the time of
 * the first, whose stored reply it gets.
 */
export function checkStaleUses(requests: readonly LogicalRequest[], events: readonly ProjectEvent[]): Violation[] {
  const violations: Violation[] = [];
  const grantees = new Map<string, string>();
  for (const event of events) {
    const grant = grantOf(event);
    if (grant !== null) grantees.set(epochKey(event.project, event.taskId, grant.epoch), grant.session);
  }
  const grants = requests.flatMap((by) => toldGrants(by.request).map((grant) => ({ ...grant, returnedAt: by.returnedAt })));
  const told = Map.groupBy(grants, (grant) => taskKey(grant.request.project, grant.taskId));
  const uses = requests.flatMap((by) => acceptedUses(by.request).map((use) => ({ ...use, invokedAt: by.invokedAt })));
  for (const use of uses) {
    const { request, taskId, epoch } = use;
    const grantee = grantees.get(epochKey(request.project, taskId, epoch));
    if (grantee !== sessionOfUse(request)) {
      violations.push({
        rule: 'LAW1',
        evidence: `${describeRequest(request)} was accepted, but epoch ${epoch} of ${taskId} was granted to ${grantee ?? 'nobody'}`,
      });
    }
    const newer = (told.get(taskKey(request.project, taskId)) ?? []).find(
      (grant) => grant.epoch > epoch && grant.returnedAt < use.invokedAt,
    );
    if (newer === undefined) continue;
    const before = `epoch ${newer.epoch} had been given to ${newer.request.session ?? 'nobody'} before it was sent`;
    violations.push({ rule: 'LAW1', evidence: `${describeRequest(request)} was accepted, though ${before}` });
  }
  return violations;
}

/** A heartbeat names its session in the path; `current` is that of the call. */
function sessionOfUse(request: RequestRecord): string | null {
  const { id } = request.input;
  return request.operation === 'sessions.heartbeat' && typeof id === 'string' && id !== 'current' ? id : request.session;
}
