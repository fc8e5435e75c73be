import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './stats.ts';

const BLOCK_BYTES = 4_096;
const SYNCS = 200;

/** The median time in ms of writing 4 KiB to the disk of `dir` and waiting until it is there. */
export function measureSyncMs(dir: string): number {
  const path = join(dir, 'sync-probe');
  const file = openSync(path, 'w');
  try {
    const block = Buffer.alloc(BLOCK_BYTES, 1);
    const times = Array.from({ length: SYNCS }, () => {
      const startedAt = performance.now();
      writeSync(file, block);
      fdatasyncSync(file);
      return performance.now() - startedAt;
    });
    return median(times);
  } finally {
    closeSync(file);
    rmSync(path);
  }
}
