import { createHttpDoor, type HttpDoor } from '../../server/transports/http/create-http-door.ts';
import { serveParent } from '../serve-parent.ts';
import { runClaimLoad } from './claim-load.ts';
import { type OpenStore, openStore, PROJECT } from './open-store.ts';
import { ownCpuMs } from './own-cpu.ts';
import { agentCall, seedAgents, sendToAll } from './seed-agents.ts';
import { seedTasks } from './seed-tasks.ts';
import type { OpenServer, ServerQuestion, ServerSpec } from './server-spec.ts';

const LETTER = 'The list of links is shorter now. Look at those that are only slow before you go on.';

// The server as it runs, but with a store that is filled first and with the two settings that the bench compares.
let store: OpenStore | null = null;
let door: HttpDoor | null = null;

serveParent(
  async (question: ServerQuestion) => {
    switch (question.kind) {
      case 'open':
        return open(question.spec);
      case 'claim':
        if (store === null) throw new Error('open the store first');
        return runClaimLoad(store.services, question.plan);
      case 'cpu':
        return ownCpuMs();
      default:
        return question satisfies never;
    }
  },
  async () => {
    await door?.drain();
    await store?.services.upkeep.stop();
    await store?.keeper.close();
    await store?.storage.close();
  },
);

async function open(spec: ServerSpec): Promise<OpenServer> {
  const { groupCommit, synchronous } = spec;
  store = await openStore(spec.place, { groupCommit, synchronous });
  const { storage, services, keeper, base } = store;
  await seedTasks(storage, { project: PROJECT, kinds: [{ count: spec.tasks }], clone: keeper.clone });
  const tokens = await seedAgents(services, { project: PROJECT, count: spec.agents, maxConcurrent: spec.maxConcurrent });
  for (let nth = 0; nth < spec.letters; nth += 1) await sendToAll(services, { project: PROJECT, body: LETTER });
  if (spec.holding) await claimEach(store, tokens);
  if (tokens.length > 0) await keeper.settle();
  door = createHttpDoor({ ...base, services, storage, config: { version: 'bench', extraHosts: [], behindProxy: false } });
  const { port } = await door.listen({ host: '127.0.0.1', port: 0 });
  services.upkeep.start();
  return { port, tokens };
}

async function claimEach({ services }: OpenStore, tokens: readonly string[]): Promise<void> {
  for (const [index, token] of tokens.entries()) {
    await services.tasks.claim(await agentCall(services, token), { id: `T-${index + 1}` });
  }
}
