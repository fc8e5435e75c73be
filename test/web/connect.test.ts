import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('the program that Connect shows for curl runs as it is, and each step is ticked when the server has seen it', async () => {
  await using dash = await openDashboard();
  const { page } = dash;
  await dash.open('/connect');
  await page.getByLabel('curl').check();
  await page.getByLabel('Name of the agent').fill('shell-7');
  await page.getByRole('button', { name: 'Register and show the program' }).click();
  const shakes = page.getByRole('region', { name: 'Hand-shake' });
  await shakes.getByText('Registered', { exact: true }).waitFor();
  await shakes.getByText('Waits for the first claim').waitFor();
  await page.getByRole('button', { name: 'Make a practice task' }).click();
  await page.getByText('is for shell-7 alone').waitFor();

  const shell = await page.getByRole('region', { name: 'Into the shell' }).textContent();
  const program = await page.getByRole('region', { name: 'Then, in the same shell' }).textContent();
  expect(shell).toContain(dash.server.origin);
  await run(`${shell}\n${program}`);

  for (const step of ['Session started', 'First task claimed', 'Heartbeat seen', 'First work handed in']) {
    await shakes.getByText(step, { exact: true }).waitFor();
  }
  const { items } = await dash.lead.rpc.tasks.list.query({ q: 'label:practice' });
  expect(items).toMatchObject([{ status: 'done', assignee: 'shell-7' }]);
});

test('a name that is taken is refused before it is sent, and the token is gone when the page is opened again', async () => {
  await using dash = await openDashboard();
  await dash.agent('python-1');
  await dash.open('/connect?harness=python');
  const button = dash.page.getByRole('button', { name: 'Register and show the program' });
  await dash.page.getByText('There is an agent python-1 already').waitFor();
  expect(await button.isDisabled()).toBe(true);
  await dash.page.getByLabel('Name of the agent').fill('python-2');
  await button.click();
  await dash.page.getByText(/bat_agent_/).waitFor();
  await dash.open('/connect?harness=python');
  expect(await dash.page.getByText(/bat_agent_/).count()).toBe(0);
});

async function run(script: string): Promise<void> {
  const child = spawn('sh', ['-ec', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`The program ended with ${code}:\n${said}`);
}
