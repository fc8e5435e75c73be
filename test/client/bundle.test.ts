import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { SDK_VERSION } from '../../client/sdk-version.ts';
import packageJson from '../../package.json' with { type: 'json' };

const MAX_BYTES = 75_000;
const ROOT = join(import.meta.dirname, '..', '..');

test('[SDK] bundled for a browser the client is small and holds no server code, no schemas and no module of Node', async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: [join(ROOT, 'client', 'index.ts')],
    absWorkingDir: ROOT,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    metafile: true,
    write: false,
  });
  const inputs = Object.keys(metafile.inputs);
  const foreign = inputs.filter(
    (path) => !/^(client|server\/contract\/query)\//.test(path) && !/node_modules\/@trpc\/(client|server)\/dist\//.test(path),
  );
  const bytes = outputFiles[0]?.contents.byteLength ?? 0;
  console.info(`the client is ${bytes} bytes, minified`);
  expect(foreign).toEqual([]);
  expect(inputs.filter((path) => path.startsWith('client/')).length).toBeGreaterThan(10);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(MAX_BYTES);
});

test('[SDK] a session tells the version of the package', () => {
  expect(SDK_VERSION).toBe(`typescript/${packageJson.version}`);
});
