import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from './axe.ts';
import type { Theme } from './open-dashboard.ts';

const OUT = join(import.meta.dirname, '..', '..', '..', 'build', 'screenshots');
const WIDTHS = [1280, 390];
/** What is not photographed but has to fit: the narrowest that WCAG 2.2 asks for, and a window of 1280 px at 200 % zoom. */
const ALSO_FITS = [320, 640];
const HEIGHT = 900;
/** Far more than a frame of a busy machine. */
const FOLLOWS_WITHIN_MS = 10_000;
/** What reaches furthest to the right. */
const WIDEST = `(() => {
  const all = [...document.querySelectorAll('main *')].map((one) => [one.getBoundingClientRect().right, one.outerHTML.slice(0, 120)]);
  return all.sort((a, b) => b[0] - a[0]).slice(0, 2).join(' | ');
})()`;

/** Cards are measured anew when their column gets another width, which shows in the frame after. */
const NO_CARD_COVERS_ANOTHER = `[...document.querySelectorAll('.column-cards')].every((column) => {
  const places = [...column.querySelectorAll('.card-place')].map((one) => one.getBoundingClientRect()).sort((a, b) => a.top - b.top);
  return places.every(({ top }, at) => at === 0 || top >= places[at - 1].bottom - 1);
})`;

interface Looking {
  readonly name: string;
  readonly theme: Theme;
  /** At which widths axe looks, too; one where a page shows little that it does not show in another state. */
  readonly axeAt?: readonly number[];
}

export const BOTH_WIDTHS: readonly number[] = WIDTHS;

/** Photographs what a page shows, for people to look at; returns what axe says, and the widths at which it is wider than its window. */
export async function lookAt(page: Page, { name, theme, axeAt = [1280] }: Looking): Promise<string[]> {
  await mkdir(OUT, { recursive: true });
  const faults: string[] = [];
  for (const width of [...ALSO_FITS, ...WIDTHS]) {
    await page.setViewportSize({ width, height: HEIGHT });
    await expect.poll(() => page.evaluate(NO_CARD_COVERS_ANOTHER)).toBe(true);
    const needs = await widthOf(page, width);
    if (needs > width) faults.push(`${name} at ${width} px needs ${needs}: ${await page.evaluate(WIDEST)}`);
    if (WIDTHS.includes(width)) await page.screenshot({ path: join(OUT, `${name}-${theme}-${width}.png`), fullPage: true });
    if (axeAt.includes(width)) faults.push(...(await violations(page, `${name} at ${width} px`)));
  }
  await page.setViewportSize({ width: 1280, height: HEIGHT });
  return faults;
}

/** How wide a page is; where it is wider than its window, once it had time to follow: what is drawn on a canvas is drawn anew a frame later. */
async function widthOf(page: Page, window: number): Promise<number> {
  const now = async () => Number(await page.evaluate('document.documentElement.scrollWidth'));
  // What it is in the end is for the caller to judge.
  await expect
    .poll(now, { timeout: FOLLOWS_WITHIN_MS })
    .toBeLessThanOrEqual(window)
    .catch(() => undefined);
  return now();
}
