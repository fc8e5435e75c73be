import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../contract/authorization-doors.ts';
import { type RunningHttp, startHttp } from '../support/start-http.ts';

let http: RunningHttp;

beforeAll(async () => {
  http = await startHttp();
});
afterAll(() => http.close());

const read = async (path: string) => {
  const reply = await fetch(`${http.url}${path}`);
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
};

test('[API] /docs shows every operation and asks nobody for anything', async () => {
  const page = await read('/docs');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  for (const { meta } of operations) expect(page.text, meta.operationId).toContain(`id="${meta.operationId}"`);
  expect(page.text).not.toMatch(/<script|<link|src=|url\(/);
  const anchors = [...page.text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(anchors.length).toBeGreaterThan(100);
  for (const id of anchors) expect(page.text, id).toContain(`id="${id}"`);
});

test('[API] /llms.txt tells the loop and every operation in a line', async () => {
  const { status, headers, text } = await read('/llms.txt');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
  for (const { type, meta } of operations) {
    if (type !== 'subscription') expect(text).toContain(`- ${meta.method} ${meta.path} (${meta.role}): ${meta.summary}`);
  }
  expect(text).not.toContain('undefined');
});
