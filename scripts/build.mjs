// Makes dist/: the server as a few files, the client, and the dashboard. One file instead of hundreds starts in half the time and takes half
// the memory: Node parses drizzle-orm's package.json, 137 kB of it, anew for each of its files that is loaded alone.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { build as buildPages } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const shared = { bundle: true, format: 'esm', target: 'node22', absWorkingDir: root, logLevel: 'warning', sourcemap: false };

rmSync(dist, { recursive: true, force: true });
await build({
  ...shared,
  // The second is a program of its own: the agents of the demo.
  entryPoints: { main: 'server/main.ts', demo: 'server/demo/main.ts' },
  outdir: join(dist, 'server'),
  platform: 'node',
  // main.ts loads the rest only when it has looked at the version of Node.
  splitting: true,
  // Brings its native binaries in its own folder.
  external: ['better-sqlite3'],
  // Packages that are CommonJS ask for Node's own modules by require, which an ES module has not.
  banner: {
    js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);",
  },
});
await build({
  ...shared,
  // All share files with what they have in common, so that an error has the same class whichever was imported.
  entryPoints: ['client/index.ts', 'client/node/index.ts', 'client/integrations/langchain.ts', 'client/integrations/ai-sdk.ts'],
  outdir: join(dist, 'client'),
  splitting: true,
  platform: 'neutral',
  // Older than the server's: agents run where their frameworks do.
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['@trpc/client', 'zod', 'langchain', '@langchain/core', 'ai', 'node:*'],
});
// The storage looks for them beside the folder of its own file, which is dist/server/ now.
const migrations = join(dist, 'migrations');
mkdirSync(migrations, { recursive: true });
cpSync(join(root, 'server', 'storage', 'migrations'), migrations, { recursive: true });
// Whatever the environment says, such as that of a test: React has another self for development, half as large again.
process.env.NODE_ENV = 'production';
await buildPages({ configFile: join(root, 'web', 'vite.config.ts'), logLevel: 'warn' });
