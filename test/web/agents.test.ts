import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('a lead pauses an agent by keyboard with a reason, which it and everybody sees, and resumes it', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead } = dash;
  await dash.open('/agents/codex-2');
  const row = page.getByRole('region', { name: 'Roster' }).getByRole('listitem').filter({ hasText: 'codex-2' });
  expect(await row.textContent()).toMatch(/agent, codex.*typescript.*works on T-5 Send the receipt.*seen /);
  const detail = page.getByRole('region', { name: 'codex-2' });
  await detail.getByRole('heading', { name: 'Holds' }).waitFor();
  await page.keyboard.press('p');
  await page.keyboard.type('It repeats itself.');
  await page.keyboard.press('Enter');
  await detail.getByText('Because: It repeats itself.').waitFor();
  expect(await lead.rpc.agents.get.query({ name: 'codex-2' })).toMatchObject({
    status: 'paused',
    statusReason: 'It repeats itself.',
  });
  await page.locator('body').press('p');
  await detail.getByRole('button', { name: 'Drain' }).waitFor();
  expect((await lead.rpc.agents.get.query({ name: 'codex-2' })).status).toBe('active');
});

test('an admin changes what an agent can do and ends its token; one that retired stays at its address', async () => {
  await using dash = await openDashboard({ as: 'admin' });
  const { page, lead, adminKey, server } = dash;
  const made = await fetch(`${server.origin}/v1/agents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'scout-9' }),
  });
  const { token } = (await made.json()) as { token: string }; // what the contract says of a registration
  await dash.open('/agents/scout-9');
  await page.getByText('It has not connected yet.').waitFor();
  await page.getByLabel('Capabilities, parted by spaces').fill('python, maps');
  await page.getByLabel('Tasks at once').fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Changed scout-9.').waitFor();
  expect(await lead.rpc.agents.get.query({ name: 'scout-9' })).toMatchObject({
    capabilities: ['python', 'maps'],
    maxConcurrent: 3,
  });

  await page.getByRole('button', { name: 'Revoke the token registration' }).click();
  await page.getByRole('button', { name: 'Revoke it' }).click();
  await page.getByText('None is good any more').waitFor();
  const tried = await fetch(`${server.origin}/v1/tasks`, { headers: { authorization: `Bearer ${token}` } });
  expect(tried.status).toBe(401);

  await page.getByRole('button', { name: 'Retire' }).click();
  await page.getByRole('textbox', { name: 'Why' }).fill('It did its work.');
  await page.locator('form').getByRole('button', { name: 'Retire' }).click();
  const retired = page.getByRole('region', { name: 'scout-9' }).getByText('Retired', { exact: true });
  await retired.waitFor();
  await dash.open('/agents/scout-9');
  await retired.waitFor();
});
