import type { CallContext } from '../../server/domain/auth/principal.ts';
import { serveParent } from '../serve-parent.ts';
import { type OpenStore, openStore, PROJECT } from './open-store.ts';
import { agentCall, seedAgents } from './seed-agents.ts';
import { seedTasks } from './seed-tasks.ts';
import type { ClaimStoreSpec, ClaimTimerQuestion } from './server-spec.ts';

/** The first tasks ask for what the agent lacks; only the last have the rare label. */
const REQUIRING_SHARE = 0.1;
const RARE_TASKS = 300;
const NEVER = new AbortController().signal;

interface Opened {
  readonly store: OpenStore;
  readonly ctx: CallContext;
}
let opened: Opened | null = null;

// Times claim-next through the services, without HTTP and, on SQLite, at NORMAL: neither the network nor the disk's sync then
// hides how the time grows with the number of tasks. On Postgres each claim waits for the disk all the same.
serveParent(
  async (question: ClaimTimerQuestion) => {
    if (question.kind === 'open') {
      opened = await open(question.spec);
      return null;
    }
    if (opened === null) throw new Error('open the store first');
    return claim(opened, question.labels, question.claims);
  },
  async () => {
    await opened?.store.keeper.close();
    await opened?.store.storage.close();
  },
);

async function open({ place, tasks }: ClaimStoreSpec): Promise<Opened> {
  const store = await openStore(place, { synchronous: 'NORMAL' });
  const requiring = Math.floor(tasks * REQUIRING_SHARE);
  await seedTasks(store.storage, {
    project: PROJECT,
    kinds: [
      { count: requiring, labels: ['common'], requires: ['gpu'] },
      { count: tasks - requiring - RARE_TASKS, labels: ['common'] },
      { count: RARE_TASKS, labels: ['common', 'rare'] },
    ],
    clone: store.keeper.clone,
  });
  const [token] = await seedAgents(store.services, { project: PROJECT, count: 1, maxConcurrent: Number.MAX_SAFE_INTEGER });
  const ctx = await agentCall(store.services, token ?? '');
  await store.keeper.settle();
  return { store, ctx };
}

/** The time of each claim in µs. What was claimed is put away afterwards and replaced, so that the store keeps its size. */
async function claim({ store, ctx }: Opened, labels: readonly string[], claims: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < claims; i += 1) {
    const startedAt = performance.now();
    const result = await store.services.tasks.claimNext(ctx, { count: 1, labels: [...labels], waitSeconds: 0 }, () => NEVER);
    times.push((performance.now() - startedAt) * 1_000);
    if (result.claims.length !== 1) throw new Error(`nothing was claimed: ${result.none?.because}`);
  }
  const { keeper, storage } = store;
  await keeper.endHeld(PROJECT);
  await seedTasks(storage, { project: PROJECT, kinds: [{ count: claims, labels: ['common', 'rare'] }], clone: keeper.clone });
  await keeper.settle();
  return times;
}
