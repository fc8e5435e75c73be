import type { Role } from '../../contract/agents.ts';
import { BatonError } from '../../contract/errors.ts';
import {
  BROWSER_SECONDS,
  type Login,
  type LoginLink,
  type LoginLinkCreate,
  type SignedIn,
  type SignedOut,
} from '../../contract/sign-in.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import { getAgent, makeAgent, nameTaken, refuseHigherRole, refuseRetired } from '../agents/agent-service.ts';
import type { DomainDeps } from '../deps.ts';
import type { AgentRecord, TokenRecord } from '../records.ts';
import { Overtaken, type WriteTx } from '../store.ts';
import { type AuthService, principalName, unauthenticated } from './auth-service.ts';
import { mintAgentToken, newToken } from './mint-token.ts';
import type { CallContext } from './principal.ts';
import { hashSecret, parseToken, sameHash } from './token-rules.ts';

/** Where the dashboard takes the code from the fragment of its address. */
const SIGN_IN_PATH = '/dashboard/sign-in';

export interface SignInService {
  /** A link that signs a browser in, once: as a person of the project, or as whoever calls. Throws `name_taken`, `invalid_input`. */
  createLink(ctx: CallContext, input: LoginLinkCreate): Promise<LoginLink>;
  /** Turns the code of a link into the token of a browser. Throws `unauthenticated` when it was used, is over, or never was. */
  login(input: Login): Promise<{ signedIn: SignedIn; token: string; seconds: number }>;
  /** Ends the browser's own token. Throws `invalid_input` for any other. */
  logout(ctx: CallContext): Promise<SignedOut>;
}

export function createSignInService(
  deps: DomainDeps,
  more: { auth: AuthService; onRevoked: (tokenId: string) => void },
): SignInService {
  const { storage, commands, clock } = deps;
  return {
    createLink(ctx, input) {
      const work = (tx: WriteTx) => createLink(tx, { deps, ctx, input });
      return commands.run({ ctx, operation: 'auth.createLink', input, sealed: true, work });
    },
    login: (input) => storage.write((tx) => useLink(tx, deps, input.code)),
    async logout({ principal }) {
      await storage.write(async (tx) => {
        const token = await tx.q.findToken({ id: principal.tokenId });
        if (token?.purpose !== 'browser') throw notABrowser();
        await tx.q.revokeToken({ id: token.id, revokedAt: clock.wallNow() });
      });
      more.auth.forget(principal.tokenId);
      more.onRevoked(principal.tokenId);
      return { name: principal.name };
    },
  };
}

/** Whom a link signs in. */
interface LinkOwner {
  readonly name: string;
  readonly role: Role;
  readonly of: Pick<TokenRecord, 'project' | 'agent' | 'role' | 'label'>;
}

async function createLink(tx: WriteTx, call: { deps: DomainDeps; ctx: CallContext; input: LoginLinkCreate }): Promise<LoginLink> {
  const { deps, ctx, input } = call;
  const { name, role, of } = input.name === null ? await ownerOf(tx, ctx) : await personOf(tx, { ...call, name: input.name });
  const expiresAt = deps.clock.wallNow() + input.expiresInSeconds * 1_000;
  const { record, token } = newToken(deps, { ...of, kind: 'link', purpose: 'link', createdBy: ctx.principal.name, expiresAt });
  await tx.q.insertToken(record);
  return { name, role, code: token, path: `${SIGN_IN_PATH}#${token}`, expiresAt: isoTime(expiresAt) };
}

/** The caller itself, with what it may: an admin, or a person. */
async function ownerOf(tx: WriteTx, { principal, project }: CallContext): Promise<LinkOwner> {
  if (principal.agent !== null) {
    const agent = await getAgent(tx, project, principal.agent);
    if (agent.kind !== 'human') throw notAPerson(agent.name);
    return ofPerson(agent);
  }
  const token = await tx.q.findToken({ id: principal.tokenId });
  if (token === undefined) throw codeRefused();
  const { role, label } = token;
  return { name: principal.name, role: principal.role, of: { project: principal.project, agent: null, role, label } };
}

