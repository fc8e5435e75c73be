import type { Page } from 'playwright-core';

const OWN_HOSTS = new Set(['127.0.0.1', 'localhost']);
/** Schemes that ask no host for anything. */
const INNER = new Set(['about:', 'blob:', 'data:']);

/** What a page must never do, whatever is tested: ask another machine for anything, or complain to its console. */
export class PageGuard {
  readonly #faults: string[] = [];
  readonly #allowed: RegExp[] = [];

  constructor(page: Page) {
    page.on('request', (request) => this.#asked(request.url()));
    page.on('websocket', (socket) => this.#asked(socket.url()));
    page.on('pageerror', (error) => this.#note(`an error that nobody caught: ${error.stack || error.message}`));
    page.on('dialog', (dialog) => {
      this.#note(`a dialog: ${dialog.message()}`);
      // The page waits for an answer, and may be gone before it comes.
      dialog.dismiss().catch(() => undefined);
    });
    page.on('console', (message) => {
      if (message.type() === 'error') this.#note(`an error in the console: ${message.text()} (${message.location().url})`);
    });
  }

  /** Faults that a test brings about itself, such as those of a server that it stops. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  /** What was seen so far and not allowed. */
  faults(): string[] {
    return this.#faults.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault)));
  }

  /** Throws with all that was seen. */
  check(): void {
    const faults = this.faults();
    if (faults.length > 0) throw new Error(`The page did what it must not:\n${faults.join('\n')}`);
  }

  #asked(url: string): void {
    const { protocol, hostname } = new URL(url);
    if (!INNER.has(protocol) && !OWN_HOSTS.has(hostname)) this.#note(`a request to another machine: ${url}`);
  }

  #note(fault: string): void {
    this.#faults.push(fault);
  }
}
