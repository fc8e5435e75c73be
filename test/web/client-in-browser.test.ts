import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import type * as client from '../../client/index.ts';
import { openBoard, TRANSPORTS } from '../client/open-board.ts';
import { findChromium } from './support/find-chromium.ts';
import { PageGuard } from './support/page-guard.ts';

declare const batonpass: typeof client;

const ROOT = join(import.meta.dirname, '..', '..');

test.each(TRANSPORTS)(
  '[SDK] bundled, in a browser, over %s the client claims, is renewed, hands in and sees the events of it',
  async (transport) => {
    await using board = await openBoard();
    const id = await board.task({ title: 'From a page', leaseTtlSeconds: 10 });
    const { token } = await board.server.register('scout');
    const page = await openPage(board.server.url);
    await page.addScriptTag({ content: await bundle() });
    const came = await page.evaluate(
      async (given) => {
        const baton = await batonpass.connectBaton(given);
        const task = await baton.claim();
        // What is left of a lease grows by a beat alone.
        for (let least = task.leaseRemainingMs; task.leaseRemainingMs <= least; ) {
          least = task.leaseRemainingMs;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        await task.attach('notes.md', '# From a page');
        const { status } = await task.submit('Done in a page.');
        const types: string[] = [];
        for await (const { type } of baton.events.watch()) {
          types.push(type);
          if (type === 'task.submitted') break;
        }
        const refused = await baton.claim('T-999').catch((error: unknown) => error instanceof batonpass.NotFound);
        await baton.close();
        return { id: task.id, status, types, refused };
      },
      { url: board.server.url, token, transport },
    );
    expect(came).toMatchObject({ id, status: 'validating', refused: true });
    expect(came.types).toEqual(expect.arrayContaining(['session.started', 'task.claimed', 'task.attached', 'task.submitted']));
    expect(await board.see(id)).toMatchObject({ status: 'validating', summary: 'Done in a page.' });
  },
);

/** A page of that server which shows text alone, held to what every page is held to. */
async function openPage(origin: string) {
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  onTestFinished(() => browser.close());
  // No page of the server's own runs foreign scripts; this one stands for somebody else's, which the server was told to allow.
  const page = await browser.newPage({ bypassCSP: true });
  const guard = new PageGuard(page);
  onTestFinished(() => guard.check());
  // The refused claim, over HTTP, is told on the console.
  guard.allow(/404 \(Not Found\)/);
  await page.goto(`${origin}/healthz`);
  return page;
}

async function bundle(): Promise<string> {
  const entryPoints = [join(ROOT, 'client', 'index.ts')];
  const how = {
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'batonpass',
    target: 'es2022',
    write: false,
  } as const;
  const { outputFiles } = await build({ entryPoints, absWorkingDir: ROOT, ...how });
  return outputFiles[0]?.text ?? '';
}
