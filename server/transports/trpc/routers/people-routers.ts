import {
  Agent,
  AgentListQuery,
  AgentPage,
  AgentPause,
  AgentReason,
  AgentRef,
  AgentRegister,
  AgentUpdate,
  Registration,
} from '../../../contract/agents.ts';
import { Heartbeat, HeartbeatResult, Session, SessionEnded, SessionRef, SessionStart } from '../../../contract/sessions.ts';
import { operation, router } from '../procedures.ts';
import { explainAgent } from './insight-router.ts';

const agents = { tag: 'agents', status: 200, method: 'POST', role: 'lead' } as const;
const sessions = { tag: 'sessions', status: 200, method: 'POST', role: 'agent' } as const;

export const agentsRouter = router({
  register: operation({
    ...agents,
    path: '/v1/agents',
    operationId: 'registerAgent',
    summary: 'Register an agent; its token comes back this once.',
    status: 201,
    errors: ['name_taken', 'invalid_input'],
  })
    .input(AgentRegister)
    .output(Registration)
    .mutation(({ ctx, input }) => ctx.services.agents.register(ctx.call, input)),

  list: operation({
    ...agents,
    method: 'GET',
    role: 'viewer',
    path: '/v1/agents',
    operationId: 'listAgents',
    summary: 'List agents with presence and current tasks.',
    errors: [],
  })
    .input(AgentListQuery)
    .output(AgentPage)
    .query(({ ctx, input }) => ctx.services.agents.list(ctx.call, input)),

  get: operation({
    ...agents,
    method: 'GET',
    role: 'viewer',
    path: '/v1/agents/{name}',
    operationId: 'getAgent',
    summary: 'One agent with presence and current tasks.',
    errors: ['not_found'],
  })
    .input(AgentRef)
    .output(Agent)
    .query(({ ctx, input }) => ctx.services.agents.get(ctx.call, input)),

  explain: explainAgent,

  update: operation({
    ...agents,
    method: 'PATCH',
    role: 'agent',
    path: '/v1/agents/{name}',
    operationId: 'updateAgent',
    summary: 'Change capabilities, role or maxConcurrent; an agent its own capabilities and maxConcurrent.',
    errors: ['not_found', 'version_conflict'],
  })
    .input(AgentUpdate)
    .output(Agent)
    .mutation(({ ctx, input }) => ctx.services.agents.update(ctx.call, input)),

  pause: operation({
    ...agents,
    path: '/v1/agents/{name}/pause',
    operationId: 'pauseAgent',
    summary: 'No new claims for this agent; with drain it is asked to finish.',
    errors: ['not_found', 'invalid_input', 'version_conflict'],
  })
    .input(AgentPause)
    .output(Agent)
    .mutation(({ ctx, input }) => ctx.services.agents.pause(ctx.call, input)),

  resume: operation({
    ...agents,
    path: '/v1/agents/{name}/resume',
    operationId: 'resumeAgent',
    summary: 'Let a paused agent claim again.',
    errors: ['not_found', 'invalid_input', 'version_conflict'],
  })
    .input(AgentRef)
    .output(Agent)
    .mutation(({ ctx, input }) => ctx.services.agents.resume(ctx.call, input)),

  retire: operation({
    ...agents,
    path: '/v1/agents/{name}/retire',
    operationId: 'retireAgent',
    summary: 'Retire an agent for good: its tokens stop working.',
    errors: ['not_found', 'version_conflict'],
  })
    .input(AgentReason)
    .output(Agent)
    .mutation(({ ctx, input }) => ctx.services.agents.retire(ctx.call, input)),
});

export const sessionsRouter = router({
  start: operation({
    ...sessions,
    path: '/v1/sessions',
    operationId: 'startSession',
    summary: "Start a session: one incarnation of the agent's process.",
    status: 201,
    errors: [],
  })
    .input(SessionStart)
    .output(Session)
    .mutation(({ ctx, input }) => ctx.services.sessions.start(ctx.call, input)),

  heartbeat: operation({
    ...sessions,
    path: '/v1/sessions/{id}/heartbeat',
    operationId: 'heartbeat',
    summary: 'Renew all leases of a session in one call; `current` is the session of the call.',
    errors: ['not_found'],
  })
    .input(Heartbeat)
    .output(HeartbeatResult)
    .mutation(({ ctx, input }) => ctx.services.sessions.heartbeat(ctx.call, input)),

  end: operation({
    ...sessions,
    method: 'DELETE',
    path: '/v1/sessions/{id}',
    operationId: 'endSession',
    summary: 'End a session and give back what it holds.',
    errors: ['not_found'],
  })
    .input(SessionRef)
    .output(SessionEnded)
    .mutation(({ ctx, input }) => ctx.services.sessions.end(ctx.call, input)),
});
