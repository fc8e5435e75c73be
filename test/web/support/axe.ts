import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Demanded by WCAG 2.2, and off unless one asks for it. */
const OPTIONS = JSON.stringify({ rules: { 'target-size': { enabled: true } } });

/** What axe says against a page, each with the elements: what WCAG 2.2 AA demands, and good practice. */
export async function violations(page: Page, name: string): Promise<string[]> {
  await page.evaluate(source);
  const found = (await page.evaluate(`axe.run(${OPTIONS})`)) as AxeResults; // what axe says of its own answer
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${name}: ${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
