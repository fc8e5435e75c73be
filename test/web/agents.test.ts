import type { Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { violations } from './support/axe.ts';
import { openDashboard } from './support/open-dashboard.ts';
import { tabTo } from './support/tab-to.ts';

test('a lead pauses an agent by keyboard with a reason, which it and everybody sees, and resumes it', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead } = dash;
  await dash.open('/agents/codex-2');
  const row = page.getByRole('region', { name: 'Roster' }).getByRole('listitem').filter({ hasText: 'codex-2' });
  expect(await row.textContent()).toMatch(/agent, codex.*typescript.*works on T-5 Send the receipt.*seen /);
  const detail = page.getByRole('region', { name: 'codex-2' });
  await detail.getByRole('heading', { name: 'Holds' }).waitFor();
  await page.keyboard.press('p');
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('It repeats itself.');
  await page.keyboard.press('Enter');
  await detail.getByText('Because: It repeats itself.').waitFor();
  // The log may say so before the answer does; until that comes the field is there and takes the keys.
  await page.getByRole('textbox', { name: 'Why' }).waitFor({ state: 'detached' });
  expect(await lead.rpc.agents.get.query({ name: 'codex-2' })).toMatchObject({
    status: 'paused',
    statusReason: 'It repeats itself.',
  });
  await page.locator('body').press('p');
  await detail.getByRole('button', { name: 'Drain' }).waitFor();
  expect((await lead.rpc.agents.get.query({ name: 'codex-2' })).status).toBe('active');
});

test('whoever goes through the roster stays in it when they open an agent, and a button that acts keeps the focus', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, lead } = dash;
  await lead.rpc.agents.pause.mutate({ name: 'codex-2', reason: 'It repeats itself.' });
  await dash.open('/agents');
  const link = page.getByRole('link', { name: /^codex-2 / });
  await tabTo(page, page.locator('main [data-item][tabindex="0"]'));
  for (const name of ['codex-2', 'lena', 'scout-1']) {
    await page.keyboard.press('j');
    await page.locator(`[data-item="${name}"]:focus`).waitFor();
  }
  for (let up = 0; up < 2; up += 1) await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  const detail = page.getByRole('region', { name: 'codex-2' });
  await detail.waitFor();
  await link.and(page.locator(':focus')).waitFor();

  let sent: Route | null = null;
  await page.route('**/agents.resume**', (route) => {
    sent = route;
  });
  const resume = detail.getByRole('button', { name: 'Resume' });
  await tabTo(page, resume);
  await page.keyboard.press('Enter');
  await expect.poll(() => resume.isDisabled()).toBe(true);
  // While it is under way it does nothing, and has the focus.
  await page.keyboard.press('Enter');
  await resume.and(page.locator(':focus')).waitFor();
  await expect.poll(() => sent).not.toBeNull();
  await (sent as Route | null)?.continue();
  await detail.getByRole('button', { name: 'Pause' }).and(page.locator(':focus')).waitFor();
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

test('the pulse strip is of the last heartbeat intervals: it survives a reload, and shows what was missed', async () => {
  await using dash = await openDashboard();
  const { page, adminKey, server } = dash;
  const post = async (key: string, path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const reply = await fetch(`${server.origin}/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await reply.json()) as { token: string }; // of a registration; nothing else is read
  };
  // It has no SDK behind it, so that it falls silent after one sign of life.
  const { token } = await post(adminKey, '/agents', { name: 'scout-9' });
  await dash.open('/agents');
  const strip = page.locator('.roster-row', { hasText: 'scout-9' }).locator('.pulse-strip');
  const bars = (kind: string) => strip.locator(`i.${kind}`).count();
  await expect.poll(() => strip.getAttribute('aria-label')).toBe('scout-9 has given no sign of life yet');
  // As long as it is looked for, however slow this machine is: what it says is of the last intervals.
  const beatAndLook = async () => {
    await post(token, '/sessions/current/heartbeat', { leases: [] });
    return strip.getAttribute('aria-label');
  };
  await expect.poll(beatAndLook).toMatch(/^scout-9 was on time in the last /);
  await page.reload();
  const barsSeen = async () => {
    const label = await beatAndLook();
    return { label, good: await bars('good'), off: await bars('off') };
  };
  await expect
    .poll(barsSeen)
    .toEqual({ label: expect.stringMatching(/^scout-9 was on time in the last /), good: expect.any(Number), off: 0 });
  expect(await bars('good')).toBeGreaterThan(0);
  // An interval and a half after that, and until the page looks again: by then the next one may be missed as well.
  await expect
    .poll(() => strip.getAttribute('aria-label'), { timeout: 60_000 })
    .toMatch(/missed .* among them the last (one|\d+)$/);
  expect(await strip.locator('i').last().getAttribute('class')).toBe('off');
  expect(await bars('good')).toBeGreaterThan(0);
});

test('an agent has its latest events from the log, however long ago the page was opened, and its program with a token in it', async () => {
  await using dash = await openDashboard({ as: 'admin', full: true });
  const { page, lead } = dash;
  // More than a page of the log holds, and none of it of this agent.
  await lead.rpc.tasks.createMany.mutate({ tasks: Array.from({ length: 300 }, (_, nth) => ({ title: `Filler ${nth}` })) });
  await dash.open('/agents/codex-2');
  const lately = page.getByRole('region', { name: 'Lately' });
  await lately.getByText('codex-2 noted progress on').first().waitFor();
  await expect.poll(() => lately.getByRole('listitem').count()).toBe(12);
  const connect = page.getByRole('region', { name: 'Connect it' });
  await connect.getByText('Connect it').click();
  await connect.getByLabel('What runs it').selectOption('typescript');
  await connect.getByText('connectBaton()').waitFor();
  await connect.getByText('export BATON_TOKEN=…').waitFor();
  expect(await violations(page, 'agent')).toEqual([]);
  await connect.getByRole('button', { name: 'Put a further token in' }).click();
  await connect.getByText('The token is shown this once.').waitFor();
  const shell = await connect.getByRole('region', { name: 'Into the shell' }).textContent();
  const token = /BATON_TOKEN=(\S+)/.exec(shell ?? '')?.[1] ?? '';
  const asked = await fetch(`${dash.server.origin}/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(await asked.json()).toMatchObject({ agent: 'codex-2' });
});

test('agents beyond the first answer of the server stay on the page when it looks again', async () => {
  await using dash = await openDashboard();
  const { page, server, adminKey } = dash;
  const agents = 230;
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  for (let made = 0; made < agents; made += 1) {
    const body = JSON.stringify({ name: `agent-${String(made).padStart(3, '0')}` });
    expect((await fetch(`${server.origin}/v1/agents`, { method: 'POST', headers, body })).status).toBe(201);
  }
  await dash.open('/agents');
  const rows = page.locator('.roster-row');
  // With the person who looks.
  await expect.poll(() => rows.count()).toBe(agents + 1);
  for (let looks = 0; looks < 2; looks += 1) await page.waitForResponse((response) => response.url().includes('agents.list'));
  // The look after those two begins long after what they found was shown.
  await page.waitForResponse((response) => response.url().includes('tasks.list'));
  expect(await rows.count()).toBe(agents + 1);
});
