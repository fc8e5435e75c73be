import type { Context, Hono } from 'hono';
import { BatonError } from '../../contract/errors.ts';
import type { DoorParts } from '../http/door-deps.ts';
import type { DoorEnv } from '../http/door-env.ts';
import { problemReply, REQUEST_ID_HEADER } from '../http/problem-reply.ts';
import type { DashboardFile } from './dashboard-files.ts';

export const DASHBOARD_PATH = '/dashboard';
const BELOW = `${DASHBOARD_PATH}/`;
const YEAR_SECONDS = 31_536_000;

/** `'self'` covers WebSockets of the same host and port. Styles within the page are what the components set as they move. */
const PAGE_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Mounts the pages for people. There is no data in them, so that they need no token: what they show they ask for as whoever is
 * signed in. Only what was read at the start is ever sent, by its exact path.
 */
export function mountDashboard(app: Hono<DoorEnv>, parts: DoorParts): void {
  app.get(DASHBOARD_PATH, (c) => answer(c, parts));
  app.get(`${BELOW}*`, (c) => answer(c, parts));
}

async function answer(c: Context<DoorEnv>, parts: DoorParts): Promise<Response> {
  const { dashboard } = parts;
  if (dashboard == null) return refuse(c, parts, notBuilt());
  const path = c.req.path.slice(BELOW.length);
  const file = dashboard.byPath.get(path);
  if (file !== undefined && file !== dashboard.page) return sendFile(c, file);
  // A page in place of a script would only fail later, and say less.
  if (path.startsWith('assets/')) return refuse(c, parts, noAsset());
  return send(c, dashboard.page, { 'Cache-Control': 'no-store', 'Content-Security-Policy': PAGE_POLICY });
}

function sendFile(c: Context<DoorEnv>, file: DashboardFile): Promise<Response> | Response {
  const caching = file.isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache';
  const headers = { 'Cache-Control': caching, ETag: file.etag, 'Content-Security-Policy': PAGE_POLICY };
  if (c.req.header('if-none-match') !== file.etag) return send(c, file, headers);
  return new Response(null, { status: 304, headers: { ...headers, ...common(c) } });
}

async function send(c: Context<DoorEnv>, file: DashboardFile, headers: Record<string, string>): Promise<Response> {
  const small = acceptsGzip(c) ? await file.gzipped() : null;
  const encoding: Record<string, string> = small === null ? {} : { 'Content-Encoding': 'gzip' };
  const body = small ?? file.bytes;
  return new Response(body, { headers: { 'Content-Type': file.type, ...headers, ...encoding, ...common(c) } });
}

function acceptsGzip(c: Context<DoorEnv>): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?(\s|,|$))/.test(c.req.header('accept-encoding') ?? '');
}

function common(c: Context<DoorEnv>): Record<string, string> {
  return {
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    [REQUEST_ID_HEADER]: c.env.requestId,
  };
}

function refuse(c: Context<DoorEnv>, parts: DoorParts, error: BatonError): Response {
  const reply = problemReply(error, { requestId: c.env.requestId, log: parts.log });
  return new Response(reply.body, reply);
}

function notBuilt(): BatonError {
  return new BatonError('not_found', {
    detail: 'This server was built without the dashboard: there is no dist/web in its package.',
    hint: 'Build it with `npm run build` and start the server again. Everything else works without it; see /docs.',
  });
}

function noAsset(): BatonError {
  return new BatonError('not_found', {
    detail: 'The dashboard has no such file; another version of it may have had one.',
    hint: 'Load the page anew.',
  });
}
