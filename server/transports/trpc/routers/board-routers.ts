import { tracked } from '@trpc/server';
import { z } from 'zod';
import { Cursor } from '../../../contract/common.ts';
import { type Event, EventListQuery, EventPage, Snapshot } from '../../../contract/events.ts';
import {
  Project,
  ProjectCreate,
  ProjectListQuery,
  ProjectPage,
  ProjectPause,
  ProjectRef,
  TokenCreate,
  TokenCreated,
  TokenInfo,
  TokenListQuery,
  TokenPage,
  TokenRef,
} from '../../../contract/projects.ts';
import { operation, router } from '../procedures.ts';

const reading = { method: 'GET', status: 200, role: 'viewer' } as const;
const acting = { method: 'POST', status: 200 } as const;

const Subscribe = z.strictObject({
  after: Cursor.optional().describe('Begin after this cursor; absent: at the beginning of the log.'),
  lastEventId: Cursor.nullish().describe('Set by the client when it resumes.'),
});

const event = { ...reading, tag: 'events', errors: ['cursor_expired', 'log_reset'] } as const;

export const eventsRouter = router({
  list: operation({ ...event, path: '/v1/events', operationId: 'listEvents', summary: 'Events after a cursor, in order.' })
    .input(EventListQuery)
    .output(EventPage)
    .query(({ ctx, input }) => ctx.services.events.list(ctx.call, input)),

  snapshot: operation({
    ...event,
    path: '/v1/snapshot',
    operationId: 'getSnapshot',
    summary: 'One consistent look at the project, with the cursor to follow it from.',
    errors: [],
  })
    .input(z.strictObject({}))
    .output(Snapshot)
    .query(({ ctx }) => ctx.services.events.snapshot(ctx.call)),

  subscribe: operation({
    ...event,
    path: '/v1/events/stream',
    operationId: 'streamEvents',
    summary: 'Every event from a cursor on, then live; over SSE here, over WebSocket at /v1/events/ws.',
  })
    .input(Subscribe)
    .subscription(async function* ({ ctx, input, signal }) {
      const { events } = ctx.services;
      const after = input.lastEventId ?? input.after;
      const stop = signal ?? new AbortController().signal;
      const leave = ctx.connection?.openStream();
      try {
        for await (const batch of events.subscribe(ctx.call, after, stop)) {
          for (const one of batch.events) {
            yield tracked(events.cursorOf(one.seq), one satisfies Event);
            await ctx.connection?.writable();
          }
        }
      } finally {
        leave?.();
      }
    }),
});

const project = { ...acting, tag: 'projects', role: 'lead' } as const;

export const projectsRouter = router({
  list: operation({
    ...reading,
    tag: 'projects',
    path: '/v1/projects',
    operationId: 'listProjects',
    summary: 'The projects that the token may see.',
    errors: [],
  })
    .input(ProjectListQuery)
    .output(ProjectPage)
    .query(({ ctx, input }) => ctx.services.projects.list(ctx.call, input)),

  create: operation({
    ...project,
    role: 'admin',
    status: 201,
    path: '/v1/projects',
    operationId: 'createProject',
    summary: 'Create a project: a board with its own agents and event log.',
    errors: ['name_taken'],
  })
    .input(ProjectCreate)
    .output(Project)
    .mutation(({ ctx, input }) => ctx.services.projects.create(ctx.call, input)),

  pause: operation({
    ...project,
    path: '/v1/projects/{name}/pause',
    operationId: 'pauseProject',
    summary: 'No new claims in the project; with drain its holders are asked to finish.',
    errors: ['not_found'],
  })
    .input(ProjectPause)
    .output(Project)
    .mutation(({ ctx, input }) => ctx.services.projects.pause(ctx.call, input)),

  resume: operation({
    ...project,
    path: '/v1/projects/{name}/resume',
    operationId: 'resumeProject',
    summary: 'Let agents of a paused project claim again.',
    errors: ['not_found'],
  })
    .input(ProjectRef)
    .output(Project)
    .mutation(({ ctx, input }) => ctx.services.projects.resume(ctx.call, input)),
});

const token = { ...acting, tag: 'tokens', role: 'admin' } as const;

export const tokensRouter = router({
  list: operation({
    ...token,
    method: 'GET',
    path: '/v1/tokens',
    operationId: 'listTokens',
    summary: 'List tokens, without their secrets.',
    errors: [],
  })
    .input(TokenListQuery)
    .output(TokenPage)
    .query(({ ctx, input }) => ctx.services.tokens.list(ctx.call, input)),

  create: operation({
    ...token,
    status: 201,
    path: '/v1/tokens',
    operationId: 'createToken',
    summary: 'Create a token; it comes back this once.',
    errors: ['not_found', 'invalid_input'],
  })
    .input(TokenCreate)
    .output(TokenCreated)
    .mutation(({ ctx, input }) => ctx.services.tokens.create(ctx.call, input)),

  revoke: operation({
    ...token,
    method: 'DELETE',
    path: '/v1/tokens/{id}',
    operationId: 'revokeToken',
    summary: 'Revoke a token; its open sockets close within a second.',
    errors: ['not_found'],
  })
    .input(TokenRef)
    .output(TokenInfo)
    .mutation(({ ctx, input }) => ctx.services.tokens.revoke(ctx.call, input)),
});
