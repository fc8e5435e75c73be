import { expect, test } from 'vitest';
import { lookAt } from './support/look-at.ts';
import { openDemo } from './support/open-demo.ts';

test('whoever opens the link of the demo is somebody on its board: asked, written to, and answered', async () => {
  await using demo = await openDemo();
  const { page } = demo;
  await page.getByText('This is a demo.').waitFor();
  await page.getByText('you, lead').waitFor();
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    expect(await lookAt(page, { name: 'now-demo', theme })).toEqual([]);
  }
  const needs = page.getByRole('region', { name: /^Needs you/ });
  const question = needs.getByRole('listitem').filter({ hasText: 'Which region should the backups go to?' });
  await question.getByRole('button', { name: 'eu-north' }).click();
  await question.waitFor({ state: 'detached' });
  const { items } = await demo.ask<{ items: { id: string; title: string }[] }>('/v1/tasks?limit=200');
  const idOf = (title: string) => items.find((task) => task.title === title)?.id;
  // The agent goes on with it, once it has finished what it holds.
  await demo.open(`/tasks/${idOf('Set up the nightly backups')}`);
  await page.getByText('Going on with the answer: eu-north').first().waitFor({ timeout: 60_000 });

  await demo.open('/inbox');
  await page.getByRole('link', { name: /Which bank file is right\?/ }).click();
  await page.getByLabel('Reply to scout').fill('The one of 09:00.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Thank you, I go on with that.').waitFor();

  await demo.open('/review');
  const review = page.getByRole('article');
  await review.getByText('Two floats are left in the discount.').waitFor();
  await review.getByText('+  return roundHalfEven(exact);').waitFor();
  await page.getByRole('button', { name: 'Approve' }).click();
  const id = idOf('Round cart totals the way the bank does');
  const approved = async () => (await demo.ask<{ reviews: { decidedBy: string }[] }>(`/v1/tasks/${id}`)).reviews[0]?.decidedBy;
  await expect.poll(approved).toBe('you');
});
