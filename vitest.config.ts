import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'main', include: ['test/**/*.test.ts'], exclude: ['test/scenarios/**'] } },
      // Whole programs under load and signals: one file at a time, so that they do not slow each other down.
      {
        extends: true,
        test: {
          name: 'scenarios',
          include: ['test/scenarios/**/*.test.ts'],
          fileParallelism: false,
          globalSetup: ['test/support/build-once.ts'],
          testTimeout: 300_000,
        },
      },
    ],
  },
});
