import { chmod, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Services } from './domain/services.ts';
import type { Log } from './kernel/log.ts';

const ONLY_OWNER_DIR = 0o700;
const ONLY_OWNER_FILE = 0o600;
export const ADMIN_KEY_FILE = 'admin.key';

/** Makes the data directory, readable by its owner alone. A directory that holds other things keeps its mode. */
export async function prepareDataDir(dir: string, log: Log): Promise<void> {
  await mkdir(dir, { recursive: true, mode: ONLY_OWNER_DIR });
  const mode = (await stat(dir)).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  const names = await readdir(dir);
  if (names.length === 0 || names.includes('baton.db')) {
    await chmod(dir, ONLY_OWNER_DIR);
    return;
  }
  log.warn(
    { dir, mode: mode.toString(8) },
    'the data directory can be read by others; it holds other files, so its mode is left alone',
  );
}

/**
 * Keeps the file with the admin key: where it is missing or its key no longer works, a new key takes its place and the old
 * one stops working. Who can write the data directory owns the server anyway. Returns the file.
 */
export async function keepAdminKey(dir: string, services: Services): Promise<string> {
  const file = join(dir, ADMIN_KEY_FILE);
  const known = await readFile(file, 'utf8').catch(() => '');
  const token = await services.tokens.keepAdminKey(known.trim());
  if (token === null) {
    await chmod(file, ONLY_OWNER_FILE);
    return file;
  }
  // Renamed into place, so that a reader never sees half a key.
  const fresh = `${file}.new`;
  await writeFile(fresh, `${token}\n`, { mode: ONLY_OWNER_FILE });
  await chmod(fresh, ONLY_OWNER_FILE);
  await rename(fresh, file);
  return file;
}
