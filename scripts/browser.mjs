// Finds the Chromium in which the dashboard is tested: `node scripts/browser.mjs` prints where it is, or says why there is none.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
/** Where macOS and Windows put it, which is in no PATH. */
const INSTALLED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const APT_PACKAGE = 'chromium';
const NONE_FOUND =
  'No Chromium was found, and the tests of the dashboard need one. Install the package chromium or google-chrome, or name the program ' +
  'in BATON_TEST_CHROMIUM.';

try {
  process.stdout.write(`${findBrowser()}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function findBrowser() {
  const named = process.env.BATON_TEST_CHROMIUM;
  if (named) {
    if (!isProgram(named)) throw new Error(`BATON_TEST_CHROMIUM is ${named}, where there is no program.`);
    return named;
  }
  const found = ofThisMachine() ?? fromApt();
  if (found === null) throw new Error(NONE_FOUND);
  return found;
}

function ofThisMachine() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const places = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...INSTALLED];
  return places.find(isProgram) ?? null;
}

/** Debian has it in a package; as root it can be fetched. */
function fromApt() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null;
  process.stderr.write(`No Chromium on this machine: installing the package ${APT_PACKAGE}.\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 2, 2] }).status === 0;
  if (!apt('update') || !apt('install', '--yes', '--no-install-recommends', APT_PACKAGE)) return null;
  return ofThisMachine();
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
