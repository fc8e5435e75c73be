import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { findSettings, ownSurroundings } from '../client/node/find-settings.ts';
import { type Baton, connectBaton, NotFound } from '../client/node/index.ts';
import { asOption, DEFAULT_PORT, openWish, portNumber } from './config.ts';
import { LINK_DEFAULT_SECONDS } from './contract/sign-in.ts';
import { ADMIN_KEY_FILE } from './data-dir.ts';
import { openBrowser, ownScreen, wantsBrowser } from './open-browser.ts';

/** A person waits: where no server is, that is said at once. */
const ONCE = { timeoutMs: 10_000, retries: 0 };

interface LinkFlags {
  readonly url?: string;
  readonly port?: number;
  readonly dataDir?: string;
  readonly as?: string;
  readonly open?: boolean;
}

/** `batonpass link`: prints a new link that signs a browser in once, at a server that runs already. Sets the exit code. */
export async function link(argv: readonly string[]): Promise<void> {
  const flags = readFlags(argv);
  try {
    const address = await newLink(flags);
    process.stdout.write(`Sign in, once and within ${LINK_DEFAULT_SECONDS / 60} minutes: ${address}\n`);
    if (wantsBrowser(openWish(flags.open), ownScreen())) openBrowser(address);
  } catch (error) {
    process.stderr.write(`batonpass: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function newLink({ url, port, dataDir, as }: LinkFlags): Promise<string> {
  const asked = url ?? (port === undefined ? undefined : `http://localhost:${port}`);
  // Whoever says where the key is means that key, not one of the environment.
  const key = dataDir === undefined ? undefined : (await readFile(join(dataDir, ADMIN_KEY_FILE), 'utf8')).trim();
  const settings = await findSettings({ url: asked, token: key }, ownSurroundings());
  const { origin, token, missed } = settings;
  if (token === null)
    throw new Error(`There is no key for ${origin}. Looked at ${missed.join(', ')}. Say --data-dir, as for the start.`);
  const baton = await connectBaton({ url: origin, token, session: 'none', transport: 'http' });
  try {
    const made = await baton.rpc.auth.createLink.mutate(await personOf(baton, as), { context: { ...ONCE } });
    return `${origin}${made.path}`;
  } finally {
    await baton.close();
  }
}

/** Whom the link is for: whoever calls, or that person, who is made a lead where there is none of that name. */
async function personOf({ rpc }: Baton, name: string | undefined): Promise<LinkFor> {
  if (name === undefined) return {};
  try {
    await rpc.agents.get.query({ name }, { context: { ...ONCE } });
    return { name };
  } catch (error) {
    if (error instanceof NotFound) return { name, role: 'lead' };
    throw error;
  }
}

interface LinkFor {
  readonly name?: string;
  readonly role?: 'lead';
}

function readFlags(argv: readonly string[]): LinkFlags {
  const command = new Command('batonpass link')
    .description(
      'Print a new link that signs a browser in, once, as whoever the key is: on the machine of the server, the admin. Or --as a person.',
    )
    .addOption(
      new Option('--port <number>', `port of a server on this machine (default: ${DEFAULT_PORT})`)
        .env('BATON_PORT')
        .argParser(portNumber),
    )
    .addOption(new Option('--url <url>', 'its address, where that is another').conflicts('port'))
    .addOption(new Option('--data-dir <dir>', 'where its admin.key is (default: ~/.batonpass)'))
    .addOption(asOption())
    .addOption(new Option('--open', 'open it in a browser, wherever this runs'))
    .addOption(new Option('--no-open', 'open no browser').default(undefined))
    .allowExcessArguments(false);
  command.parse([...argv], { from: 'user' });
  return command.opts<LinkFlags>();
}
