import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('a lead makes a link for another person, who signs in with the role that was chosen, once', async () => {
  await using dash = await openDashboard();
  const { page } = dash;
  await dash.open('/settings');
  await page.getByRole('button', { name: 'Make a link' }).click();
  await page.getByLabel('Their name on the board').fill('rob');
  await page.getByLabel('reviewer').check();
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('region', { name: 'Link', exact: true }).textContent();
  const other = await dash.browser.newContext();
  const theirs = await other.newPage();
  await theirs.goto(String(link));
  await theirs.getByText('rob, reviewer').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('list', { name: 'People' }).getByText('rob').waitFor();

  const again = await (await dash.browser.newContext()).newPage();
  await again.goto(String(link));
  await again.getByRole('heading', { name: 'Signed out' }).waitFor();
});

test('whoever holds the admin key changes a role and signs a person out, whose page says so at once', async () => {
  await using dash = await openDashboard({ as: 'admin' });
  const { page } = dash;
  const { path } = (await dash.lead.rpc.auth.createLink.mutate({ name: 'rob', role: 'viewer' })) satisfies { path: string };
  const theirs = await (await dash.browser.newContext()).newPage();
  await theirs.goto(`${dash.server.origin}${path}`);
  await theirs.getByText('rob, viewer').waitFor();
  await dash.open('/settings');
  await page.getByLabel('Role of rob').selectOption('reviewer');
  await page.getByText('rob is reviewer now.').waitFor();
  expect((await dash.lead.rpc.agents.get.query({ name: 'rob' })).role).toBe('reviewer');

  const row = page.getByRole('list', { name: 'People' }).getByRole('listitem').filter({ hasText: 'rob' });
  await row.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await theirs.getByRole('heading', { name: 'Signed out' }).waitFor();
});

test('a token is made, shown once, works, and is refused after it is revoked', async () => {
  await using dash = await openDashboard({ as: 'admin' });
  const { page, server } = dash;
  const status = async (token: string) =>
    (await fetch(`${server.origin}/v1/tasks`, { headers: { authorization: `Bearer ${token}` } })).status;
  await dash.open('/settings');
  await page.getByRole('button', { name: 'Create a token' }).click();
  await page.getByLabel('What it is for, in a word').fill('ci');
  await page.getByRole('button', { name: 'Create the token' }).click();
  const token = String(await page.getByRole('region', { name: 'Token', exact: true }).textContent());
  expect(await status(token)).toBe(200);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Revoke the token of ci, for programs' }).click();
  await page.getByRole('button', { name: 'Revoke it' }).click();
  await page.getByText('The token of ci is revoked.').waitFor();
  expect(await status(token)).toBe(401);
});

test('a project is paused with its reason, which every page shows, and goes on again', async () => {
  await using dash = await openDashboard();
  const { page } = dash;
  await dash.open('/settings');
  await page.getByRole('list', { name: 'Projects' }).getByRole('button', { name: 'Pause' }).click();
  await page.getByLabel('Reason, for everybody who asks why').fill('The release is being cut.');
  await page.getByRole('button', { name: 'Pause the project' }).click();
  await page.getByText('main is paused.').first().waitFor();
  const { items } = await dash.lead.rpc.projects.list.query({});
  expect(items[0]?.paused).toMatchObject({ reason: 'The release is being cut.', by: 'lena' });
  await page.getByRole('list', { name: 'Projects' }).getByRole('button', { name: 'Resume' }).click();
  await page.getByText('main goes on.').waitFor();
  expect((await dash.lead.rpc.projects.list.query({})).items[0]?.paused).toBeNull();
});

test('the theme stays chosen, single keys can be switched off, and signing out ends the cookie', async () => {
  await using dash = await openDashboard();
  const { page } = dash;
  await dash.open('/settings');
  await page.getByLabel('Dark').check();
  await page.getByLabel('Single keys').uncheck();
  await dash.open('/settings');
  await page.locator('html[data-theme="dark"]').waitFor();
  await page.locator('main').focus();
  await page.keyboard.press('?');
  expect(await page.getByRole('dialog').count()).toBe(0);
  // What says that is the request that is refused.
  dash.guard.allow(/status of 401/);
  await page.getByRole('button', { name: 'Sign out here' }).click();
  await page.getByRole('heading', { name: 'Signed out' }).waitFor();
  expect(await dash.context.cookies()).toEqual([]);
});

test('a viewer sees why each control is off', async () => {
  await using dash = await openDashboard({ as: 'viewer' });
  await dash.open('/settings');
  for (const name of ['Make a link', 'Create a project', 'Create a token']) {
    const button = dash.page.getByRole('button', { name });
    expect(await button.isDisabled()).toBe(true);
    expect(await button.getAttribute('title')).toMatch(/^Only /);
  }
});
