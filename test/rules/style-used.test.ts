import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const WEB = join(import.meta.dirname, '..', '..', 'web');
/** Lines of the type scale, in pixels. Text of 12 px may stand in a line of 13 or 14. */
const SCALE = new Set(['11/16', '12/16', '13/20', '14/20', '16/24', '20/28', '26/32']);

async function read(extension: RegExp): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(WEB, { recursive: true })).filter((name) => extension.test(name));
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(WEB, name), 'utf8') })));
}

const styles = await read(/\.css$/);
const code = (await read(/\.tsx?$/)).map(({ text }) => text).join('\n');
const style = styles.map(({ text }) => text.replaceAll(/\/\*[\s\S]*?\*\//g, '')).join('\n');

test('[HOUSE] every class that is styled is on some element, and every token is used', () => {
  const selectors = style.replaceAll(/\{[^{}]*\}/g, ' ');
  const classes = new Set([...selectors.matchAll(/\.([a-z][\w-]*)/g)].map(([, name = '']) => name));
  const unused = [...classes].filter((name) => !new RegExp(`["'\` ]${name}["'\` ]`).test(code));
  const tokens = new Set([...style.matchAll(/^\s*(--[\w-]+):/gm)].map(([, name = '']) => name));
  const idle = [...tokens].filter((token) => !style.includes(`var(${token})`) && !code.includes(token) && !isTone(token));
  expect({ unused, idle }).toEqual({ unused: [], idle: [] });
});

test('[HOUSE] text that says its size and its line is on the type scale', () => {
  const off = [...style.matchAll(/font-size: (\d+)px;\s*line-height: (\d+)px/g)]
    .map(([, size, line]) => `${size}/${line}`)
    .filter((one) => !SCALE.has(one));
  expect(off).toEqual([]);
});

/** `var(--${tone})` and `var(--${tone}-bg)` are put together where a state is shown. */
function isTone(token: string): boolean {
  return /^--(todo|doing|validating|done|blocked|expiring|failed|cancelled)(-bg)?$/.test(token);
}
