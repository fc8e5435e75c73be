import { createCallerFactory, router } from './procedures.ts';
import { authRouter } from './routers/auth-router.ts';
import { eventsRouter, projectsRouter, tokensRouter } from './routers/board-routers.ts';
import { inboxRouter, messagesRouter } from './routers/inbox-router.ts';
import { attentionRouter, insights, summary, wait } from './routers/insight-router.ts';
import { agentsRouter, sessionsRouter } from './routers/people-routers.ts';
import { reservationsRouter } from './routers/reservations-router.ts';
import { reviewsRouter } from './routers/reviews-router.ts';
import { tasksRouter } from './routers/tasks-router.ts';

/** The contract: each operation once. REST, OpenAPI, the clients and the authorization table are made from it. */
export const appRouter = router({
  agents: agentsRouter,
  sessions: sessionsRouter,
  tasks: tasksRouter,
  reviews: reviewsRouter,
  messages: messagesRouter,
  inbox: inboxRouter,
  reservations: reservationsRouter,
  events: eventsRouter,
  projects: projectsRouter,
  tokens: tokensRouter,
  auth: authRouter,
  attention: attentionRouter,
  summary,
  insights,
  wait,
});

export type AppRouter = typeof appRouter;
export const createCaller = createCallerFactory(appRouter);
