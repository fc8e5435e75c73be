import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';

/** What the browser itself logs while a server is away. */
const AWAY = /ERR_CONNECTION_(REFUSED|RESET)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|WebSocket connection to/;

/** Buttons that change what this page shows, and send nothing. */
const LOCAL = [
  /^(Search|Skip|Keys|Close|Not now|Keep it|Copy|Read|Show|Fold|Load more|More|Select none)/,
  // Saved views.
  /^(All|Mine|Stuck|Waiting on review|Unclaimed|Done today)$/,
  // Opens the form, in which it cannot be sent.
  /^Make a task$/,
];

interface Scene {
  readonly path: string;
  /** Opens a form and fills it in, so that only the server's absence keeps it from being sent. */
  readonly open: (page: Page) => Promise<void>;
  /** What is local here alone. */
  readonly local?: readonly RegExp[];
}

test('while the server is away no button that would send anything is on, in any form that was open', async () => {
  await using dash = await openDashboard({ full: true });
  const { filled } = dash;
  const scenes: Scene[] = [
    { path: '/', open: async (page) => page.getByRole('button', { name: 'Reply' }).first().click() },
    { path: `/tasks/${filled.doing}`, open: editTask },
    { path: `/tasks/${filled.asked}`, open: cancelTask },
    { path: '/board', open: makeTask },
    { path: '/tasks', open: async (page) => page.getByRole('checkbox').first().check() },
    { path: '/review', open: async (page) => page.getByRole('button', { name: 'Request changes' }).first().waitFor() },
    { path: '/agents/codex-2', open: pauseAgent },
    { path: '/inbox', open: writeMessage },
    { path: '/activity', open: async (page) => page.locator('.event-row').first().waitFor(), local: [/^Pause$/] },
    { path: '/connect', open: async (page) => page.getByLabel('Name of the agent').fill('newcomer') },
    { path: '/settings', open: makeLink },
    { path: '/settings', open: pauseProject },
  ];
  await expectAllOff(dash, scenes);
});

test('the same holds for what only the admin may do', async () => {
  await using dash = await openDashboard({ full: true, as: 'admin' });
  await expectAllOff(dash, [
    { path: '/settings', open: createToken },
    { path: '/settings', open: createProject },
    { path: '/settings', open: revokeToken },
  ]);
});

/** Opens each scene in a tab of its own, since the server is stopped once for all of them. */
async function expectAllOff(dash: Dashboard, scenes: readonly Scene[]): Promise<void> {
  const { context, server, page: first, guard } = dash;
  guard.allow(AWAY);
  const tabs: { scene: Scene; page: Page }[] = [];
  for (const scene of scenes) {
    const page = await context.newPage();
    await page.goto(`${new URL(first.url()).origin}/dashboard${scene.path}`);
    await page.locator('.live-dot[data-state="live"]').first().waitFor({ state: 'attached' });
    await scene.open(page);
    tabs.push({ scene, page });
  }
  await server.kill();
  for (const [nth, { scene, page }] of tabs.entries()) {
    await page.getByText('The server is out of reach.').first().waitFor();
    const buttons = page.locator('button:enabled:not([aria-disabled="true"]), input[type=submit]:enabled');
    // Read at one moment, and again: each part of the page has a timer of its own for when the server has been away for long.
    const sending = async () => {
      const names = await buttons.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''));
      return names.filter((name) => ![...LOCAL, ...(scene.local ?? [])].some((local) => local.test(name)));
    };
    await expect.poll(sending, { message: `${nth} ${scene.path}` }).toEqual([]);
  }
}

async function editTask(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Title').fill('Another title');
  await page.getByLabel('Comment; @name tells that agent').fill('Said while the server was there.');
}

async function cancelTask(page: Page): Promise<void> {
  await page.locator('.task-part').getByRole('button', { name: 'Cancel' }).click();
  await page.locator('.task-part form textarea').first().fill('Not needed any more.');
}

async function makeTask(page: Page): Promise<void> {
  await page.locator('.card').first().waitFor();
  await page.keyboard.press('c');
  await page.getByRole('dialog').getByLabel('Title').fill('A task');
}

async function pauseAgent(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'codex-2' }).getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('textbox', { name: 'Why' }).fill('It repeats itself.');
  await page.getByLabel('Tasks at once').fill('7');
}

async function writeMessage(page: Page): Promise<void> {
  await page.locator('.thread-link').first().click();
  await page.getByRole('button', { name: 'Write' }).click();
  const form = page.getByRole('form', { name: 'New message' });
  await form.getByLabel('To', { exact: true }).selectOption('all');
  await form.getByLabel('Message').fill('Good morning.');
  await page.getByLabel(/^Reply to/).fill('The one of 09:00.');
}

async function makeLink(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make a link' }).click();
  await page.getByLabel('Their name on the board').fill('mia');
}

async function pauseProject(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Projects' }).getByRole('button', { name: 'Pause' }).click();
  await page.getByLabel('Reason, for everybody who asks why').fill('Moving house.');
}

async function createToken(page: Page): Promise<void> {
  await page.getByLabel('Your name on the board').fill('mia');
  await page.getByRole('button', { name: 'Create a token' }).click();
  await page.getByLabel('What it is for, in a word').fill('ci');
}

async function createProject(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Create a project' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('shop');
}

async function revokeToken(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Revoke the token/ })
    .and(page.locator(':not([aria-disabled="true"])'))
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).waitFor();
}
