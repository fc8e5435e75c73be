// Every page of the dashboard of the demo in both themes and at two widths, into build/screenshots/demo; and the two pictures of the README.
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Theme } from './open-dashboard.ts';
import { type Demo, openDemo } from './open-demo.ts';
import { PAGES } from './pages.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const OUT = join(ROOT, 'build', 'screenshots', 'demo');
const IMAGES = join(ROOT, 'docs', 'images');
const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];
const IMAGE_SIZE = { width: 1280, height: 800 };
/** What a README may weigh. */
const IMAGE_MAX_BYTES = 300_000;
const THEMES: readonly Theme[] = ['light', 'dark'];
/** What the picture of the README shows at least: a board on which everything happens. */
const WANTED = { todo: 4, doing: 3, validating: 2, blocked: 1, done: 3 };
const WAIT_MAX_MS = 180_000;
const LOOK_EVERY_MS = 500;

await mkdir(OUT, { recursive: true });
await mkdir(IMAGES, { recursive: true });
await using demo = await openDemo();
await until(() => showsAll(demo), 'everything was on the board');
for (const theme of THEMES) await photographNow(theme);
for (const theme of THEMES) await photographPages(theme);

async function photographNow(theme: Theme): Promise<void> {
  const { page } = demo;
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize(IMAGE_SIZE);
  await demo.open('/');
  await shown();
  // Somebody has been at work for a while.
  const unknown = page.getByText('no progress noted yet');
  await until(async () => (await showsAll(demo)) && (await unknown.count()) === 0, 'everything was on the board');
  const path = join(IMAGES, `dashboard-${theme}.png`);
  await page.screenshot({ path });
  const { size } = await stat(path);
  process.stdout.write(`${path}: ${Math.round(size / 1_000)} kB\n`);
  if (size > IMAGE_MAX_BYTES) throw new Error(`${path} is larger than ${IMAGE_MAX_BYTES} bytes.`);
}

async function photographPages(theme: Theme): Promise<void> {
  const { page } = demo;
  await page.emulateMedia({ colorScheme: theme });
  const { items } = await demo.ask<{ items: { id: string; title: string }[] }>('/v1/tasks?limit=200');
  const rounding = items.find(({ title }) => title.startsWith('Round cart totals'));
  const pages = [
    ...PAGES.map(({ path, title }) => ({ path, name: title.toLowerCase() })),
    { path: `/tasks/${rounding?.id}`, name: 'task' },
  ];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const { path, name } of pages) {
      await demo.open(path);
      await shown();
      await page.screenshot({ path: join(OUT, `${name}-${theme}-${size.width}.png`), fullPage: true });
    }
  }
}

/** A board on which much happens is never quiet on the network. */
async function shown(): Promise<void> {
  await demo.page.locator('main h1, main h2').first().waitFor();
  await demo.page.locator('.skeleton').first().waitFor({ state: 'detached' });
}

async function showsAll({ ask }: Demo): Promise<boolean> {
  const { tasks } = await ask<{ tasks: Record<string, number> }>('/v1/summary');
  const { items } = await ask<{ items: { kind: string }[] }>('/v1/attention');
  const kinds = new Set(items.map(({ kind }) => kind));
  return (
    Object.entries(WANTED).every(([status, count]) => (tasks[status] ?? 0) >= count) &&
    kinds.has('question') &&
    kinds.has('review')
  );
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (const startedAt = performance.now(); !(await isSo()); await pause(LOOK_EVERY_MS)) {
    if (performance.now() - startedAt > WAIT_MAX_MS) throw new Error(`Within ${WAIT_MAX_MS} ms it was never so that ${what}.`);
  }
}
