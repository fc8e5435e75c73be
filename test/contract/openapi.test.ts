import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { contractFiles, derivedFiles } from '../../openapi/contract-files.ts';
import { ERRORS } from '../../server/contract/errors.ts';
import { startHttp } from '../support/start-http.ts';

const committed = (name: string) => readFile(new URL(`../../openapi/${name}`, import.meta.url), 'utf8');
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where that is not so.
const document: any = JSON.parse(contractFiles().get('openapi.json') ?? '');
const METHODS = ['get', 'post', 'patch', 'put', 'delete'];
// biome-ignore lint/suspicious/noExplicitAny: as above.
const operations: Array<{ path: string; method: string; operation: any }> = Object.entries<any>(document.paths).flatMap(
  ([path, item]) => METHODS.filter((method) => method in item).map((method) => ({ path, method, operation: item[method] })),
);

test('[API] the committed contract is what the router says, byte for byte; run `npm run generate` when it is not', async () => {
  for (const [name, text] of contractFiles()) expect(await committed(name), name).toBe(text);
  expect([...contractFiles().values()]).toEqual([...contractFiles().values()]);
});

test('[API] the committed types and the generated part of the Python SDK are what is made of the contract, byte for byte', async () => {
  const derived = await derivedFiles();
  for (const [name, text] of derived) expect(await committed(name), `${name}: run npm run generate`).toBe(text);
  expect([...(await derivedFiles())]).toEqual([...derived]);
});

test('[API] openapi.json is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result).toMatchObject({ valid: true });
});

test('[API] openapi-typescript makes types of it that compile strictly', async () => {
  const text = astToString(await openapiTS(JSON.stringify(document), { defaultNonNullable: false }));
  const folder = await mkdtemp(join(tmpdir(), 'baton-types-'));
  const file = join(folder, 'types.ts');
  await writeFile(file, `${text}\nexport type Claim = components['schemas']['ClaimResult']['task']['id'];\n`);
  const program = ts.createProgram([file], { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, types: [] });
  const messages = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  expect(messages).toEqual([]);
  await rm(folder, { recursive: true });
});

test('[API] every operation of the document answers on a running server', async () => {
  const http = await startHttp();
  expect(operations.length).toBeGreaterThan(40);
  for (const { path, method } of operations) {
    const { status, body } = await http.call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'), { token: null });
    expect(status, `${method} ${path}`).not.toBe(404);
    expect(status, `${method} ${path}`).toBeLessThan(500);
    const expected = Object.keys(document.paths[path][method].responses);
    expect(expected, `${method} ${path}: ${JSON.stringify(body).slice(0, 100)}`).toContain(String(status));
  }
  await http.close();
});

test('[API] each status names the codes that it may carry, and they are that status', () => {
  for (const [name, response] of Object.entries<{ 'x-baton-codes': Array<keyof typeof ERRORS> }>(document.components.responses)) {
    const statuses = new Set<number>(response['x-baton-codes'].map((code) => ERRORS[code].status));
    expect(statuses.size, name).toBe(1);
    for (const { path, method, operation } of operations) {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      for (const [status, one] of Object.entries<any>(operation.responses)) {
        if (one.$ref?.endsWith(`/${name}`)) expect(statuses.has(Number(status)), `${method} ${path}`).toBe(true);
      }
    }
  }
});

test('[API] every union says by which field its members differ, and every reference leads somewhere', () => {
  const text = JSON.stringify(document);
  const at = (node: unknown, key: string) => (typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined);
  for (const [, place = ''] of text.matchAll(/"(?:\$ref|commit|ok)":"#\/([^"]+)"/g)) {
    expect(place.split('/').reduce<unknown>(at, document), place).toBeDefined();
  }
  for (const [name, schema] of Object.entries<{ oneOf?: unknown; discriminator?: unknown }>(document.components.schemas)) {
    if (schema.oneOf !== undefined) expect(schema.discriminator, name).toMatchObject({ mapping: expect.any(Object) });
  }
  expect(text).not.toContain('$defs');
});

test('[API] what the server sends may grow, what it takes may not hold what it does not know', () => {
  expect(document.components.schemas.Task.additionalProperties).toBeUndefined();
  expect(document.components.schemas.TaskCreate.additionalProperties).toBe(false);
  expect(document.components.schemas.TaskSubmit.properties.id).toBeUndefined();
  expect(document.components.schemas.TaskUpdate.properties.ifMatch).toBeUndefined();
});

test('[ID1] every POST and PATCH takes an Idempotency-Key, and PATCH of tasks demands If-Match', () => {
  for (const { path, method, operation } of operations) {
    const refs = (operation.parameters ?? []).map(({ $ref }: { $ref?: string }) => $ref?.split('/').at(-1));
    expect(refs.includes('IdempotencyKey'), `${method} ${path}`).toBe(method === 'post' || method === 'patch');
    expect(refs.includes('IfMatch'), `${method} ${path}`).toBe(method === 'patch' && path === '/v1/tasks/{id}');
  }
});

test('[API] frames.json describes the frames in use', () => {
  const frames = JSON.parse(contractFiles().get('frames.json') ?? '');
  expect(frames.$defs.ServerFrame.oneOf.length).toBeGreaterThan(5);
  expect(frames.$defs.SubscribeFrame.additionalProperties).toBe(false);
  expect(frames['x-baton-close-codes']).toMatchObject({ badToken: 4401, slowConsumer: 4008, restart: 1012 });
});
