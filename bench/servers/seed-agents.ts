import { MESSAGE_TTL_DEFAULT_SECONDS } from '../../server/contract/inbox.ts';
import type { CallContext } from '../../server/domain/auth/principal.ts';
import type { Services } from '../../server/domain/services.ts';

const REGISTERED_AT_ONCE = 500;

export interface AgentSeed {
  readonly project: string;
  readonly count: number;
  readonly maxConcurrent: number;
}

/** Registers agents through the services, which set no bound on maxConcurrent; gives their tokens in order. */
export async function seedAgents(services: Services, { project, count, maxConcurrent }: AgentSeed): Promise<string[]> {
  const admin = adminCall(project);
  const tokens: string[] = [];
  while (tokens.length < count) {
    const names = Array.from(
      { length: Math.min(REGISTERED_AT_ONCE, count - tokens.length) },
      (_, i) => `agent-${tokens.length + i + 1}`,
    );
    const made = await Promise.all(
      names.map((name) =>
        services.agents.register(admin, { name, kind: 'agent', role: 'agent', capabilities: [], maxConcurrent, rejoin: false }),
      ),
    );
    tokens.push(...made.map(({ token }) => token));
  }
  return tokens;
}

/** Puts a message into the inbox of each agent. */
export async function sendToAll(services: Services, { project, body }: { project: string; body: string }): Promise<void> {
  const to = { all: true } as const;
  await services.messages.send(adminCall(project), {
    to,
    body,
    urgency: 'whenever',
    expiresInSeconds: MESSAGE_TTL_DEFAULT_SECONDS,
  });
}

/** A call of the agent whose token this is, from its standing session. */
export async function agentCall(services: Services, token: string): Promise<CallContext> {
  const principal = await services.auth.authenticate(token);
  const project = await services.auth.projectOf(principal, null);
  return callOf(principal, { project, session: await services.auth.sessionOf(principal, null) });
}

function adminCall(project: string): CallContext {
  return callOf({ tokenId: 'bench', name: 'bench', role: 'admin', project: null, agent: null }, { project, session: null });
}

function callOf(principal: CallContext['principal'], from: { project: string; session: string | null }): CallContext {
  return { principal, ...from, requestId: 'bench', idempotencyKey: null, sealingSecret: '', reply: { replayed: false } };
}
