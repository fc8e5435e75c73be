import { expect, test } from 'vitest';
import { z } from 'zod';
import { readOperations } from '../../server/transports/rest/read-operations.ts';
import { planInput } from '../../server/transports/rest/rest-input.ts';
import { appRouter } from '../../server/transports/trpc/app-router.ts';

// When this fails after an upgrade of @trpc/server, what it keeps inside has changed: read-operations.ts must follow.

test('[API] the router keeps its procedures where read-operations.ts looks, whole and callable', async () => {
  const operations = readOperations(appRouter);
  expect(operations.length).toBe(Object.keys(appRouter._def.procedures).length);
  expect(operations.length).toBeGreaterThan(35);
  for (const operation of operations) {
    expect(operation.input, operation.name).toBeInstanceOf(z.ZodObject);
    expect(operation.output === null, operation.name).toBe(operation.type === 'subscription');
    expect(operation.type === 'query', operation.name).toBe(operation.meta.method === 'GET' && operation.type !== 'subscription');
    expect(operation.run, operation.name).toBeTypeOf('function');
  }
});

test('[API] a router whose procedures look otherwise is refused, not half read', () => {
  const claim = { _def: { type: 'mutation', meta: { operationId: 'x' }, inputs: [z.object({})], output: z.object({}) } };
  const broken = { _def: { procedures: { 'tasks.claim': Object.assign(() => {}, claim) } } };
  // Reading what is no router of ours is the point.
  expect(() => readOperations(broken as unknown as typeof appRouter)).toThrow(/tasks\.claim/);
  expect(() => readOperations({ _def: { procedures: {} } } as unknown as typeof appRouter)).toThrow(/procedures/);
});

test('[API] operation ids and routes are unique, and every path parameter is a field of the input', () => {
  const operations = readOperations(appRouter);
  const ids = operations.map(({ meta }) => meta.operationId);
  const routes = operations.map(({ meta }) => `${meta.method} ${meta.path}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(routes).size).toBe(routes.length);
  for (const operation of operations) {
    for (const name of planInput(operation).pathFields)
      expect(Object.keys(operation.input.shape), operation.name).toContain(name);
  }
});
