import { spawn } from 'node:child_process';

/** What was said about opening a browser: nothing, `--open` or `--no-open`. */
export type OpenWish = 'auto' | 'always' | 'never';

export interface Screen {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output is a terminal: somebody looks. */
  readonly isTerminal: boolean;
}

/** Whether to open a browser: by itself only where somebody sits in front of this very machine. */
export function wantsBrowser(wish: OpenWish, { platform, env, isTerminal }: Screen): boolean {
  if (wish !== 'auto') return wish === 'always';
  const said = (name: string) => (env[name] ?? '') !== '';
  if (!isTerminal || said('CI') || said('SSH_CONNECTION')) return false;
  return platform === 'darwin' || platform === 'win32' || said('DISPLAY') || said('WAYLAND_DISPLAY');
}

/** The program of each system that opens an address as the user likes it. */
export function openerOf(platform: NodeJS.Platform, url: string): { command: string; args: readonly string[] } {
  if (platform === 'darwin') return { command: 'open', args: [url] };
  // Not `start`, which is a word of the shell, to which some characters of an address mean something.
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  return { command: 'xdg-open', args: [url] };
}

/** Opens the address and waits for nothing. The link is printed as well, so a machine without such a program loses nothing. */
export function openBrowser(url: string): void {
  const { command, args } = openerOf(process.platform, url);
  const child = spawn(command, [...args], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

export function ownScreen(): Screen {
  return { platform: process.platform, env: process.env, isTerminal: process.stdout.isTTY };
}
