import { checkExpiries } from './expiry-rule.ts';
import { checkExplained, checkRealTimeOrder } from './explain-rules.ts';
import { checkGrants, checkNumbering } from './log-rules.ts';
import { checkRepeats, logicalRequests } from './logical-requests.ts';
import { checkNone } from './none-rule.ts';
import type { Recorded, Violation } from './recorded.ts';
import { checkStaleUses, checkToldGrants } from './reply-rules.ts';
import { checkApprovals, checkReplay, checkRows } from './state-rules.ts';

/**
 * Judges a whole run by what the clients saw, what the log says and what the database holds. It knows nothing of how the
 * server decides: it only asks whether the three agree with each other and with the rules.
 */
export function checkHistory({ requests, events, database }: Recorded): Violation[] {
  const logical = logicalRequests(requests);
  return [
    ...checkNumbering(events),
    ...checkGrants(events, database.attempts),
    ...checkToldGrants(requests),
    ...checkStaleUses(logical, events),
    ...checkExpiries(requests, events),
    ...checkRepeats(requests),
    ...checkExplained(logical, events),
    ...checkRealTimeOrder(logical, events),
    ...checkNone(logical, events),
    ...checkReplay(events, database),
    ...checkRows(events, database),
    ...checkApprovals(events, database),
  ];
}

/** The first violations as text, for the message of a failed test. */
export function explainViolations(violations: readonly Violation[], atMost = 10): string {
  const lines = violations.slice(0, atMost).map(({ rule, evidence }) => `[${rule}] ${evidence}`);
  return [`${violations.length} violations`, ...lines].join('\n');
}
