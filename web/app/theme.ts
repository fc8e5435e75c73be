import { Watched } from '../board/live-state.ts';

export type Theme = 'system' | 'light' | 'dark';
const SETTING = 'batonpass.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

/** What the person chose. */
export const theme = new Watched<Theme>(read());

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(SETTING, chosen);
  theme.set(chosen);
  apply();
}

/** Puts the theme on the page, and follows the system where that was chosen. */
export function startTheme(): void {
  dark.addEventListener('change', apply);
  apply();
}

function apply(): void {
  const chosen = theme.get();
  document.documentElement.dataset['theme'] = chosen === 'system' ? (dark.matches ? 'dark' : 'light') : chosen;
}

function read(): Theme {
  const kept = localStorage.getItem(SETTING);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}
