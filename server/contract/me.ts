import { z } from 'zod';
import { AgentKind, Role } from './agents.ts';
import { DurationMs, Name, Timestamp } from './common.ts';

const Seconds = z.int().min(1);

export const Me = z
  .object({
    name: z.string().describe('Under which it acts in the log.'),
    kind: z
      .enum([...AgentKind.options, 'key'])
      .describe('An agent, a person, or a key that is nobody’s: of the admin, or made with POST /v1/tokens.'),
    role: Role,
    isAdmin: z.boolean(),
    project: Name.nullable().describe('The one that it may see; null: every project, as GET /v1/projects lists them.'),
    agent: Name.nullable().describe(
      'The agent or person that it is on the board; null: none, so that it holds no tasks and has no inbox.',
    ),
    tokenId: z.string().describe('To tell it from others in GET /v1/tokens.'),
    signIn: z
      .enum(['bearer', 'browser'])
      .describe('Whether it came with a token of its own, or by the cookie of a browser, which POST /v1/logout ends.'),
    expiresAt: Timestamp.nullable().describe('When the token or the cookie ends; null: never.'),
    server: z.object({
      version: z.string(),
      demo: z.boolean().describe('Whether the board is one to look at, with simulated agents, that goes with the server.'),
      now: Timestamp.describe('By the clock of the node that answers. Leases are measured on another one.'),
      engine: z.string().describe('What stores the board: `sqlite`, or `postgres` and its version.'),
      journal: z.string(),
      synchronous: z.string().describe('With `journal`, the durability in force: what /healthz says.'),
      shared: z.boolean().describe('Whether several nodes may serve this board.'),
    }),
    leases: z.object({
      ttlDefaultSeconds: Seconds,
      ttlMinSeconds: Seconds,
      ttlMaxSeconds: Seconds,
      reclaimDelayMs: DurationMs.describe('How long after its end a lease keeps others out still.'),
      heartbeatMs: DurationMs.describe('How often a session says that it lives, unless a shorter lease asks for more.'),
    }),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const MeQuery = z.strictObject({}).meta({ id: 'MeQuery' });
