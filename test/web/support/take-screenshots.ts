// Every page of the dashboard in both themes and at two widths, into build/screenshots; and the two pictures of the README.
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openDashboard, type Theme } from './open-dashboard.ts';
import { PAGES } from './pages.ts';
import { settled } from './settled.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const OUT = join(ROOT, 'build', 'screenshots');
const IMAGES = join(ROOT, 'docs', 'images');
const WIDTHS = [1280, 390];
/** What a README may weigh. */
const IMAGE_MAX_BYTES = 300_000;

await mkdir(OUT, { recursive: true });
await mkdir(IMAGES, { recursive: true });
for (const theme of ['light', 'dark'] as const) await photograph(theme);

async function photograph(theme: Theme): Promise<void> {
  await using dash = await openDashboard({ full: true, theme, as: 'lead' });
  const pages = [...PAGES.map(({ path, title }) => ({ path, title, name: title.toLowerCase() })), ofTask(dash.filled.bounced)];
  for (const width of WIDTHS) {
    await dash.page.setViewportSize({ width, height: 900 });
    for (const { path, title, name } of pages) {
      await dash.open(path);
      await settled(dash.page, title);
      await dash.page.screenshot({ path: join(OUT, `${name}-${theme}-${width}.png`), fullPage: true });
    }
  }
  await dash.page.setViewportSize({ width: 1280, height: 800 });
  await dash.open('/');
  await settled(dash.page, 'Now');
  const path = join(IMAGES, `dashboard-${theme}.png`);
  await dash.page.screenshot({ path });
  const { size } = await stat(path);
  process.stdout.write(`${path}: ${Math.round(size / 1_000)} kB\n`);
  if (size > IMAGE_MAX_BYTES) throw new Error(`${path} is larger than ${IMAGE_MAX_BYTES} bytes.`);
}

function ofTask(id: string): { path: string; title: null; name: string } {
  return { path: `/tasks/${id}`, title: null, name: 'task' };
}
