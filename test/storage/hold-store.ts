import { createInterface } from 'node:readline';
import { openTestSqlite } from './test-sqlite.ts';

// A program for the tests of the file lock: holds the store that it is given until it is killed, or told to close.
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('name a file');
const { storage } = await openTestSqlite({ file });
storage.announce('http://127.0.0.1:7000');
process.stdout.write('ready\n');
for await (const _ of createInterface({ input: process.stdin })) break;
await storage.close();
