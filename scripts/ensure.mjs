// Brings a checkout to the point where a command can run: `node scripts/ensure.mjs install build`.
// Runs on whatever Node is there, also one too old for the program: it imports nothing that must be installed first.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const installStamp = join(root, 'node_modules', '.batonpass-installed');
const buildStamp = join(root, 'dist', '.batonpass-built');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

const wanted = new Set(process.argv.slice(2));
if (wanted.has('install')) install();
if (wanted.has('build')) build();

function install() {
  const state = digest(['package.json', 'package-lock.json']);
  if (read(installStamp) === state) return;
  say('installing what is missing (once)');
  run(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(installStamp, state);
}

function build() {
  const state = digest([
    'package.json',
    'package-lock.json',
    'scripts/build.mjs',
    ...['server', 'client', 'web'].flatMap(sources),
  ]);
  if (read(buildStamp) === state) return;
  say('building');
  run('node', [join('scripts', 'build.mjs')]);
  writeFileSync(buildStamp, state);
}

function sources(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length))
    .sort();
}

function digest(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function run(command, args) {
  // The Node that the checkout brings goes first, so that what runs here runs on the one that the program needs.
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: path },
    shell: process.platform === 'win32',
  });
  if (done.status === 0) return;
  say(`${command} ${args.join(' ')} failed${done.error === undefined ? '' : `: ${done.error.message}`}`);
  process.exit(1);
}

function say(text) {
  process.stderr.write(`batonpass: ${text}\n`);
}
