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
  message: ['attention.list', 'summary', 'inbox.list', 'messages.get', 'messages.sent'],
  review: ['attention.list', 'summary', 'reviews.list', 'tasks.get', 'tasks.explain'],
  project: ['attention.list', 'summary', 'projects.list', 'tasks.explain', 'agents.explain'],
  reservation: ['reservations.list', 'tasks.explain'],
};

/** What of one task alone a query reads. */
const OF_ONE_TASK = new Set(['tasks.get', 'tasks.history']);

/** Of a query in the cache, what says whether it is stale. */
interface CachedQuery {
  readonly queryKey: readonly unknown[];
  readonly state: { readonly data: unknown };
}

/** What some events have made stale, gathered until it is asked for again. */
export class StaleQueries {
  readonly #paths = new Set<string>();
  readonly #tasks = new Set<string>();

  add(events: readonly Pick<LiveEvent, 'type' | 'taskId'>[]): void {
    for (const { type, taskId } of events) {
      for (const path of STALE_BY_KIND[type.split('.', 1)[0] ?? ''] ?? []) this.#paths.add(path);
      if (taskId !== undefined) this.#tasks.add(taskId);
    }
  }

  get isEmpty(): boolean {
    return this.#paths.size === 0;
  }

  /** Whether a query is stale. What reads one task is so after an event of that task, or of one that it waits for. */
  has({ queryKey: [path, of], state }: CachedQuery): boolean {
    if (!Array.isArray(path)) return false;
    const name = path.join('.');
    if (!this.#paths.has(name)) return false;
    return !OF_ONE_TASK.has(name) || [...taskOf(of), ...waitedFor(state.data)].some((id) => this.#tasks.has(id));
  }
}

/** The task that a key names: as tRPC makes keys, or as one made here for a list read in pages. */
function taskOf(of: unknown): string[] {
  const { input, pages } = (of ?? {}) as { input?: { id?: string }; pages?: string }; // see above
  return [input?.id, pages].filter((id) => id !== undefined);
}

function waitedFor(task: unknown): string[] {
  const { dependsOn = [], blocked } = (task ?? {}) as {
    dependsOn?: string[];
    blocked?: { waitingOn?: { task?: string } } | null;
  }; // what tasks.get gives
  const on = blocked?.waitingOn?.task;
  return on === undefined ? dependsOn : [...dependsOn, on];
}
