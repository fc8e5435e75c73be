import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { openerOf, wantsBrowser } from '../../server/open-browser.ts';

const linux = (env: Record<string, string>, isTerminal = true) => ({ platform: 'linux', env, isTerminal }) as const;

test('[HOUSE] a browser opens by itself only where somebody sits in front of this machine', () => {
  expect(wantsBrowser('auto', linux({ DISPLAY: ':0' }))).toBe(true);
  expect(wantsBrowser('auto', linux({ WAYLAND_DISPLAY: 'wayland-0' }))).toBe(true);
  expect(wantsBrowser('auto', { platform: 'darwin', env: {}, isTerminal: true })).toBe(true);
  expect(wantsBrowser('auto', linux({}))).toBe(false);
  expect(wantsBrowser('auto', linux({ DISPLAY: ':0' }, false))).toBe(false);
  expect(wantsBrowser('auto', linux({ DISPLAY: ':0', CI: 'true' }))).toBe(false);
  expect(wantsBrowser('auto', { platform: 'darwin', env: { SSH_CONNECTION: '::1 1 ::1 22' }, isTerminal: true })).toBe(false);
});

test('[HOUSE] --open opens it wherever this runs, --no-open nowhere', () => {
  expect(wantsBrowser(readConfig(['--open'], '1.0.0').open, linux({ CI: 'true' }, false))).toBe(true);
  expect(wantsBrowser(readConfig(['--no-open'], '1.0.0').open, linux({ DISPLAY: ':0' }))).toBe(false);
  expect(readConfig([], '1.0.0').open).toBe('auto');
});

test('[HOUSE] an address reaches the opener as one argument, past any shell', () => {
  const url = 'http://localhost:4445/dashboard/sign-in#bat_link_1_2_3';
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const { command, args } = openerOf(platform, url);
    expect(args.at(-1)).toBe(url);
    expect(command).not.toBe('cmd');
  }
});
