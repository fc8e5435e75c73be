import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDashboard } from '../../server/transports/dashboard/dashboard-files.ts';
import { type RunningHttp, startHttp } from '../support/start-http.ts';
import { rawRequest, sendRaw } from './raw-http.ts';

const PAGE = '<!doctype html><title>Batonpass</title><script type="module" src="/dashboard/assets/main-1a2b.js"></script>';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(4_000))});`;
const IMAGE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);

let folder: string;
let http: RunningHttp;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baton-web-'));
  const built = join(folder, 'web');
  await mkdir(join(built, 'assets'), { recursive: true });
  await mkdir(join(built, '.vite'));
  await writeFile(join(folder, 'secret.txt'), 'not for the web');
  await writeFile(join(built, 'index.html'), PAGE);
  await writeFile(join(built, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(built, '.vite', 'manifest.json'), '{"secret":"not for the web"}');
  await writeFile(join(built, 'assets', 'main-1a2b.js'), SCRIPT);
  await writeFile(join(built, 'assets', 'main-1a2b.css'), 'body{color:red}');
  await writeFile(join(built, 'assets', 'logo-9f.png'), IMAGE);
  http = await startHttp({ dashboard: await readDashboard(built) });
});
afterAll(async () => {
  await http.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${http.url}${path}`, { headers: { 'accept-encoding': 'identity', ...headers }, redirect: 'manual' });

test('[SE7] every path below /dashboard that is no file gets the page, kept by nobody and without a token', async () => {
  for (const path of ['/dashboard', '/dashboard/', '/dashboard/sign-in', '/dashboard/tasks/T-1?q=a', '/dashboard/index.html']) {
    const reply = await get(path);
    expect([path, reply.status, await reply.text()]).toEqual([path, 200, PAGE]);
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(reply.headers.get('cache-control')).toBe('no-store');
  }
});

test('[SE7] what runs in the page comes from this server alone, nobody frames it, and its address goes nowhere', async () => {
  for (const path of ['/dashboard', '/dashboard/assets/main-1a2b.js']) {
    const { headers } = await get(path);
    const policy = (headers.get('content-security-policy') ?? '').split('; ');
    expect(policy).toEqual([
      "default-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  }
});

test('[HOUSE] what has its hash in its name is kept for ever, the rest is asked for by its ETag', async () => {
  const script = await get('/dashboard/assets/main-1a2b.js');
  expect(await script.text()).toBe(SCRIPT);
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect((await get('/dashboard/assets/main-1a2b.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
  const image = await get('/dashboard/assets/logo-9f.png');
  expect(image.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await image.arrayBuffer())).toEqual(IMAGE);
  const icon = await get('/dashboard/icon.svg');
  expect(icon.headers.get('cache-control')).toBe('no-cache');
  const again = await get('/dashboard/icon.svg', { 'if-none-match': icon.headers.get('etag') ?? '' });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('[HOUSE] text is compressed for those who take it, and for nobody else', async () => {
  const small = await get('/dashboard/assets/main-1a2b.js', { 'accept-encoding': 'br, gzip' });
  expect(small.headers.get('content-encoding')).toBe('gzip');
  expect(small.headers.get('vary')).toBe('Accept-Encoding');
  expect(Number(small.headers.get('content-length'))).toBeLessThan(200);
  expect(await small.text()).toBe(SCRIPT);
  for (const refusing of ['identity', 'br', 'gzip;q=0, br']) {
    const reply = await get('/dashboard/assets/main-1a2b.js', { 'accept-encoding': refusing });
    expect([refusing, reply.headers.get('content-encoding')]).toEqual([refusing, null]);
  }
  expect((await get('/dashboard/assets/logo-9f.png', { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBeNull();
});

test('[SE7] no path leads out of the dashboard or to what the build keeps for itself', async () => {
  const outward = [
    '/dashboard/../secret.txt',
    '/dashboard/..%2fsecret.txt',
    '/dashboard/%2e%2e/secret.txt',
    '/dashboard/assets/..%2f..%2fsecret.txt',
    '/dashboard/assets/..\\..\\secret.txt',
    '/dashboard//etc/passwd',
    '/dashboard/.vite/manifest.json',
    '/dashboard/assets/%00',
    '/dashboard/assets/%ff',
  ];
  for (const path of outward) {
    const { status, body } = await sendRaw(
      http.port,
      rawRequest(`GET ${path}`, [`Host: ${http.host}:${http.port}`, 'Connection: close']),
    );
    expect([path, status < 500]).toEqual([path, true]);
    expect(body, path).not.toContain('not for the web');
    expect(body, path).not.toContain('root:');
  }
});

test('[HOUSE] a file that this version does not have is said to be missing, since a page is no script', async () => {
  const reply = await get('/dashboard/assets/main-0000.js');
  expect(reply.status).toBe(404);
  expect(await reply.json()).toMatchObject({ code: 'not_found' });
  expect((await fetch(`${http.url}/dashboard`, { method: 'POST' })).status).toBe(404);
});

test('[HOUSE] a browser that asks for / comes to the dashboard, a program still gets JSON', async () => {
  const shown = await get('/', { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' });
  expect([shown.status, shown.headers.get('location')]).toEqual([302, '/dashboard']);
  for (const accept of ['*/*', 'application/json']) {
    expect(await (await get('/', { accept })).json()).toMatchObject({ name: 'batonpass' });
  }
});

test('[HOUSE] a package without the dashboard says so, and works', async () => {
  expect(await readDashboard(join(folder, 'nowhere'))).toBeNull();
  const bare = await startHttp();
  try {
    for (const path of ['/dashboard', '/dashboard/sign-in']) {
      const reply = await fetch(`${bare.url}${path}`);
      expect(reply.status).toBe(404);
      expect(await reply.json()).toMatchObject({ code: 'not_found', hint: expect.stringContaining('npm run build') });
    }
    const root = await fetch(`${bare.url}/`, { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect(await root.json()).toMatchObject({ name: 'batonpass' });
  } finally {
    await bare.close();
  }
});
