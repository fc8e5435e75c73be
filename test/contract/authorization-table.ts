/** Who calls: nobody, a token that is none, one that was revoked, one of another project, and each role. */
export const CALLERS = ['none', 'malformed', 'revoked', 'other', 'viewer', 'agent', 'reviewer', 'lead', 'admin'] as const;
export type CallerKind = (typeof CALLERS)[number];
type RoleKind = Exclude<CallerKind, 'none' | 'malformed' | 'revoked' | 'other'>;

export interface Row {
  /** A request that reads well; where it names a thing, one that is not there, so that no cell depends on another. */
  readonly input: Record<string, unknown>;
  /** What each role gets: `ok`, or the code of the refusal. */
  readonly roles: Readonly<Record<RoleKind, string>>;
  /** Whether it needs no token: whoever calls gets what a viewer gets. */
  readonly open?: true;
}

/** From this role on `outcome`, below it `forbidden`. */
function from(least: RoleKind, outcome: string, more: Partial<Record<RoleKind, string>> = {}): Record<RoleKind, string> {
  const order: readonly RoleKind[] = ['viewer', 'agent', 'reviewer', 'lead', 'admin'];
  const may = (role: RoleKind) => order.indexOf(role) >= order.indexOf(least);
  const cell = (role: RoleKind) => more[role] ?? (may(role) ? outcome : 'forbidden');
  return { viewer: cell('viewer'), agent: cell('agent'), reviewer: cell('reviewer'), lead: cell('lead'), admin: cell('admin') };
}

const MISSING_TASK = 'T-999999';
const reason = 'because';

