import { isSameValue } from '../support/replay.ts';
import { describeRequest, isAcknowledged, isUnknown, type RequestRecord, type Violation } from './recorded.ts';

/** A request with all its repeats under one Idempotency-Key: it may take effect once (SPEC ID1). */
export interface LogicalRequest {
  /** The acknowledged one where there is one, else the first. */
  readonly request: RequestRecord;
  readonly state: 'acknowledged' | 'unknown' | 'refused';
  readonly invokedAt: number;
  readonly returnedAt: number;
}

/** Joins the repeats of each request. */
export function logicalRequests(requests: readonly RequestRecord[]): LogicalRequest[] {
  return [...groupByKey(requests).values()].map((group) => {
    const acknowledged = group.filter(isAcknowledged);
    const request = acknowledged[0] ?? group[0];
    if (request === undefined) throw new Error('a group has a member');
    return {
      request,
      state: acknowledged.length > 0 ? 'acknowledged' : group.some(isUnknown) ? 'unknown' : 'refused',
      invokedAt: Math.min(...group.map((one) => one.invokedAt)),
      returnedAt: Math.min(...acknowledged.map((one) => one.returnedAt)),
    };
  });
}

/** A repeat is answered with the reply of the first (SPEC ID1). */
export function checkRepeats(requests: readonly RequestRecord[]): Violation[] {
  return [...groupByKey(requests).values()].flatMap((group) => {
    const [first, ...rest] = group.filter(isAcknowledged);
    const other = rest.find((one) => first !== undefined && !isSameReply(first, one));
    if (first === undefined || other === undefined) return [];
    return [{ rule: 'ID1', evidence: `${describeRequest(first)} and its repeat under the same key got different replies` }];
  });
}

function isSameReply(left: RequestRecord, right: RequestRecord): boolean {
  return left.reply !== 'unknown' && right.reply !== 'unknown' && isSameValue(left.reply.body, right.reply.body);
}

function groupByKey(requests: readonly RequestRecord[]): Map<string, RequestRecord[]> {
  return Map.groupBy(requests, (request) => {
    const { idempotencyKey, actor, operation } = request;
    return idempotencyKey === null ? `alone ${aloneNumber(request)}` : `${actor} ${operation} ${idempotencyKey}`;
  });
}

const numbers = new WeakMap<RequestRecord, number>();
let nextNumber = 0;

/** A request without a key is its own group. */
function aloneNumber(request: RequestRecord): number {
  const known = numbers.get(request);
  if (known !== undefined) return known;
  nextNumber += 1;
  numbers.set(request, nextNumber);
  return nextNumber;
}
