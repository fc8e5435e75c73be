import { recordOf } from '../history/recorded.ts';
import { RawClient } from './raw-client.ts';
import { readAdminKey, type SpawnedServer } from './spawn-server.ts';

/** A call that must succeed; gives its body. */
export async function mustSend(
  client: RawClient,
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const method = body === undefined ? 'GET' : 'POST';
  const reply = await client.send({ method, path, body });
  if (reply.status < 300) return recordOf(reply.body);
  throw new Error(`${method} ${path} failed: ${JSON.stringify(reply.body)}`);
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
