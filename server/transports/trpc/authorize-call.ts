import { BatonError } from '../../contract/errors.ts';
import type { OperationMeta } from '../../contract/operation.ts';
import { DEFAULT_PROJECT } from '../../contract/projects.ts';
import { type CallContext, hasRole, type Principal } from '../../domain/auth/principal.ts';
import type { CallEnvelope } from './call-envelope.ts';
import type { RpcContext } from './rpc-context.ts';

/** The one place where a call becomes a call of somebody: token, limits, role, session and project, for every door. */
export async function authorizeCall(
  ctx: RpcContext,
  meta: OperationMeta | undefined,
  envelope: CallEnvelope,
): Promise<CallContext> {
  if (meta?.role === 'anyone') return nobodysCall(ctx, envelope);
  const { auth } = ctx.services;
  const principal = await auth.authenticate(ctx.token);
  ctx.limiter.take(principal.tokenId);
  if (meta === undefined || !hasRole(principal, meta.role)) throw roleMissing(principal, meta);
  const session = await auth.sessionOf(principal, envelope.session ?? ctx.session);
  const project = await auth.projectOf(principal, envelope.project ?? ctx.project);
  const { agent } = principal;
  if (session !== null && agent !== null) ctx.services.touch({ id: session, project, agent });
  return {
    principal,
    project,
    session,
    requestId: ctx.requestId,
    idempotencyKey: envelope.idempotencyKey ?? ctx.idempotencyKey,
    sealingSecret: ctx.token ?? '',
    reply: ctx.reply,
  };
}

/** A call that needs no token: all such callers together have the limit of one. */
function nobodysCall(ctx: RpcContext, envelope: CallEnvelope): CallContext {
  ctx.limiter.take(NOBODY.tokenId);
  return {
    principal: NOBODY,
    project: DEFAULT_PROJECT,
    session: null,
    requestId: ctx.requestId,
    idempotencyKey: envelope.idempotencyKey ?? ctx.idempotencyKey,
    sealingSecret: '',
    reply: ctx.reply,
  };
}

const NOBODY: Principal = { tokenId: '', name: 'nobody', role: 'viewer', project: null, agent: null };

function roleMissing(principal: Principal, meta: OperationMeta | undefined): BatonError {
  return new BatonError('forbidden', {
    detail: `${principal.name} is ${principal.role}; ${meta?.operationId ?? 'this'} needs ${meta?.role ?? 'more'}.`,
    hint: 'Use a token with that role, or ask someone who has one.',
  });
}
