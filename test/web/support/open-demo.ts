import type { Browser, BrowserContext, Page } from 'playwright-core';
import { SpawnedServer } from '../../support/spawn-server.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import { type DashboardOptions, live, openBrowser, openWindow } from './open-dashboard.ts';
import type { PageGuard } from './page-guard.ts';

/** `--demo` as anybody starts it, and a browser that has opened the link that it prints. */
export interface Demo extends AsyncDisposable {
  readonly server: SpawnedServer;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly guard: PageGuard;
  /** Opens a page by its path below /dashboard, and waits until it is live. */
  open(path: string): Promise<void>;
  /** What the server says to whoever is signed in. */
  ask<T>(path: string): Promise<T>;
}

const LINK = /http:\/\/\S+(\/dashboard\/sign-in#\S+)/;

export async function openDemo(options: DashboardOptions = {}): Promise<Demo> {
  // It makes a folder of its own, and takes it away when it is asked to end.
  const dataDir = '';
  const server = new SpawnedServer({
    dataDir,
    database: await createTestDatabase(dataDir),
    options: { args: ['--demo', '--no-open'] },
  });
  const ends: (() => Promise<unknown>)[] = [];
  const end = async () => {
    for (const one of ends.splice(0).reverse()) await one();
  };
  try {
    await server.start();
    ends.push(() => endDemo(server));
    const browser = await openBrowser();
    ends.push(() => browser.close());
    const { context, page, guard } = await openWindow(browser, options);
    await page.goto(`${server.origin}${LINK.exec(server.stdout)?.[1]}`);
    await live(page, guard);
    return {
      server,
      browser,
      context,
      page,
      guard,
      async open(path) {
        await page.goto(`${server.origin}/dashboard${path}`);
        await live(page, guard);
      },
      async ask<T>(path: string) {
        const reply = await context.request.get(`${server.origin}${path}`);
        // What the contract says of this operation; its own tests hold the server to it.
        return (await reply.json()) as T;
      },
      async [Symbol.asyncDispose]() {
        await end();
        guard.check();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function endDemo(server: SpawnedServer): Promise<void> {
  server.signal('SIGTERM');
  await server.ended();
}
