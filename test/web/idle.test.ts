import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDashboard } from './support/open-dashboard.ts';
import { settled } from './support/settled.ts';

const SECONDS = 15;
/** As many as Now shows of what is in flight, each with a ring that drains. */
const TASKS = 20;
/** Rings, ages and a look each five seconds: a few a second, where what moves by itself has sixty. */
const RECALCULATIONS_MAX = 12;
/** Of one core, on a machine that does nothing else; a bound for a busy one is far from it. */
const GOAL_PART = 0.02;
const SLACK = 8;

test('a page on which nothing happens but time costs next to nothing', async () => {
  await using dash = await openDashboard();
  const { page, lead, context } = dash;
  // What moves does so for those who did not ask for less.
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const scout = await dash.agent('scout-1', { maxConcurrent: TASKS });
  for (let made = 0; made < TASKS; made += 1) {
    const { id } = await lead.rpc.tasks.create.mutate({ title: `Held ${made}`, leaseTtlSeconds: 600 });
    await scout.claim(id);
  }
  await dash.open('/');
  await settled(page, 'Now');
  await expect.poll(() => page.locator('.claim-row .lease-ring').count()).toBe(TASKS);
  const browser = await context.newCDPSession(page);
  // What the page itself was busy for; by the clock it would also be what others on this machine took meanwhile.
  await browser.send('Performance.enable', { timeDomain: 'threadTicks' });
  const measure = async () => {
    const { metrics } = await browser.send('Performance.getMetrics');
    const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
    return { at: performance.now() / 1_000, busy: of('TaskDuration'), styles: of('RecalcStyleCount') };
  };
  const before = await measure();
  // What is measured is time itself.
  await delay(SECONDS * 1_000);
  const after = await measure();
  const seconds = after.at - before.at;
  const part = (after.busy - before.busy) / seconds;
  const styles = (after.styles - before.styles) / seconds;
  process.stdout.write(
    `idle with ${TASKS} leases for ${seconds.toFixed(0)} s: ${(part * 100).toFixed(1)} % of a core, ${styles.toFixed(1)} style recalculations a second (goal ${GOAL_PART * 100} %)\n`,
  );
  expect(styles).toBeLessThanOrEqual(RECALCULATIONS_MAX);
  expect(part).toBeLessThanOrEqual(GOAL_PART * SLACK);
});
