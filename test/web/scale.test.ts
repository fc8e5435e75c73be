import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAt } from './support/look-at.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { NAMED_PAGES } from './support/pages.ts';
import { settled } from './support/settled.ts';

const CARDS = 2_000;
/** A board is read up to 5,000 tasks. */
const TOO_MANY = 5_100;
const BATCH = 500;
/** Where a frame is longer than this, somebody sees a jerk. This machine may be busy, so half of them are held to it. */
const FRAME_P50_MAX_MS = 50;
const FRAMES = 120;
const SCROLLS = 3;

/** How long somebody waits for the first text of a page, and how much longer while this machine does other things. */
const FIRST_CONTENT_GOAL_MS = 1_000;
const FIRST_CONTENT_SLACK = 4;
/** A busy machine slows some openings; what the program does itself slows all of them, also the fastest. */
const FASTEST_FIRST_CONTENT_SLACK = 1.5;
const OPENINGS = 5;

let dash: Dashboard;
beforeAll(async () => {
  dash = await openDashboard();
});
afterAll(() => dash.close());

test('the first content of a page is there soon, with nothing kept from before', async () => {
  const times: number[] = [];
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    const context = await dash.browser.newContext({ storageState: await dash.context.storageState() });
    const page = await context.newPage();
    await page.goto(`${dash.server.origin}/dashboard/`);
    await settled(page, 'Now');
    times.push(Number(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")));
    await context.close();
  }
  const p50 = quantile(times, 0.5);
  process.stdout.write(`first contentful paint: p50 ${p50.toFixed(0)} ms of ${OPENINGS} (goal ${FIRST_CONTENT_GOAL_MS} ms)\n`);
  expect(p50).toBeLessThanOrEqual(FIRST_CONTENT_GOAL_MS * FIRST_CONTENT_SLACK);
  expect(Math.min(...times)).toBeLessThanOrEqual(FIRST_CONTENT_GOAL_MS * FASTEST_FIRST_CONTENT_SLACK);
});

test('a board of 2,000 cards opens and scrolls', async () => {
  await makeTasks(CARDS);
  const openedAt = performance.now();
  await dash.open('/board');
  await settled(dash.page, 'Board');
  await dash.page
    .getByText(/^Card \d+$/)
    .first()
    .waitFor();
  process.stdout.write(`2,000 cards: on the page after ${Math.round(performance.now() - openedAt)} ms\n`);
  let frames = await framesOfScrolling(dash);
  // What the page itself makes slow is slow each time.
  for (let again = 1; again < SCROLLS && quantile(frames, 0.5) > FRAME_P50_MAX_MS; again += 1)
    frames = await framesOfScrolling(dash);
  const p50 = quantile(frames, 0.5);
  process.stdout.write(
    `2,000 cards, ${frames.length} frames of scrolling: p50 ${p50.toFixed(1)} ms, p95 ${quantile(frames, 0.95).toFixed(1)} ms\n`,
  );
  expect(p50).toBeLessThanOrEqual(FRAME_P50_MAX_MS);
  // Only what is seen is in the page, on a phone as well, where the page scrolls and not the columns alone.
  expect(await dash.page.getByText(/^Card \d+$/).count()).toBeLessThan(CARDS / 4);
  await dash.page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(() => dash.page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(2 * 844);
  await dash.page.setViewportSize({ width: 1280, height: 900 });
});

test('more than one page holds is said, and more is to be had', async () => {
  await makeTasks(TOO_MANY - CARDS);
  const { page } = dash;
  const wide: string[] = [];
  for (const { path, title, name } of NAMED_PAGES.filter((one) => ['/', '/board', '/tasks'].includes(one.path))) {
    await dash.open(path);
    await settled(page, title);
    await page.getByText('There is more than one page holds.').waitFor();
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      wide.push(...(await lookAt(page, { name: `${name}-too-many`, theme, axeAt: [] })));
    }
  }
  await page.getByRole('button', { name: 'Load more' }).click();
  await page.getByText('200 are shown.').waitFor();
  expect(wide).toEqual([]);
});

/** Nobody looks meanwhile: what many events at once do to an open page is measured elsewhere. */
async function makeTasks(count: number): Promise<void> {
  await dash.page.goto('about:blank');
  for (let made = 0; made < count; made += BATCH) {
    const tasks = Array.from({ length: Math.min(BATCH, count - made) }, (_, place) => ({
      title: `Card ${made + place}`,
      labels: [`area-${place % 7}`],
    }));
    await dash.lead.rpc.tasks.createMany.mutate({ tasks });
  }
}

/** Scrolls what holds the cards a step a frame, and says how long each frame took. */
async function framesOfScrolling({ page }: Dashboard): Promise<number[]> {
  const measured = await page.evaluate(`new Promise((resolve) => {
    const card = [...document.querySelectorAll('main *')].find((one) => one.children.length === 0 && /^Card [0-9]+$/.test(one.textContent));
    let place = card;
    while (place && !(place.scrollHeight > place.clientHeight + 50 && /auto|scroll/.test(getComputedStyle(place).overflowY))) place = place.parentElement;
    place ??= document.scrollingElement;
    const times = [];
    let before = performance.now();
    const step = (now) => {
      times.push(now - before);
      before = now;
      place.scrollTop += 120;
      if (times.length > ${FRAMES}) resolve({ times: times.slice(1), scrolled: place.scrollTop });
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`);
  const { times, scrolled } = measured as { times: number[]; scrolled: number }; // what the script above resolves to
  expect(scrolled).toBeGreaterThan(2_000);
  return times;
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN;
}
