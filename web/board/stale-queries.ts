import type { LiveEvent } from '../../client/page/index.ts';

/** Which queries, by the paths of their procedures, an event of a kind makes stale. */
const STALE_BY_KIND: Readonly<Record<string, readonly string[]>> = {
  task: [
    'attention.list',
    'summary',
    'tasks.list',
    'tasks.get',
    'tasks.explain',
    'tasks.history',
    'agents.explain',
    'reviews.list',
  ],
  agent: ['attention.list', 'summary', 'tasks.explain', 'agents.explain', 'agents.get'],
  session: ['summary', 'tasks.explain', 'agents.explain', 'agents.get'],
  message: ['attention.list', 'summary', 'inbox.list', 'messages.get'],
  review: ['attention.list', 'summary', 'reviews.list', 'tasks.get', 'tasks.explain'],
  project: ['attention.list', 'summary', 'projects.list', 'tasks.explain', 'agents.explain'],
  reservation: ['reservations.list', 'tasks.explain'],
};

export function staleQueries(events: readonly Pick<LiveEvent, 'type'>[]): Set<string> {
  const kinds = new Set(events.map(({ type }) => type.split('.', 1)[0] ?? ''));
  return new Set([...kinds].flatMap((kind) => STALE_BY_KIND[kind] ?? []));
}
