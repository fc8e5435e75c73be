import { defineConfig } from 'vitest/config';

// A database that the environment names for a server of the developer's own is none of the tests'.
delete process.env['DATABASE_URL'];

const BUILD = 'test/support/build-once.ts';
const POSTGRES = 'test/support/postgres-once.ts';
const SCENARIOS = ['test/scenarios/**/*.test.ts'];
/** The dashboard as it is shipped, in a real browser. */
const WEB = ['test/web/**/*.test.ts'];
/** How fast it is, for which nothing else may run beside it. */
const WEB_LOAD = ['test/web/event-to-paint.test.ts', 'test/web/idle.test.ts', 'test/web/scale.test.ts'];
const BROWSER = 'test/web/support/browser-once.ts';
/** What one engine alone is asked. */
const ONLY_SQLITE = 'test/storage/sqlite-*.test.ts';
const ONLY_POSTGRES = 'test/storage/postgres-*.test.ts';
/** Many servers on one database, which only Postgres can be. */
const MANY_NODES = 'test/scenarios/nodes-*.test.ts';
/** Packages, examples and the guide, whatever stores behind them. */
const PACKAGES = [
  'test/scenarios/package.test.ts',
  'test/scenarios/docs-typescript.test.ts',
  'test/scenarios/connect-programs.test.ts',
  'test/scenarios/examples-*.test.ts',
];
/** What is above the storage and knows nothing of the engine, so that it must hold on each. */
const ON_EACH_ENGINE = ['test/domain/**/*.test.ts', 'test/transports/**/*.test.ts', 'test/client/**/*.test.ts'];
/** What stores nothing, or nothing that another engine could change. */
const WITHOUT_ENGINE = [
  'test/client/bundle.test.ts',
  'test/client/*rules.test.ts',
  'test/client/silent-nodes.test.ts',
  'test/transports/foreign-guard.test.ts',
  'test/transports/hostile-http.test.ts',
];
/** Many short tests, which wait a good deal. To read the program anew for each file would be most of what a file does. */
const MANY = { isolate: false, maxWorkers: 3 };
const IN_BROWSER = {
  fileParallelism: false,
  globalSetup: [BUILD, BROWSER],
};
const onPostgres = { BATON_TEST_ENGINE: 'postgres' };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Far more than any test takes: what is to be quick says so itself.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    setupFiles: ['test/support/patience.ts'],
    projects: [
      {
        extends: true,
        test: {
          ...MANY,
          name: 'main',
          include: ['test/**/*.test.ts'],
          exclude: [...SCENARIOS, ...WEB, ONLY_POSTGRES],
          globalSetup: [BUILD],
        },
      },
      {
        extends: true,
        test: {
          ...MANY,
          name: 'postgres',
          include: [ONLY_POSTGRES, ...ON_EACH_ENGINE],
          exclude: [ONLY_SQLITE, ...WITHOUT_ENGINE],
          globalSetup: [BUILD, POSTGRES],
          env: onPostgres,
        },
      },
      // A browser and a server at a time: two would fight for the processor.
      { extends: true, test: { ...IN_BROWSER, name: 'web', include: WEB, exclude: WEB_LOAD } },
      { extends: true, test: { ...IN_BROWSER, name: 'web-load', include: WEB_LOAD } },
      // Whole programs under load and signals: one file at a time, so that they do not slow each other down.
      {
        extends: true,
        test: {
          name: 'scenarios',
          include: SCENARIOS,
          exclude: [MANY_NODES],
          fileParallelism: false,
          globalSetup: [BUILD],
          testTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'scenarios-postgres',
          include: SCENARIOS,
          exclude: PACKAGES,
          fileParallelism: false,
          globalSetup: [BUILD, POSTGRES],
          testTimeout: 600_000,
          env: onPostgres,
        },
      },
    ],
  },
});
