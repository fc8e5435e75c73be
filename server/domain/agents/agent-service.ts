import type {
  Agent,
  AgentListQuery,
  AgentPause,
  AgentReason,
  AgentRegister,
  AgentUpdate,
  Registration,
} from '../../contract/agents.ts';
import { BatonError } from '../../contract/errors.ts';
import type { EventType } from '../../contract/events.ts';
import type { AuthService } from '../auth/auth-service.ts';
import { mintAgentToken } from '../auth/mint-token.ts';
import { type CallContext, hasRole } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { AgentRecord } from '../records.ts';
import { Overtaken, type ReadTx, type WriteTx } from '../store.ts';
import { loadAgent, loadAgents } from './agent-view.ts';

/** Words that mean something else where a name may stand. */
const RESERVED_NAMES: readonly string[] = ['any', 'none', 'all', 'admin', 'system', 'current'];

export interface AgentService {
  /** Makes an agent and its token, which is shown this once. Throws `name_taken`. */
  register(ctx: CallContext, input: AgentRegister): Promise<Registration>;
  list(ctx: CallContext, input: AgentListQuery): Promise<{ items: Agent[]; nextCursor: string | null }>;
  get(ctx: CallContext, input: { name: string }): Promise<Agent>;
  /** An agent may change its own capabilities and maxConcurrent; a lead any agent's, and roles below its own. */
  update(ctx: CallContext, input: AgentUpdate): Promise<Agent>;
  /** No new claims; what is held goes on. */
  pause(ctx: CallContext, input: AgentPause): Promise<Agent>;
  resume(ctx: CallContext, input: { name: string }): Promise<Agent>;
  /** For good: its tokens stop working, its name stays taken. */
  retire(ctx: CallContext, input: AgentReason): Promise<Agent>;
}

export function createAgentService(deps: DomainDeps, auth: AuthService): AgentService {
  const { storage, commands, clock } = deps;

  async function change(
    ctx: CallContext,
    operation: string,
    call: { input: { name: string }; type: EventType; decide: (agent: AgentRecord) => AgentRecord },
  ): Promise<Agent> {
    const work = async (tx: WriteTx) => {
      const before = await getAgent(tx, ctx.project, call.input.name);
      const after = { ...call.decide(before), version: before.version + 1 };
      const { changes } = await tx.q.updateAgent({ ...after, expectedVersion: before.version });
      if (changes !== 1) throw new Overtaken(changedMeanwhile(before.name));
      await appendAgentEvent(tx, ctx, { type: call.type, agent: after, at: clock.wallNow() });
      return loadAgent(tx, after, deps);
    };
    const agent = await commands.run({ ctx, operation, input: call.input, work });
    auth.forget(null);
    return agent;
  }

  return {
    register(ctx, input) {
      refuseHigherRole(ctx, input.role);
      const work = (tx: WriteTx) => register(tx, { deps, ctx, input });
      return commands.run({ ctx, operation: 'agents.register', input, sealed: true, work });
    },
    list(ctx, input) {
      return storage.read(async (tx) => {
        const rows = await tx.q.listAgents({ project: ctx.project, after: input.cursor ?? '', limit: input.limit });
        const nextCursor = rows.length === input.limit ? (rows.at(-1)?.name ?? null) : null;
        return { items: await loadAgents(tx, rows, deps), nextCursor };
      });
    },
    get(ctx, input) {
      return storage.read(async (tx) => loadAgent(tx, await getAgent(tx, ctx.project, input.name), deps));
    },
    update(ctx, input) {
      const own = ctx.principal.agent === input.name;
      if (!hasRole(ctx.principal, 'lead') && !(own && input.role === undefined)) throw notYours(ctx, input.name);
      if (input.role !== undefined) refuseHigherRole(ctx, input.role);
      const decide = (agent: AgentRecord): AgentRecord => ({
        ...agent,
        capabilities: input.capabilities ?? agent.capabilities,
        role: input.role ?? agent.role,
        maxConcurrent: input.maxConcurrent ?? agent.maxConcurrent,
      });
      return change(ctx, 'agents.update', { input, type: 'agent.updated', decide });
    },
    pause(ctx, input) {
      const { reason, drain } = input;
      const decide = (agent: AgentRecord): AgentRecord => ({
        ...refuseRetired(agent),
        status: 'paused',
        statusReason: reason,
        drain,
      });
      return change(ctx, 'agents.pause', { input, type: 'agent.paused', decide });
    },
    resume(ctx, input) {
      const decide = (agent: AgentRecord): AgentRecord => ({
        ...refuseRetired(agent),
        status: 'active',
        statusReason: null,
        drain: false,
      });
      return change(ctx, 'agents.resume', { input, type: 'agent.resumed', decide });
    },
    retire(ctx, input) {
      const decide = (agent: AgentRecord): AgentRecord => ({
        ...agent,
        status: 'retired',
        statusReason: input.reason,
        drain: true,
      });
      return change(ctx, 'agents.retire', { input, type: 'agent.retired', decide });
    },
  };
}

