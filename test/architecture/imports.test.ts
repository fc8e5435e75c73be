import { expect, test } from 'vitest';
import { importsOf, sourceFiles } from './source-files.ts';

/** What each room may import besides itself, packages and Node's own modules; `types` is for imports of types alone. */
const MAY_IMPORT: ReadonlyArray<{ room: string; may: readonly string[]; types?: readonly string[] }> = [
  { room: 'server/kernel/', may: [] },
  { room: 'server/contract/', may: ['server/kernel/'] },
  { room: 'server/domain/', may: ['server/kernel/', 'server/contract/'] },
  { room: 'server/storage/', may: ['server/kernel/', 'server/contract/', 'server/domain/'] },
  { room: 'server/demo/', may: ['client/'] },
  { room: 'server/transports/', may: ['server/kernel/', 'server/contract/', 'server/domain/'] },
  { room: 'client/', may: ['server/contract/query/'], types: ['server/contract/', 'server/transports/trpc/app-router.ts'] },
  { room: 'openapi/', may: ['server/kernel/', 'server/contract/', 'server/transports/'] },
  { room: 'examples/', may: ['client/'] },
  { room: 'web/', may: ['client/page/'] },
];

const PACKAGES: ReadonlyArray<{ name: RegExp; only: string }> = [
  { name: /^(better-sqlite3|drizzle-orm)/, only: 'server/storage/' },
  { name: /^(hono|@hono\/|ws$|prom-client)/, only: 'server/transports/' },
  { name: /^@trpc\/server/, only: 'server/transports/' },
  { name: /^@trpc\/client/, only: 'client/' },
  { name: /^(langchain|@langchain\/|ai$)/, only: 'client/integrations/' },
  { name: /^pino/, only: 'server/kernel/' },
];

const files = sourceFiles(['server', 'client', 'openapi', 'web', 'examples']);

test('[HOUSE] imports go one way: kernel, contract, domain, then storage and transports, which never meet', () => {
  const wrong = files.flatMap((file) => {
    const rule = MAY_IMPORT.find(({ room }) => file.path.startsWith(room));
    if (rule === undefined) return [];
    return importsOf(file)
      .filter(({ from }) => /^(server|client|openapi|web|test|bench|examples)\//.test(from) && !from.startsWith(rule.room))
      .filter(
        ({ from, typeOnly }) => ![...rule.may, ...(typeOnly ? (rule.types ?? []) : [])].some((room) => from.startsWith(room)),
      )
      .map(({ from }) => `${file.path} imports ${from}`);
  });
  expect(wrong).toEqual([]);
});

test('[HOUSE] the grammar of queries, which the client carries, brings nothing with it', () => {
  const grammar = files.filter((file) => file.path.startsWith('server/contract/query/'));
  const brought = grammar.flatMap((file) =>
    importsOf(file)
      .filter(({ from, typeOnly }) => !typeOnly && !from.startsWith('server/contract/query/'))
      .map(({ from }) => `${file.path} imports ${from}`),
  );
  expect(grammar.length).toBeGreaterThan(3);
  expect(brought).toEqual([]);
});

test('[HOUSE] a library is known to one room only', () => {
  const wrong = files
    .filter((file) => file.path.startsWith('server/') || file.path.startsWith('client/'))
    .flatMap((file) =>
      importsOf(file)
        .filter(
          ({ from, typeOnly }) => !typeOnly && PACKAGES.some(({ name, only }) => name.test(from) && !file.path.startsWith(only)),
        )
        .map(({ from }) => `${file.path} imports ${from}`),
    );
  expect(wrong).toEqual([]);
});

test('[HOUSE] only the composition root sees both storage and transports', () => {
  const both = files
    .filter((file) => file.path.startsWith('server/'))
    .filter((file) => {
      const from = importsOf(file).map((one) => one.from);
      return ['server/storage/', 'server/transports/'].every((room) => from.some((path) => path.startsWith(room)));
    })
    .map((file) => file.path);
  expect(both).toEqual(['server/serve.ts']);
});
