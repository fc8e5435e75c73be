import { setTimeout as letRealTimePass } from 'node:timers/promises';
import { recordOf } from '../history/recorded.ts';
import type { Sender } from './history-client.ts';
import type { NodeCluster } from './nodes-cluster.ts';
import { BrokenConnection, RawClient, type RawReply, type RawRequest } from './raw-client.ts';

/** How soon somebody who was not served asks again. */
const AGAIN_MS = 100;
const LOOK_MS = 50;

type Body = Readonly<Record<string, unknown>>;

/** Sends as an SDK does: again, under the same key, until there is an answer that says more than to come again. */
export async function persist(sender: Sender, request: RawRequest): Promise<RawReply> {
  const headers = { 'Idempotency-Key': crypto.randomUUID(), ...request.headers };
  for (;;) {
    const reply = await sender.send({ ...request, headers }).catch((error: unknown) => {
      if (error instanceof BrokenConnection) return null;
      throw error;
    });
    if (reply !== null && reply.status !== 503) return reply;
    await letRealTimePass(AGAIN_MS);
  }
}

/** A call that must succeed, if not at once; gives its body. */
export async function mustDo(sender: Sender, path: string, body: Body = {}): Promise<Body> {
  const reply = await persist(sender, { method: 'POST', path, body });
  if (reply.status < 300) return recordOf(reply.body);
  throw new Error(`POST ${path} failed: ${JSON.stringify(reply.body)}`);
}

/** A client that asks one node alone. */
export function atNode(cluster: NodeCluster, index: number, token: string): RawClient {
  return new RawClient({ origin: cluster.node(index).origin, token });
}

/** The admin of a cluster, who asks whichever node, and the agents and tasks that it makes. */
export class Office {
  readonly cluster: NodeCluster;
  readonly token: string;
  readonly admin: Sender;

  private constructor(cluster: NodeCluster, token: string) {
    this.cluster = cluster;
    this.token = token;
    this.admin = cluster.connect(token);
  }

  static async open(cluster: NodeCluster): Promise<Office> {
    return new Office(cluster, await cluster.adminToken());
  }

  /** Registers an agent and gives its token. */
  async hire(name: string, fields: Body = {}): Promise<string> {
    return String((await mustDo(this.admin, '/v1/agents', { name, ...fields }))['token']);
  }

  /** Makes a task and gives its id. */
  async task(fields: Body = {}): Promise<string> {
    return String((await mustDo(this.admin, '/v1/tasks', { title: 'A task', ...fields }))['id']);
  }
}

/** Asks for one task until it gets it, or is told to stop; gives the time at which it had it. */
export async function claimWhenFree(rival: Sender, taskId: string, enough?: AbortSignal): Promise<number> {
  for (;;) {
    enough?.throwIfAborted();
    const { status, body } = await persist(rival, { method: 'POST', path: `/v1/tasks/${taskId}/claim`, body: {} });
    if (status === 200) return performance.now();
    if (status !== 409) throw new Error(`the claim was refused for good: ${JSON.stringify(body)}`);
    await letRealTimePass(LOOK_MS);
  }
}
