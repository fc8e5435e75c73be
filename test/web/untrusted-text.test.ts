import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Baton } from '../../client/baton.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { PAGES } from './support/pages.ts';
import { settled } from './support/settled.ts';

/** Each would set `ranBy` if anything of it ran. */
const PAYLOAD = (where: string) =>
  [
    `<script>window.ranBy='${where}'</script>`,
    `<img src=x onerror="window.ranBy='${where}'">`,
    `<svg onload="window.ranBy='${where}'"></svg>`,
    `<iframe srcdoc="<script>parent.ranBy='${where}'</script>"></iframe>`,
    `[link](javascript:window.ranBy='${where}')`,
    `[page](data:text/html,<script>alert('${where}')</script>)`,
    `![picture](https://198.51.100.1/${where}.png)`,
    `![drawing](data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E)`,
    `"><script>alert('${where}')</script>`,
  ].join('\n\n');

test('nothing of what agents write runs or is fetched, wherever it is shown', async () => {
  await using dash = await openDashboard();
  const { page, lead } = dash;
  const evil = await dash.agent('mallory', { maxConcurrent: 3 });
  const { id } = await lead.rpc.tasks.create.mutate({
    title: `<img src=x onerror="window.ranBy='title'"><script>window.ranBy='title'</script>`,
    brief: PAYLOAD('brief'),
    acceptance: [PAYLOAD('acceptance')],
    labels: ['script'],
  });
  const claim = await evil.claim(id);
  await claim.progress(PAYLOAD('progress'));
  await evil.rpc.tasks.comment.mutate({ id, body: PAYLOAD('comment') });
  await claim.attach('evil.html', `<html><body>${PAYLOAD('artifact')}</body></html>`, { mediaType: 'text/html' });
  await claim.attach('evil.svg', `<svg xmlns="http://www.w3.org/2000/svg"><script>window.ranBy='svg'</script></svg>`, {
    mediaType: 'image/svg+xml',
  });
  await claim.attach('evil.md', PAYLOAD('markdown'), { mediaType: 'text/markdown' });
  await evil.inbox.send(PAYLOAD('message'), { to: { agent: 'lena' }, subject: '<script>window.ranBy=1</script>' });
  await claim.submit(PAYLOAD('summary'), {
    answers: [{ criterion: 0, met: true, note: PAYLOAD('answer') }],
    evidence: [
      { type: 'url', url: `https://198.51.100.1/"><script>window.ranBy='url'</script>` },
      { type: 'url', url: `javascript:window.ranBy='url'//` },
      { type: 'command', command: PAYLOAD('command'), exitCode: 0, output: PAYLOAD('output') },
      { type: 'file', path: `<img src=x onerror="window.ranBy='path'">` },
    ],
  });
  const sentBack = await secondRound(dash, evil);
  const asked = await question(dash, evil);
  const { agent } = await lead.rpc.agents.register.mutate({ name: 'paused' });
  await lead.rpc.agents.pause.mutate({ name: agent.name, reason: PAYLOAD('pause') });
  await lead.rpc.projects.pause.mutate({ name: 'main', reason: PAYLOAD('project') });

  await page.addInitScript(
    "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))",
  );
  for (const { path, title } of PAGES) {
    await dash.open(path);
    await settled(page, title);
    expect(await page.evaluate('window.ranBy')).toBeUndefined();
  }
  const { items } = await lead.rpc.reviews.list.query({});
  const inbox = await lead.rpc.inbox.list.query({});
  const thread = inbox.items[0]?.message.id;
  const reviewOf = (task: string) => `/review/${items.find(({ taskId }) => taskId === task)?.id}`;
  const details = [`/tasks/${id}`, `/?task=${id}`, reviewOf(id), `/inbox/${thread}`];
  const others = [`/tasks/${asked}`, `/tasks/${sentBack}`, reviewOf(sentBack), '/agents/paused', '/agents/mallory'];
  for (const path of [...details, ...others]) {
    await dash.open(path);
    await settled(page, null);
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    await settled(page, null);
    if (path.endsWith(id)) expect(await readFiles(page), path).toBe(2); // HTML and Markdown; what is a picture is only saved
    expect(await page.evaluate('window.ranBy')).toBeUndefined();
    expect(await page.locator('a[href^="javascript:"], a[href^="data:"]').count()).toBe(0);
    // Whatever the policy of the page would still keep from running.
    expect(await page.locator('[onload], [onerror], body script').count()).toBe(0);
    // Each that is not of the dashboard's own files would be one of theirs.
    expect(await page.locator('img:not([src^="/dashboard/"])').count()).toBe(0);
    expect(await page.locator('iframe, object, embed').count()).toBe(0);
  }
  // On an origin of its own an artifact is a download or plain bytes; opened by its address it runs nothing here.
  for (const name of ['evil.html', 'evil.svg']) {
    const reply = await dash.context.request.get(`${dash.server.origin}/v1/tasks/${id}/artifacts/${name}`);
    const headers = reply.headers();
    expect(`${headers['content-disposition']} ${headers['content-security-policy']}`).toMatch(/attachment|sandbox/);
  }
});

/** Handed in again after a review whose note is as bad as the rest. */
async function secondRound({ lead, agent }: Dashboard, evil: Baton): Promise<string> {
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Sent back' });
  await (await evil.claim(id)).submit(PAYLOAD('first'));
  const reviewer = await agent('eve', { role: 'reviewer' });
  const { items } = await reviewer.rpc.reviews.list.query({ taskId: id });
  await (await reviewer.reviews.claim(items[0]?.id ?? '')).requestChanges(PAYLOAD('note'));
  await (await evil.claim(id)).submit(PAYLOAD('second'));
  return id;
}

/** Stands on Now, on the task and on the board, with its options as buttons. */
async function question({ lead }: Dashboard, evil: Baton): Promise<string> {
  const { id } = await lead.rpc.tasks.create.mutate({ title: 'Asked about' });
  const options = ['script', 'image'].map((name) => PAYLOAD(name).slice(0, 400));
  await (await evil.claim(id)).block(PAYLOAD('reason'), { waitingOn: { human: 'any' }, options });
  return id;
}

/** Shows what is shown only on request: the files that can be read in place. How many there were. */
async function readFiles(page: Page): Promise<number> {
  const files = page.getByRole('region', { name: 'Files' });
  const buttons = files.getByRole('button', { name: 'Read', exact: true });
  const count = await buttons.count();
  // Each becomes another button, so that the next one is the first.
  for (let at = 0; at < count; at += 1) {
    await buttons.first().click();
    await files.getByRole('button', { name: 'Close', exact: true }).nth(at).waitFor();
  }
  await page.waitForLoadState('networkidle');
  return count;
}
