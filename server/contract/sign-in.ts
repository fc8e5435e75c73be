import { z } from 'zod';
import { AgentRole, Role } from './agents.ts';
import { Name, Secret, Timestamp } from './common.ts';

/** How long a link for signing in may wait to be opened. */
export const LINK_MIN_SECONDS = 60;
export const LINK_MAX_SECONDS = 7 * 24 * 60 * 60;
export const LINK_DEFAULT_SECONDS = 15 * 60;
/** How long a browser stays signed in. */
export const BROWSER_SECONDS = 30 * 24 * 60 * 60;
const CODE_MAX_CHARS = 300;

export const LoginLinkCreate = z
  .strictObject({
    name: Name.nullable()
      .default(null)
      .describe('The person; made as an agent of kind `human` if there is none of that name. null: whoever calls.'),
    role: AgentRole.optional().describe('For a new person; `viewer` when left out. One who exists keeps their own.'),
    expiresInSeconds: z.int().min(LINK_MIN_SECONDS).max(LINK_MAX_SECONDS).default(LINK_DEFAULT_SECONDS),
  })
  .meta({ id: 'LoginLinkCreate' });
export type LoginLinkCreate = z.infer<typeof LoginLinkCreate>;

export const LoginLink = z
  .object({
    name: z.string().describe('As whom it signs in.'),
    role: Role,
    code: Secret.describe('Works once. Shown this once; the server keeps only its hash.'),
    path: Secret.describe("The link, to be put behind the server's address. The code is its fragment, which no browser sends."),
    expiresAt: Timestamp,
  })
  .meta({ id: 'LoginLink' });
export type LoginLink = z.infer<typeof LoginLink>;

export const Login = z.strictObject({ code: Secret.min(1).max(CODE_MAX_CHARS) }).meta({ id: 'Login' });
export type Login = z.infer<typeof Login>;

export const SignedIn = z
  .object({
    name: z.string(),
    role: Role,
    project: Name.nullable().describe('null: every project.'),
    expiresAt: Timestamp.describe('When the cookie ends.'),
  })
  .meta({ id: 'SignedIn' });
export type SignedIn = z.infer<typeof SignedIn>;

export const Logout = z.strictObject({}).meta({ id: 'Logout' });
export const SignedOut = z.object({ name: z.string() }).meta({ id: 'SignedOut' });
export type SignedOut = z.infer<typeof SignedOut>;
