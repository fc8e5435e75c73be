import type { Database } from 'better-sqlite3';
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
  readonly writer: Database;
  readonly ctx: CallContext;
}
let opened: Opened | null = null;

// Times claim-next through the services, without HTTP and at NORMAL: neither the network nor the disk's sync then hides
// how the time grows with the number of tasks.
serveParent(
  async (question: ClaimTimerQuestion) => {
    if (question.kind === 'open') {
      opened = await open(question.spec);
      return null;
    }
    if (opened === null) throw new Error('open the store first');
    return claim(opened, question.labels, question.claims);
  },
  async () => opened?.store.storage.close(),
);

async function open({ dir, tasks }: ClaimStoreSpec): Promise<Opened> {
  let writer: Database | null = null;
  const store = await openStore(dir, {
    synchronous: 'NORMAL',
    onWriter: (db) => {
      writer = db;
    },
  });
  if (writer === null) throw new Error('the storage shows its writer');
  await seedTasks(store.storage, {
    project: PROJECT,
    count: tasks,
    labels: (number) => (number > tasks - RARE_TASKS ? ['common', 'rare'] : ['common']),
    requires: (number) => (number <= tasks * REQUIRING_SHARE ? ['gpu'] : []),
  });
  const [token] = await seedAgents(store.services, { project: PROJECT, count: 1, maxConcurrent: Number.MAX_SAFE_INTEGER });
  const ctx = await agentCall(store.services, token ?? '');
  checkpoint(writer);
  return { store, writer, ctx };
}

/** The time of each claim in µs. What was claimed is put away afterwards and replaced, so that the store keeps its size. */
async function claim({ store, writer, ctx }: Opened, labels: readonly string[], claims: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < claims; i += 1) {
    const startedAt = performance.now();
    const result = await store.services.tasks.claimNext(ctx, { count: 1, labels: [...labels], waitSeconds: 0 }, () => NEVER);
    times.push((performance.now() - startedAt) * 1_000);
    if (result.claims.length !== 1) throw new Error(`nothing was claimed: ${result.none?.because}`);
  }
  writer.prepare("update tasks set status = 'done' where project = ? and status = 'doing'").run(PROJECT);
  await seedTasks(store.storage, { project: PROJECT, count: claims, labels: () => ['common', 'rare'] });
  checkpoint(writer);
  return times;
}

/** Now rather than within a claim that is timed. */
function checkpoint(writer: Database): void {
  writer.pragma('wal_checkpoint(TRUNCATE)');
}
