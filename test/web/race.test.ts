import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('two people move one card at the same moment: one is told who was faster, and both see the same', async () => {
  await using dash = await openDashboard();
  const { page: lenas, lead } = dash;
  await dash.agent('scout-1');
  await dash.agent('codex-2');
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Find the broken link' });
  const { page: mikas, guard } = await dash.another({ name: 'mika', role: 'lead' });
  for (const one of [dash.guard, guard]) one.allow(/status of 409/);
  await dash.open('/board');
  await mikas.goto(lenas.url());
  // Both requests are on their way before either is answered.
  const held = [await hold(lenas), await hold(mikas)];
  await offer(lenas, 'scout-1');
  await offer(mikas, 'codex-2');
  await expect.poll(() => held.map(({ count }) => count())).toEqual([1, 1]);
  // Each sees at once what they did.
  await card(lenas).getByText('for scout-1').waitFor();
  await card(mikas).getByText('for codex-2').waitFor();
  for (const one of held) await one.release();

  const loser = await told(lenas, mikas);
  const { assignee } = await lead.rpc.tasks.get.query({ id });
  const [winner, winnersAgent, losersPage] = loser === 'lena' ? ['mika', 'codex-2', lenas] : ['lena', 'scout-1', mikas];
  expect(assignee).toBe(winnersAgent);
  await losersPage
    .getByRole('alert')
    .filter({ hasText: `Not done: ${winner} changed T-1, ` })
    .waitFor();
  for (const page of [lenas, mikas]) await card(page).getByText(`for ${winnersAgent}`).waitFor();
  // What the slower one had chosen is still there, and goes now that they have seen it.
  await losersPage.getByRole('dialog').getByRole('button', { name: 'Offer to an agent' }).click();
  await losersPage.getByRole('dialog').waitFor({ state: 'detached' });
  expect((await lead.rpc.tasks.get.query({ id })).assignee).toBe(loser === 'lena' ? 'scout-1' : 'codex-2');
});

test('whoever decides about a review that was just decided is told who was faster, and when', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, filled } = dash;
  dash.guard.allow(/status of 409/);
  const { items } = await dash.lead.rpc.reviews.list.query({ taskId: filled.validating });
  const id = String(items[0]?.id);
  await dash.open(`/review/${id}`);
  const held = await hold(page, '**/reviews.decide**');
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(held.count).toBe(1);
  const claim = await filled.agents.ada.reviews.claim(id);
  await claim.requestChanges('The second field says nothing.');
  await page.getByRole('heading', { name: 'This review is sent back for changes' }).waitFor();
  await held.release();
  await page
    .getByRole('alert')
    .filter({ hasText: `Not done: ada-review requested changes of ${filled.validating}: The second field says nothing, ` })
    .waitFor();
  await page.getByText(/^ada-review decided about revision 1 of .*(just now|ago)\.$/).waitFor();
});

/** Who of the two was too slow. */
async function told(lenas: Page, mikas: Page): Promise<'lena' | 'mika'> {
  return Promise.any([
    lenas
      .getByRole('alert')
      .waitFor()
      .then(() => 'lena' as const),
    mikas
      .getByRole('alert')
      .waitFor()
      .then(() => 'mika' as const),
  ]);
}

const UPDATES = '**/tasks.update**';
const card = (page: Page) => page.locator('[data-card="T-1"]');

async function offer(page: Page, agent: string): Promise<void> {
  await card(page).focus();
  await page.keyboard.press('m');
  await page.getByRole('button', { name: 'Offer to an agent' }).click();
  await page.getByLabel('The agent that alone may claim it').selectOption(agent);
  await page.getByRole('button', { name: 'Offer to an agent' }).click();
}

/** Keeps what this page sends, to change a task unless it is said otherwise, until it is released. */
async function hold(page: Page, what = UPDATES) {
  const routes: Route[] = [];
  await page.route(what, (route) => void routes.push(route));
  return {
    count: () => routes.length,
    release: async () => {
      for (const route of routes.splice(0)) await route.continue();
      await page.unroute(what);
    },
  };
}
