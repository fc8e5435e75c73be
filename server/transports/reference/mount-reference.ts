import type { Context, Hono } from 'hono';
import { invariant } from '../../kernel/invariant.ts';
import type { DoorEnv } from '../http/door-env.ts';
import { REQUEST_ID_HEADER } from '../http/problem-reply.ts';
import { llmsText } from './llms-text.ts';
import { ReferenceDocument } from './reference-model.ts';
import { referencePage } from './reference-page.ts';

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Mounts what people and models read of the contract. Like the contract itself it holds no data and needs no token. */
export function mountReference(app: Hono<DoorEnv>, contract: () => object): void {
  let document: ReferenceDocument | null = null;
  let page: Promise<string> | null = null;
  const read = () => {
    if (document !== null) return document;
    const parsed = ReferenceDocument.safeParse(contract());
    invariant(parsed.success, 'the contract is as the reference reads it');
    document = parsed.data;
    return document;
  };
  app.get('/docs', async (c) => {
    page ??= referencePage(read());
    return answer(c, await page, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': PAGE_POLICY });
  });
  app.get('/llms.txt', (c) => answer(c, llmsText(read()), { 'Content-Type': 'text/plain; charset=utf-8' }));
}

function answer(c: Context<DoorEnv>, body: string, headers: Record<string, string>): Response {
  const common = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', [REQUEST_ID_HEADER]: c.env.requestId };
  return new Response(body, { headers: { ...headers, ...common } });
}
