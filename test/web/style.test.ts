import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { colourOfHue } from '../../web/parts/agent-colour.ts';
import { type Dashboard, openDashboard } from './support/open-dashboard.ts';
import { settled } from './support/settled.ts';

const THEMES = ['light', 'dark'] as const;
const SURFACES = ['--bg', '--surface', '--raised'];
const TONES = ['todo', 'doing', 'validating', 'done', 'blocked', 'expiring', 'failed', 'cancelled'];
/** What is text on which ground. */
const TEXTS: readonly [string, string][] = [
  ...['--text', '--text-2', '--text-3', '--accent'].flatMap((text) => SURFACES.map((on): [string, string] => [text, on])),
  ...TONES.map((tone): [string, string] => [`--${tone}`, `--${tone}-bg`]),
  ['--on-accent', '--accent'],
];
const TEXT_MIN = 4.5;
const MARK_MIN = 3;

let dash: Dashboard;
beforeAll(async () => {
  dash = await openDashboard({ full: true });
});
afterAll(() => dash.close());

/** The contrast of each colour with each ground that stands beside it, as the browser shows them. */
async function contrasts(page: Page, pairs: readonly [string, string][]): Promise<number[]> {
  return (await page.evaluate(`(() => {
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const probe = document.body.appendChild(document.createElement('i'));
    const lightOf = (colour) => {
      probe.style.color = colour.startsWith('--') ? 'var(' + colour + ')' : colour;
      context.fillStyle = getComputedStyle(probe).color;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const found = ${JSON.stringify(pairs)}.map((pair) => {
      const [a, b] = pair.map(lightOf);
      return Math.max(a, b) / Math.min(a, b);
    });
    probe.remove();
    return found;
  })()`)) as number[]; // what the script resolves to
}

async function tooClose(page: Page, pairs: readonly [string, string][], min: number): Promise<string[]> {
  const found = await contrasts(page, pairs);
  return pairs.flatMap(([a, b], at) => ((found[at] ?? 0) >= min ? [] : [`${a} on ${b}: ${found[at]?.toFixed(2)}`]));
}

test.each(THEMES)('in %s every text is read, every mark is seen, and each of the 360 hues of agents as well', async (theme) => {
  const { page } = dash;
  await page.emulateMedia({ colorScheme: theme });
  await page.locator(`html[data-theme="${theme}"]`).waitFor();
  const hues = Array.from({ length: 360 }, (_, hue) => colourOfHue(hue));
  const onSurfaces = (colour: string) => SURFACES.map((on): [string, string] => [colour, on]);
  expect(await tooClose(page, TEXTS, TEXT_MIN)).toEqual([]);
  // The letter of a sigil has the colour of the surface.
  expect(await tooClose(page, hues.flatMap(onSurfaces), MARK_MIN)).toEqual([]);
  expect(
    await tooClose(
      page,
      hues.map((hue): [string, string] => ['--surface', hue]),
      TEXT_MIN,
    ),
  ).toEqual([]);
  // Fields stand on these two; where a bar is raised it has no field.
  const borders = ['--bg', '--surface'].map((on): [string, string] => ['--input-border', on]);
  expect(await tooClose(page, borders, MARK_MIN)).toEqual([]);
});

test('no field stands on a raised ground, where its border would be too faint', async () => {
  const { page } = dash;
  await page.emulateMedia({ colorScheme: 'light' });
  await dash.open('/tasks');
  await page
    .getByRole('checkbox', { name: /^Select T-/ })
    .first()
    .check();
  await page.locator('.bulk-bar').waitFor();
  const ground = await computed(page, '.bulk-bar', 'backgroundColor');
  expect(ground).toBe(await groundOf(page));
});

test('whoever has a dark system sees no light ground while the program is still on its way', async () => {
  const other = await dash.browser.newContext({ colorScheme: 'dark' });
  const page = await other.newPage();
  await page.route('**/*.js', () => undefined);
  await page.goto(`${dash.server.origin}/dashboard/`, { waitUntil: 'commit' });
  await expect.poll(() => groundOf(page)).toBe('rgb(15, 19, 17)');
  expect(await page.locator('html[data-theme]').count()).toBe(0);
  await other.close();
});

test('where the system gives the colours, what is chosen differs from what is not, and the dot says its state', async () => {
  const { page, filled } = dash;
  await page.emulateMedia({ forcedColors: 'active' });
  const alike: string[] = [];
  const differs = async (name: string, { chosen, other }: { chosen: string; other: string }) => {
    await page.locator(chosen).first().waitFor();
    if ((await computed(page, chosen, 'outline')) === (await computed(page, other, 'outline'))) alike.push(name);
  };
  await dash.open('/tasks');
  await differs('a page', { chosen: '.nav a[aria-current="page"]', other: '.nav a:not([aria-current])' });
  await differs('a view', { chosen: '.view-button[aria-pressed="true"]', other: '.view-button[aria-pressed="false"]' });
  await page.keyboard.press('Control+k');
  const item = '.palette [cmdk-item]';
  await differs('an entry of the palette', { chosen: `${item}[data-selected="true"]`, other: `${item}[data-selected="false"]` });
  await page.keyboard.press('Escape');
  await dash.open('/insights');
  await differs('a range', { chosen: '.range:has(:checked)', other: '.range:not(:has(:checked))' });
  await dash.open(`/activity?seq=5`);
  await differs('an event', { chosen: '.event-row[data-linked="true"]', other: '.event-row[data-linked="false"]' });
  await dash.open('/agents/codex-2');
  await differs('an agent', { chosen: '.roster-link[aria-current="true"]', other: '.roster-link:not([aria-current="true"])' });
  await dash.open(`/tasks/${filled.doing}`);
  const dot = await computed(page, '.live-dot i', 'backgroundColor');
  expect(dot).not.toBe(await groundOf(page));
  await page.emulateMedia({ forcedColors: 'none' });
  expect(alike).toEqual([]);
});

function groundOf(page: Page): Promise<string> {
  return computed(page, 'body', 'backgroundColor');
}

function computed(page: Page, selector: string, property: string): Promise<string> {
  const script = `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`;
  return page.evaluate(script) as Promise<string>; // a computed value is text
}

test('what changes flashes once, where motion is wanted; what is shown for the first time does not', async () => {
  await using moving = await openDashboard({ full: true, motion: true });
  const { page, lead, filled } = moving;
  // Kept as they begin, since one lasts less than a second.
  await page.addInitScript(`addEventListener('animationstart', ({ animationName, target }) => {
    if (animationName !== 'flash') return;
    (window.flashes ??= []).push(target.textContent + ' for ' + getComputedStyle(target).animationDuration);
  })`);
  const flashes = () => page.evaluate('window.flashes ?? []');
  await moving.open('/tasks');
  await settled(page, 'Tasks');
  const [first = ''] = filled.chain;
  await page.getByRole('row').filter({ hasText: first }).getByText('Todo').waitFor();
  expect(await flashes()).toEqual([]);
  await lead.rpc.tasks.cancel.mutate({ id: first, reason: 'Not needed.' });
  await expect.poll(flashes).toContain('Cancelled for 0.9s');

  // Whoever wants no motion sees the change alone.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await lead.rpc.tasks.reopen.mutate({ id: first, reason: 'Needed after all.' });
  await expect.poll(flashes).toContain('Todo for 0.001s');
  const lasting = `document.getAnimations()
    .filter((one) => one.animationName !== 'lease-drains' && one.effect.getComputedTiming().duration > 1)
    .map((one) => one.animationName ?? one.transitionProperty)`;
  expect(await page.evaluate(lasting)).toEqual([]);
});
