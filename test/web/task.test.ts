import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';

test('a change that somebody made meanwhile is named by who and when, nothing written is lost, and it can be saved on top', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  dash.guard.allow(/status of 409/);
  const scout = await dash.agent('scout-1');
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Round the totals' });
  await dash.open(`/tasks/${id}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('form', { name: `Edit ${id}` });
  await form.getByLabel('Title').fill('Round the totals as the bank does');
  await scout.rpc.tasks.update.mutate({ id, ifMatch: 1, priority: 0 });
  await page.getByText('P0', { exact: true }).waitFor();
  await form.getByRole('button', { name: 'Save' }).click();

  await form
    .getByRole('alert')
    .filter({ hasText: `Not saved: scout-1 changed ${id}, ` })
    .waitFor();
  expect(await form.getByLabel('Title').inputValue()).toBe('Round the totals as the bank does');
  expect((await lead.rpc.tasks.get.query({ id })).title).toBe('Round the totals');

  await form.getByRole('button', { name: 'Base it on version 2' }).click();
  await form.getByLabel('Priority').selectOption('1');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: 'Round the totals as the bank does' }).waitFor();
  expect(await lead.rpc.tasks.get.query({ id })).toMatchObject({ version: 3, priority: 1 });
});

test('a blocked task is answered with one of its options, and its history tells all of it', async () => {
  await using dash = await openDashboard({ full: true });
  const { page, filled } = dash;
  await dash.open(`/tasks/${filled.asked}`);
  await page.getByRole('button', { name: 'As a voucher' }).click();
  await page.locator('.task-head').getByText('Todo', { exact: true }).waitFor();
  await page.getByText('History', { exact: true }).click();
  const told = page.locator('.task-events');
  await told.getByText(`codex-2 is blocked on ${filled.asked}`).waitFor();
  await told.getByText(`lena unblocked ${filled.asked}`).waitFor();
});

test('a task in todo is offered to an agent that is chosen by name, in the drawer over the board', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  await dash.agent('scout-1');
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Find the broken link' });
  await dash.open(`/board?task=${id}`);
  const drawer = page.getByRole('dialog', { name: `Task ${id}` });
  await drawer.getByRole('button', { name: 'Offer to an agent' }).click();
  await drawer.getByLabel('The agent that alone may claim it').selectOption('scout-1');
  await drawer.getByRole('button', { name: 'Offer to an agent' }).last().click();
  await drawer.getByText('for scout-1 alone').waitFor();
  expect((await lead.rpc.tasks.get.query({ id })).assignee).toBe('scout-1');
});
