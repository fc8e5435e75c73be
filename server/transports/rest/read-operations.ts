import { z } from 'zod';
import type { OperationMeta } from '../../contract/operation.ts';
import type { CallContext } from '../../domain/auth/principal.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { AppRouter } from '../trpc/app-router.ts';
import type { RpcContext } from '../trpc/rpc-context.ts';

export type AuthorizedContext = RpcContext & { readonly call: CallContext };

/** One operation of the contract, as the doors beside tRPC need it. */
export interface Operation {
  /** Its name in the router, `tasks.claim`. */
  readonly name: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly meta: OperationMeta;
  readonly input: z.ZodObject;
  /** null: a stream, which says what it sends by itself. */
  readonly output: z.ZodType | null;
  /** Does what the procedure does, for a caller that is authorised and an input that `input` has read. */
  readonly run: (given: { ctx: AuthorizedContext; input: unknown }) => Promise<unknown>;
}

// What a procedure of @trpc/server 11.22.1 looks like inside. Half of it is not documented, so this file alone reads it,
// checks what it finds, and a test says when an upgrade changes it. The resolver is taken out and called without tRPC's
// chain of middlewares, which copies its options at each step: that cost REST a seventh of its time.
const Definition = z.object({
  type: z.enum(['query', 'mutation', 'subscription']),
  meta: z.custom<OperationMeta>((value) => typeof value === 'object' && value !== null && 'operationId' in value),
  inputs: z.tuple([z.instanceof(z.ZodObject)]),
  output: z.instanceof(z.ZodType).optional(),
  resolver: z.custom<(opts: { ctx: AuthorizedContext; input: unknown }) => Promise<unknown>>(
    (value) => typeof value === 'function',
  ),
});

/** All operations of the router. Throws an InvariantError when tRPC no longer keeps them where this looks. */
export function readOperations(router: AppRouter): readonly Operation[] {
  const operations = Object.entries(router._def.procedures).map(([name, procedure]) => readOperation(name, procedure));
  invariant(operations.length > 0, 'the router has procedures');
  return operations;
}

function readOperation(name: string, procedure: unknown): Operation {
  const found = typeof procedure === 'function' && '_def' in procedure ? procedure._def : null;
  const definition = Definition.safeParse(found);
  invariant(definition.success, `${name} is a procedure with meta, a resolver and one object as input`);
  const { type, meta, inputs, output, resolver } = definition.data;
  invariant((output === undefined) === (type === 'subscription'), `${name} declares what it answers`);
  invariant(!('project' in inputs[0].shape), `${name} leaves the name \`project\` to the query parameter`);
  return { name, type, meta, input: inputs[0], output: output ?? null, run: resolver };
}
