import { expect, test } from 'vitest';
import { createMigratedDatabase } from '../support/test-postgres.ts';

test('[HOUSE] a database that a test gives back twice is given to one other only', async () => {
  const first = await createMigratedDatabase();
  await first.drop();
  await first.drop();
  const [second, third] = [await createMigratedDatabase(), await createMigratedDatabase()];
  expect(third.url).not.toBe(second.url);
  await first.drop();
  const fourth = await createMigratedDatabase();
  expect([second.url, third.url]).not.toContain(fourth.url);
  await Promise.all([second, third, fourth].map((database) => database.drop()));
});
