import type { CallContext } from '../../server/domain/auth/principal.ts';
import { serveParent } from '../serve-parent.ts';
import { type OpenStore, openStore, PROJECT } from './open-store.ts';
import { agentCall, seedAgents } from './seed-agents.ts';
import { seedTasks } from './seed-tasks.ts';
import type { ClaimStoreSpec, SearchTimerQuestion } from './server-spec.ts';

/** So few tasks, the last, have the rare word. */
const RARE_TASKS = 20;
const PAGE = 50;

interface Opened {
  readonly store: OpenStore;
  readonly ctx: CallContext;
}
let opened: Opened | null = null;

// Times a search through the services, without HTTP: how it grows with the number of tasks is the question.
serveParent(
  async (question: SearchTimerQuestion) => {
    if (question.kind === 'open') {
      opened = await open(question.spec);
      return null;
    }
    if (opened === null) throw new Error('open the store first');
    return search(opened, question);
  },
  async () => {
    await opened?.store.keeper.close();
    await opened?.store.storage.close();
  },
);

async function open({ place, tasks }: ClaimStoreSpec): Promise<Opened> {
  const store = await openStore(place, { synchronous: 'NORMAL' });
  await seedTasks(store.storage, {
    project: PROJECT,
    kinds: [
      { count: tasks - RARE_TASKS, labels: ['common'] },
      { count: RARE_TASKS, labels: ['common'], words: 'haystack needle' },
    ],
    clone: store.keeper.clone,
  });
  const [token] = await seedAgents(store.services, { project: PROJECT, count: 1, maxConcurrent: 1 });
  const ctx = await agentCall(store.services, token ?? '');
  await store.keeper.settle();
  return { store, ctx };
}

/** The time of each first page in µs. */
async function search({ store, ctx }: Opened, asked: SearchTimerQuestion & { kind: 'search' }): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < asked.searches; i += 1) {
    const startedAt = performance.now();
    const { items } = await store.services.tasks.list(ctx, { q: asked.query, limit: PAGE });
    times.push((performance.now() - startedAt) * 1_000);
    if (items.length !== asked.found) throw new Error(`${asked.query} found ${items.length} tasks, not ${asked.found}`);
  }
  return times;
}
