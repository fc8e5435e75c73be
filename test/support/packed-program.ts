import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** The built program in a folder of its own, with a dashboard of one page, whatever the checkout has of one. */
export async function packedProgram(): Promise<{ main: string; dispose(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-packed-'));
  for (const part of ['package.json', join('dist', 'server'), join('dist', 'migrations')]) {
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await mkdir(join(folder, 'dist', 'web'));
  await writeFile(join(folder, 'dist', 'web', 'index.html'), '<!doctype html><title>Batonpass</title>');
  return { main: join(folder, 'dist', 'server', 'main.js'), dispose: () => rm(folder, { recursive: true, force: true }) };
}