async function personOf(
  tx: WriteTx,
  call: { deps: DomainDeps; ctx: CallContext; input: LoginLinkCreate; name: string },
): Promise<LinkOwner> {
  const { deps, ctx, input, name } = call;
  const known = await tx.q.findAgent({ project: ctx.project, name });
  if (known === undefined) {
    const role = input.role ?? 'viewer';
    refuseHigherRole(ctx, role);
    return ofPerson(await makeAgent(tx, { deps, ctx, input: { name, kind: 'human', role, capabilities: [], maxConcurrent: 1 } }));
  }
  if (known.kind !== 'human') throw nameTaken(known, ctx);
  const person = refuseRetired(known);
  // Whoever can sign in as a lead is one.
  refuseHigherRole(ctx, person.role);
  if (input.role !== undefined && input.role !== person.role) throw roleIsOther(person);
  return ofPerson(person);
}

function ofPerson({ project, name, role }: AgentRecord): LinkOwner {
  return { name, role, of: { project, agent: name, role: null, label: 'browser' } };
}

async function useLink(
  tx: WriteTx,
  deps: DomainDeps,
  code: string,
): Promise<{ signedIn: SignedIn; token: string; seconds: number }> {
  const link = await takeLink(tx, deps, code);
  const expiresAt = deps.clock.wallNow() + BROWSER_SECONDS * 1_000;
  const { project, agent, role, label } = link;
  const signedIn = { project, expiresAt: isoTime(expiresAt) };
  if (agent === null || project === null) {
    if (role === null) throw codeRefused();
    const own = {
      kind: 'browser',
      purpose: 'browser',
      project,
      agent,
      role,
      label,
      createdBy: link.createdBy,
      expiresAt,
    } as const;
    const { record, token } = newToken(deps, own);
    await tx.q.insertToken(record);
    return { signedIn: { ...signedIn, name: principalName(label), role }, token, seconds: BROWSER_SECONDS };
  }
  const person = await tx.q.findAgent({ project, name: agent });
  if (person === undefined || person.status === 'retired') throw codeRefused();
  const of = { project, createdBy: link.createdBy };
  const { token } = await mintAgentToken(tx, { deps, of, agent, label, expiresAt, purpose: 'browser' });
  return { signedIn: { ...signedIn, name: agent, role: person.role }, token, seconds: BROWSER_SECONDS };
}

/** Ends the link of this code and says what it was for: of two who use it at once, one gets it. */
async function takeLink(tx: WriteTx, deps: DomainDeps, code: string): Promise<TokenRecord> {
  const parsed = parseToken(code);
  const link = parsed === null ? undefined : await tx.q.findToken({ id: parsed.id });
  if (parsed === null || link === undefined || link.purpose !== 'link' || link.revokedAt !== null) throw codeRefused();
  if (!sameHash(link.secretHash, hashSecret(parsed.secret))) throw codeRefused();
  const now = deps.clock.wallNow();
  if (link.expiresAt !== null && link.expiresAt <= now) throw codeRefused();
  const { changes } = await tx.q.revokeToken({ id: link.id, revokedAt: now });
  if (changes !== 1) throw new Overtaken(codeRefused());
  return link;
}

/** One answer for all: what is wrong with a code is nobody's business who guesses. */
function codeRefused(): BatonError {
  return unauthenticated('The code is not valid: it was used, its time is over, or it was never given out.', {
    hint: 'Ask a lead for a new link (POST /v1/login-links); on the machine of the server, run `npm run link` or `batonpass link`.',
  });
}

function notABrowser(): BatonError {
  return new BatonError('invalid_input', {
    detail: 'This token is no browser’s.',
    hint: 'Revoke a token with DELETE /v1/tokens/{id}.',
  });
}

function notAPerson(name: string): BatonError {
  return new BatonError('invalid_input', {
    detail: `${name} is an agent; only people sign in.`,
    hint: 'Send the `name` of a person.',
  });
}

function roleIsOther({ name, role }: AgentRecord): BatonError {
  return new BatonError('invalid_input', {
    detail: `${name} is ${role} already.`,
    hint: `Leave \`role\` out, or change it first with PATCH /v1/agents/${name}.`,
  });
}
