import type { Context, Hono } from 'hono';
import type { OpenArtifact } from '../../domain/artifacts/artifact-service.ts';
import type { DoorParts } from '../http/door-deps.ts';
import type { DoorEnv } from '../http/door-env.ts';
import { httpContext, requestConnection } from '../http/http-context.ts';
import { parseJson, readJsonBytes } from '../http/json-body.ts';
import { problemReply, REQUEST_ID_HEADER } from '../http/problem-reply.ts';
import { authorizeCall } from '../trpc/authorize-call.ts';
import { byteReply } from './byte-reply.ts';
import type { Operation } from './read-operations.ts';
import { RestBytes } from './rest-bytes.ts';
import { askedProject, type InputPlan, planInput, restInput } from './rest-input.ts';

/** Mounts each operation that is not a stream under its method and path. */
export function mountRest(app: Hono<DoorEnv>, operations: readonly Operation[], parts: DoorParts): void {
  for (const operation of operations) {
    if (operation.type === 'subscription') continue;
    const plan = planInput(operation);
    app.on(operation.meta.method, honoPath(operation.meta.path), (c) => answer(c, { operation, plan, parts }));
  }
}

export function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

interface Route {
  readonly operation: Operation;
  readonly plan: InputPlan;
  readonly parts: DoorParts;
}

async function answer(c: Context<DoorEnv>, route: Route): Promise<Response> {
  const { requestId } = c.env;
  const { operation, parts } = route;
  const startedAt = performance.now();
  let response: Response;
  try {
    const { result, replayed, opened, cookie } = await perform(c, route);
    const headers = replayed ? replayedHeaders(requestId) : plainHeaders(requestId);
    if (cookie !== null) headers['Set-Cookie'] = cookie;
    response =
      opened === null
        ? new Response(JSON.stringify(result), { status: operation.meta.status, headers })
        : byteReply(opened, { headers, ifNoneMatch: c.env.incoming.headers['if-none-match'] });
  } catch (error) {
    const reply = problemReply(error, { requestId, log: parts.log });
    response = new Response(reply.body, reply);
  }
  const durationMs = performance.now() - startedAt;
  parts.metrics.observe({ operationId: operation.meta.operationId, status: response.status, durationMs });
  return response;
}

interface Performed {
  readonly result: unknown;
  readonly replayed: boolean;
  /** What is to be answered in the place of the result. */
  readonly opened: OpenArtifact | null;
  /** What the answer says of the browser's cookie. */
  readonly cookie: string | null;
}

async function perform(c: Context<DoorEnv>, { operation, plan, parts }: Route): Promise<Performed> {
  const { incoming, outgoing, requestId } = c.env;
  const query = queryOf(incoming.url ?? '');
  const connection = requestConnection(outgoing, parts.state.draining);
  const ctx = httpContext(parts, { incoming, connection, requestId, project: askedProject(query) });
  const call = await authorizeCall(ctx, operation.meta, {});
  const bytes = RestBytes.of(operation.meta, incoming);
  const json = plan.hasBody ? await readJsonBytes(incoming, parts.limits) : null;
  const body = json === null || json.length === 0 ? {} : parseJson(json);
  const fields = restInput(plan, { path: c.req.param(), query, body, ifMatch: incoming.headers['if-match'] });
  const input = operation.input.parse({ ...fields, ...bytes?.fields });
  const result = await operation.run({ ctx: { ...ctx, call, ...(bytes === null ? {} : { bytes }) }, input });
  return { result, replayed: ctx.reply.replayed, opened: bytes?.opened ?? null, cookie: ctx.cookies?.header ?? null };
}

function plainHeaders(requestId: string): Record<string, string> {
  return { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', [REQUEST_ID_HEADER]: requestId };
}

function replayedHeaders(requestId: string): Record<string, string> {
  return { ...plainHeaders(requestId), 'Idempotency-Replayed': 'true' };
}

export function queryOf(url: string): URLSearchParams | null {
  const mark = url.indexOf('?');
  return mark === -1 ? null : new URLSearchParams(url.slice(mark + 1));
}
