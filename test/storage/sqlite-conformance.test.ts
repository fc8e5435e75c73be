import { storageConformance } from './conformance.ts';
import { openTestSqlite } from './test-sqlite.ts';

storageConformance('SQLite', async (clock) => (await openTestSqlite({ clock })).storage);
