import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Baton } from '../../../client/baton.ts';
import { connectBaton } from '../../../client/connect-baton.ts';
import { readAdminKey, SpawnedServer } from '../../support/spawn-server.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import { type AgentFields, type FilledBoard, fillBoard } from './fill-board.ts';
import { findChromium } from './find-chromium.ts';
import { PageGuard } from './page-guard.ts';

export type Theme = 'light' | 'dark';

export interface DashboardOptions {
  /** With a board on which everything happens, rather than an empty one. */
  readonly full?: boolean;
  readonly theme?: Theme;
  /** Of the window, in pixels. */
  readonly width?: number;
  /** With animations, as most people have them; the tests go without. */
  readonly motion?: boolean;
  /** Who is signed in: a person of that role, or whoever holds the admin key. */
  readonly as?: 'viewer' | 'reviewer' | 'lead' | 'admin';
  /** Where the browser finds the server, when not at its own port: a proxy before it. */
  readonly front?: (server: SpawnedServer) => Promise<string>;
}

/** A server, a person who looks at it in a browser, and agents that work on it. */
export interface Dashboard extends AsyncDisposable {
  /** The program itself; a test may stop it and start it again. */
  readonly server: SpawnedServer;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** What every page is held to when this is closed. */
  readonly guard: PageGuard;
  /** The person lena, a lead, as a client: `lead.rpc.tasks.create.mutate({ … })`. The page is hers unless `as` says otherwise. */
  readonly lead: Baton;
  readonly adminKey: string;
  /** What `full` filled; throws without it. */
  readonly filled: FilledBoard;
  /** Registers an agent and connects it, with a session that heartbeats; closed with the rest. */
  agent(name: string, fields?: AgentFields): Promise<Baton>;
  /** Signs another person in, in a window with cookies of its own; its page is held to the same as the first. */
  another(who: { name: string; role: 'viewer' | 'reviewer' | 'lead' }): Promise<Pick<Dashboard, 'page' | 'guard'>>;
  /** Opens a page by its path below /dashboard, and waits until it is live. */
  open(path: string): Promise<void>;
  /** Ends everything, then fails if the page has ever asked another machine for anything or logged an error. */
  close(): Promise<void>;
}

export const PERSON = 'lena';
const HEIGHT = 900;
const BROWSER_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'];

export async function openDashboard(options: DashboardOptions = {}): Promise<Dashboard> {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-web-'));
  const database = await createTestDatabase(dataDir);
  const server = new SpawnedServer({ dataDir, database });
  const ends: (() => Promise<unknown>)[] = [
    () => rm(dataDir, { recursive: true, force: true }),
    () => database.drop(),
    () => server.dispose(),
  ];
  const end = async () => {
    for (const one of ends.splice(0).reverse()) await one();
  };
  try {
    await server.start();
    return await opened({ server, options, ends, end });
  } catch (error) {
    await end();
    throw error;
  }
}

interface Opening {
  readonly server: SpawnedServer;
  readonly options: DashboardOptions;
  readonly ends: (() => Promise<unknown>)[];
  readonly end: () => Promise<void>;
}

async function opened({ server, options, ends, end }: Opening): Promise<Dashboard> {
  const adminKey = await readAdminKey(server.dataDir);
  const connect = async (name: string, fields: Record<string, unknown>, session?: 'none' | { harness: string }) => {
    const { token } = await post<{ token: string }>(server.origin, '/v1/agents', { key: adminKey, body: { name, ...fields } });
    const baton = await connectBaton({ url: server.origin, token, ...(session === undefined ? {} : { session }) });
    ends.push(() => baton.close());
    return baton;
  };
  const agent = (name: string, { harness, ...fields }: AgentFields = {}) =>
    connect(name, fields, harness === undefined ? undefined : { harness });
  const lead = await connect(PERSON, { kind: 'human', role: 'lead' }, 'none');
  const filled = options.full === true ? await fillBoard({ agent, lead }) : null;
  const origin = (await options.front?.(server)) ?? server.origin;
  const browser = await openBrowser();
  ends.push(() => browser.close());
  const { context, page, guard } = await openWindow(browser, options);
  const as = options.as ?? 'lead';
  const who = as === 'lead' ? { name: PERSON } : as === 'admin' ? {} : { name: `${as}-person`, role: as };
  await signIn(page, { origin, adminKey, who, server });
  await live(page, guard);
  const guards = [guard];
  const close = async () => {
    await end();
    for (const one of guards) one.check();
  };
  return {
    server,
    browser,
    context,
    page,
    guard,
    lead,
    adminKey,
    agent,
    async another(who) {
      const other = await openWindow(browser, options);
      guards.push(other.guard);
      await signIn(other.page, { origin, adminKey, who, server });
      await live(other.page, other.guard);
      return other;
    },
    get filled() {
      if (filled === null) throw new Error('The board was not filled: pass full.');
      return filled;
    },
    async open(path) {
      await page.goto(`${origin}/dashboard${path}`);
      await live(page, guard);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: BROWSER_ARGS });
}

/** A window with cookies of its own. */
export async function openWindow(browser: Browser, { theme = 'light', width = 1280, motion = false }: DashboardOptions) {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHT },
    colorScheme: theme,
    reducedMotion: motion ? 'no-preference' : 'reduce',
  });
  const page = await context.newPage();
  return { context, page, guard: new PageGuard(page) };
}

/** As a person does it: by a link that works once, opened in the browser. */
async function signIn(page: Page, { origin, adminKey, who, server }: SignIn): Promise<void> {
  const { path } = await post<{ path: string }>(server.origin, '/v1/login-links', { key: adminKey, body: who });
  await page.goto(`${origin}${path}`);
  await page.waitForURL(`${origin}/dashboard/`);
}

interface SignIn {
  readonly origin: string;
  readonly adminKey: string;
  readonly who: { readonly name?: string; readonly role?: string };
  readonly server: SpawnedServer;
}

/** On a phone the word stands where it is not seen. */
export async function live(page: Page, guard: PageGuard): Promise<void> {
  try {
    await page.locator('.live-dot[data-state="live"]').first().waitFor({ state: 'attached' });
  } catch (error) {
    const shown = await page.locator('body').textContent();
    throw new Error(`The page ${page.url()} is not live. It shows:\n${shown}\n${guard.faults().join('\n')}`, { cause: error });
  }
}

async function post<T>(origin: string, path: string, { key, body }: { key: string; body: unknown }): Promise<T> {
  const reply = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`POST ${path}: ${reply.status} ${await reply.text()}`);
  // What the contract says of this operation; its own tests hold the server to it.
  return (await reply.json()) as T;
}