/** One row for each operation of the router, in words that no code of the server made. */
export const AUTHORIZATION: Readonly<Record<string, Row>> = {
  'agents.register': { input: { name: 'admin' }, roles: from('lead', 'invalid_input') },
  'agents.list': { input: {}, roles: from('viewer', 'ok') },
  'agents.get': { input: { name: 'nobody' }, roles: from('viewer', 'not_found') },
  'agents.update': { input: { name: 'nobody', maxConcurrent: 2 }, roles: from('lead', 'not_found') },
  'agents.pause': { input: { name: 'nobody', reason }, roles: from('lead', 'not_found') },
  'agents.resume': { input: { name: 'nobody' }, roles: from('lead', 'not_found') },
  'agents.retire': { input: { name: 'nobody', reason }, roles: from('lead', 'not_found') },
  // Only agents have sessions and leases: an admin key is none.
  'sessions.start': { input: {}, roles: from('agent', 'ok', { admin: 'forbidden' }) },
  'sessions.heartbeat': { input: { id: 'current' }, roles: from('agent', 'ok', { admin: 'forbidden' }) },
  'sessions.end': { input: { id: 'ses_none' }, roles: from('agent', 'not_found', { admin: 'forbidden' }) },
  'tasks.create': { input: { title: 'made by the table' }, roles: from('agent', 'ok') },
  'tasks.createMany': { input: { tasks: [{ title: 'made by the table' }] }, roles: from('agent', 'ok') },
  'tasks.list': { input: {}, roles: from('viewer', 'ok') },
  'tasks.get': { input: { id: MISSING_TASK }, roles: from('viewer', 'not_found') },
  'tasks.update': { input: { id: MISSING_TASK, title: 'new', ifMatch: 1 }, roles: from('agent', 'not_found') },
  'tasks.claim': { input: { id: MISSING_TASK }, roles: from('agent', 'not_found', { admin: 'forbidden' }) },
  'tasks.claimNext': { input: { labels: ['no-such-label'] }, roles: from('agent', 'ok', { admin: 'forbidden' }) },
  'tasks.takeover': { input: { id: MISSING_TASK }, roles: from('agent', 'not_found', { admin: 'forbidden' }) },
  'tasks.progress': { input: { id: MISSING_TASK, epoch: 1, note: 'x' }, roles: from('agent', 'not_found') },
  'tasks.submit': { input: { id: MISSING_TASK, epoch: 1, summary: 'x' }, roles: from('agent', 'not_found') },
  'tasks.release': { input: { id: MISSING_TASK, epoch: 1, reason }, roles: from('agent', 'not_found') },
  'tasks.block': { input: { id: MISSING_TASK, epoch: 1, kind: 'external', reason }, roles: from('agent', 'not_found') },
  'tasks.unblock': { input: { id: MISSING_TASK, answer: 'x' }, roles: from('agent', 'not_found') },
  'tasks.cancel': { input: { id: MISSING_TASK, reason }, roles: from('agent', 'not_found') },
  'tasks.reopen': { input: { id: MISSING_TASK, reason }, roles: from('agent', 'not_found') },
  'tasks.forceRelease': { input: { id: MISSING_TASK, reason }, roles: from('lead', 'not_found') },
  'tasks.comment': { input: { id: MISSING_TASK, body: 'x' }, roles: from('agent', 'not_found') },
  'tasks.attach': { input: { id: MISSING_TASK, name: 'a.txt', base64: 'eA==' }, roles: from('agent', 'not_found') },
  'tasks.artifact': { input: { id: MISSING_TASK, name: 'a.txt' }, roles: from('viewer', 'not_found') },
  'tasks.history': { input: { id: MISSING_TASK }, roles: from('viewer', 'not_found') },
  'tasks.fence': { input: { id: MISSING_TASK, epoch: 1 }, roles: from('viewer', 'not_found') },
  'reviews.list': { input: {}, roles: from('viewer', 'ok') },
  'reviews.claim': { input: { id: 'rev_none' }, roles: from('agent', 'not_found', { admin: 'forbidden' }) },
  'reviews.release': { input: { id: 'rev_none', epoch: 1, reason }, roles: from('agent', 'not_found') },
  'reviews.decide': { input: { id: 'rev_none', revision: 1, decision: 'approve' }, roles: from('agent', 'not_found') },
  'messages.send': { input: { to: { agent: 'nobody' }, body: 'x' }, roles: from('agent', 'invalid_input') },
  'messages.sent': { input: {}, roles: from('viewer', 'ok') },
  'messages.get': { input: { id: 'msg_none' }, roles: from('viewer', 'not_found') },
  'messages.take': { input: { id: 'msg_none' }, roles: from('agent', 'not_found') },
  'inbox.list': { input: {}, roles: from('viewer', 'ok') },
  'inbox.ack': { input: { ids: ['msg_none'] }, roles: from('viewer', 'not_found') },
  'reservations.make': { input: { taskId: MISSING_TASK, epoch: 1, paths: ['src/**'] }, roles: from('agent', 'not_found') },
  'reservations.list': { input: {}, roles: from('viewer', 'ok') },
  'reservations.release': { input: { id: 'rsv_none' }, roles: from('agent', 'not_found') },
  'events.list': { input: {}, roles: from('viewer', 'ok') },
  'events.snapshot': { input: {}, roles: from('viewer', 'ok') },
  'events.subscribe': { input: {}, roles: from('viewer', 'ok') },
  'projects.list': { input: {}, roles: from('viewer', 'ok') },
  'projects.create': { input: { name: 'main' }, roles: from('admin', 'name_taken') },
  'projects.pause': { input: { name: 'nowhere', reason }, roles: from('lead', 'not_found') },
  'projects.resume': { input: { name: 'nowhere' }, roles: from('lead', 'not_found') },
  'tasks.explain': { input: { id: MISSING_TASK }, roles: from('viewer', 'not_found') },
  'agents.explain': { input: { name: 'nobody' }, roles: from('viewer', 'not_found') },
  'attention.list': { input: {}, roles: from('viewer', 'ok') },
  insights: { input: { hours: 1 }, roles: from('viewer', 'ok') },
  summary: { input: {}, roles: from('viewer', 'ok') },
  // Only agents are told of work.
  wait: { input: { waitSeconds: 0 }, roles: from('agent', 'ok', { admin: 'forbidden' }) },
  'auth.createLink': { input: { name: 'admin' }, roles: from('lead', 'invalid_input') },
  // A code that nobody was given, which is all that this table can have.
  'auth.login': { input: { code: 'bat_link_none' }, roles: from('viewer', 'unauthenticated'), open: true },
  'auth.logout': { input: {}, roles: from('viewer', 'invalid_input') },
  'auth.me': { input: {}, roles: from('viewer', 'ok') },
  'tokens.list': { input: {}, roles: from('admin', 'ok') },
  'tokens.create': { input: { label: 'admin', role: 'viewer' }, roles: from('admin', 'invalid_input') },
  'tokens.revoke': { input: { id: 'none' }, roles: from('admin', 'not_found') },
};

/** What a caller gets for a row. A token of another project finds nothing here, whatever its role: this one is a lead. */
export function expected(row: Row, caller: CallerKind): string {
  if (row.open === true) return row.roles.viewer;
  if (caller === 'none' || caller === 'malformed' || caller === 'revoked') return 'unauthenticated';
  if (caller === 'other') return row.roles.lead === 'forbidden' ? 'forbidden' : 'not_found';
  return row.roles[caller];
}
