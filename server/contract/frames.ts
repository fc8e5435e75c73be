import { z } from 'zod';
import { Cursor, DurationMs, Secret } from './common.ts';
import { Event } from './events.ts';

export const FRAME_MAX_EVENTS = 500;
export const BOOKMARK_INTERVAL_MS = 15_000;
export const SOCKET_AUTH_TIMEOUT_MS = 5_000;

export const CLOSE_CODES = { badToken: 4401, authTimeout: 4408, slowConsumer: 4008, restart: 1012, badFrame: 1008 } as const;

export const ClientFrame = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('auth'), token: Secret.max(200) }).meta({ id: 'AuthFrame' }),
    z.strictObject({ type: z.literal('subscribe'), after: Cursor.optional() }).meta({ id: 'SubscribeFrame' }),
    z.strictObject({ type: z.literal('ping') }).meta({ id: 'PingFrame' }),
  ])
  .meta({ id: 'ClientFrame', description: 'What a client sends on /v1/events/ws.' });
export type ClientFrame = z.infer<typeof ClientFrame>;

export const ServerFrame = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('events'), events: z.array(Event), cursor: z.string() }).meta({ id: 'EventsFrame' }),
    z
      .object({ type: z.literal('live'), cursor: z.string() })
      .meta({ id: 'LiveFrame', description: 'All that was written so far has been sent.' }),
    z.object({ type: z.literal('bookmark'), cursor: z.string() }).meta({ id: 'BookmarkFrame' }),
    z
      .object({ type: z.literal('reset'), code: z.enum(['cursor_expired', 'log_reset']), snapshot: z.string() })
      .meta({ id: 'ResetFrame' }),
    z.object({ type: z.literal('goingAway'), resumeAfterMs: DurationMs }).meta({ id: 'GoingAwayFrame' }),
    z.object({ type: z.literal('pong') }).meta({ id: 'PongFrame' }),
    z.object({ type: z.literal('error'), code: z.string(), detail: z.string() }).meta({ id: 'ErrorFrame' }),
  ])
  .meta({ id: 'ServerFrame', description: 'What the server sends on /v1/events/ws.' });
export type ServerFrame = z.infer<typeof ServerFrame>;
