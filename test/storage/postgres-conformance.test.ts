import { onTestFinished } from 'vitest';
import { openPostgres } from '../../server/storage/postgres/open-postgres.ts';
import { createDatabase } from '../support/test-postgres.ts';
import { storageConformance } from './conformance.ts';
import { silentLog } from './test-sqlite.ts';

storageConformance('Postgres', async (clock) => {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  return openPostgres({ url, clock, log: silentLog });
});
