import { setTimeout as delay } from 'node:timers/promises';
import { recordOf } from '../history/recorded.ts';
import { RawClient } from './raw-client.ts';
import { readAdminKey, type SpawnedServer } from './spawn-server.ts';

const AGAIN_MS = 50;

/**
 * A call that must succeed, if not at once; gives its body. As any client does: a server that stood still in the middle of a write
 * says that it does not know, and is asked again under the same key.
 */
export async function mustSend(
  client: RawClient,
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const method = body === undefined ? 'GET' : 'POST';
  const headers: Record<string, string> = body === undefined ? {} : { 'Idempotency-Key': crypto.randomUUID() };
  for (;;) {
    const reply = await client.send({ method, path, body, headers });
    if (reply.status < 300) return recordOf(reply.body);
    if (reply.status !== 503) throw new Error(`${method} ${path} failed: ${JSON.stringify(reply.body)}`);
    await delay(AGAIN_MS);
  }
}

export interface TeamMember {
  readonly name: string;
  readonly token: string;
  readonly client: RawClient;
}

/** The admin of a spawned server, who makes agents and tasks. */
export async function adminOf(server: SpawnedServer): Promise<TeamMember> {
  const token = await readAdminKey(server.dataDir);
  return { name: 'admin', token, client: new RawClient({ origin: server.origin, token }) };
}

export async function registerAgent(server: SpawnedServer, admin: TeamMember, name: string): Promise<TeamMember> {
  const token = String((await mustSend(admin.client, '/v1/agents', { name }))['token']);
  return { name, token, client: new RawClient({ origin: server.origin, token }) };
}

/** Makes a task and gives its id. */
export async function createTask(admin: TeamMember, fields: Readonly<Record<string, unknown>>): Promise<string> {
  return String((await mustSend(admin.client, '/v1/tasks', fields))['id']);
}