async function register(tx: WriteTx, call: { deps: DomainDeps; ctx: CallContext; input: AgentRegister }): Promise<Registration> {
  const { deps, ctx, input } = call;
  const of = { project: ctx.project, createdBy: ctx.principal.name };
  const known = await tx.q.findAgent({ project: ctx.project, name: input.name });
  if (known !== undefined) {
    const mayRejoin = input.rejoin && known.createdBy === ctx.principal.name && known.status !== 'retired';
    if (!mayRejoin) throw nameTaken(known, ctx);
    const token = await mintAgentToken(tx, { deps, of, agent: known.name, label: 'rejoin', expiresAt: null });
    return { agent: await loadAgent(tx, known, deps), token: token.token };
  }
  const agent = await makeAgent(tx, call);
  const { token } = await mintAgentToken(tx, { deps, of, agent: agent.name, label: 'registration', expiresAt: null });
  return { agent: await loadAgent(tx, agent, deps), token };
}

/** Makes an agent, or a person, without a token. Its name must not be taken. */
export async function makeAgent(
  tx: WriteTx,
  made: {
    deps: Pick<DomainDeps, 'clock'>;
    ctx: CallContext;
    input: Pick<AgentRegister, 'name' | 'kind' | 'role' | 'capabilities' | 'maxConcurrent'>;
  },
): Promise<AgentRecord> {
  const { ctx, input } = made;
  if (RESERVED_NAMES.includes(input.name)) throw reservedName(input.name);
  const at = made.deps.clock.wallNow();
  const agent: AgentRecord = {
    project: ctx.project,
    name: input.name,
    kind: input.kind,
    role: input.role,
    capabilities: [...new Set(input.capabilities)],
    maxConcurrent: input.maxConcurrent,
    status: 'active',
    statusReason: null,
    drain: false,
    createdBy: ctx.principal.name,
    createdAt: at,
    version: 1,
  };
  const { changes } = await tx.q.insertAgent(agent);
  if (changes !== 1) throw new Overtaken(nameTaken(agent, ctx));
  await appendAgentEvent(tx, ctx, { type: 'agent.registered', agent, at });
  return agent;
}

export async function getAgent(tx: Pick<ReadTx, 'q'>, project: string, name: string): Promise<AgentRecord> {
  const agent = await tx.q.findAgent({ project, name });
  if (agent !== undefined) return agent;
  throw new BatonError('not_found', {
    detail: `There is no agent ${name} in this project.`,
    hint: 'List the agents with GET /v1/agents.',
  });
}

async function appendAgentEvent(
  tx: WriteTx,
  ctx: CallContext,
  { type, agent, at }: { type: EventType; agent: AgentRecord; at: number },
): Promise<void> {
  const { name, kind, role, capabilities, maxConcurrent, status, statusReason, drain, createdBy, version } = agent;
  const set = { kind, role, capabilities, maxConcurrent, status, statusReason, drain, createdBy, version };
  await tx.append({ project: agent.project, type, at, actor: ctx.principal.name, task: null, agent: name, data: { set } });
}

/** Nobody gives away more than they have. */
export function refuseHigherRole(ctx: CallContext, role: string): void {
  if (role !== 'lead' || hasRole(ctx.principal, 'admin')) return;
  throw new BatonError('forbidden', {
    detail: 'Only an admin makes a lead.',
    hint: 'Ask for a lesser role, or use the admin key.',
  });
}

export function refuseRetired(agent: AgentRecord): AgentRecord {
  if (agent.status !== 'retired') return agent;
  throw new BatonError('invalid_input', { detail: `${agent.name} has retired for good.`, hint: 'Register another agent.' });
}

function notYours(ctx: CallContext, name: string): BatonError {
  return new BatonError('forbidden', {
    detail: `${ctx.principal.name} may change its own capabilities and maxConcurrent, and nothing of ${name} beyond that.`,
    hint: 'Ask a lead.',
  });
}

export function nameTaken(known: AgentRecord, ctx: CallContext): BatonError {
  const own = known.createdBy === ctx.principal.name && known.status !== 'retired';
  return new BatonError('name_taken', {
    detail: `There is an agent ${known.name} in this project already${known.status === 'retired' ? ', retired' : ''}.`,
    hint: own ? 'Send `rejoin: true` for a further token of it, or choose another name.' : 'Choose another name.',
  });
}

function reservedName(name: string): BatonError {
  return new BatonError('invalid_input', {
    detail: `${name} means something else where an agent's name may stand.`,
    hint: `Choose a name other than ${RESERVED_NAMES.join(', ')}.`,
  });
}

function changedMeanwhile(name: string): BatonError {
  return new BatonError('version_conflict', {
    detail: `${name} was changed at the same moment.`,
    hint: 'Send the request again.',
  });
}
