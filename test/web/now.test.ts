import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('while the pointer is in Needs you nothing moves from under it: what is new waits behind a button', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const codex = await dash.agent('codex-2', { maxConcurrent: 2 });
  const claimOf = async (title: string) => codex.claim((await lead.rpc.tasks.create.mutate({ title })).id);
  await (await claimOf('Read the log')).submit('It is read.');
  await dash.open('/');
  const rows = page.getByRole('region', { name: /^Needs you/ }).locator('[data-item]');
  const kinds = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')?.split(' ', 1)[0]));
  await expect.poll(kinds).toEqual(['Review']);
  // Nothing in it is a call of the API.
  expect(await rows.first().getAttribute('aria-label')).not.toContain('/v1/');

  await rows.first().hover();
  // A question is more urgent than a review, and comes before it.
  const asking = await claimOf('Refund by default');
  await asking.block('To the card?', { waitingOn: { human: 'any' } });
  const pill = page.getByRole('button', { name: '+1 update' });
  await pill.waitFor();
  expect(await kinds()).toEqual(['Review']);
  await pill.click();
  await expect.poll(kinds).toEqual(['Question', 'Review']);
});

test('what is looked at from Now opens without the page being loaded again', async () => {
  await using dash = await openDashboard({ full: true });
  const { page } = dash;
  await dash.open('/');
  await page.evaluate('window.isSame = true');
  await page.getByRole('link', { name: 'Look at it' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Review' }).waitFor();
  expect(await page.evaluate('window.isSame')).toBe(true);
});
