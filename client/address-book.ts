import type { ServerUrl, ServerUrls } from './server-url.ts';

/**
 * The addresses of one board, and the one that is in use. All parts of a client share one book. Each could find out for itself, but
 * then each would pay for it: the heartbeat sees within seconds that a node hangs, where a call waits half a minute.
 */
export class AddressBook {
  /** In the order of this client, which is another in each, so that the clients of a lost node spread over all that are left. */
  readonly all: readonly ServerUrl[];
  #current: ServerUrl;

  constructor(addresses: ServerUrls, random: () => number) {
    this.all = shuffled(addresses, random);
    this.#current = this.all[0] ?? addresses[0];
  }

  /** Where to send next. It stays the same for as long as it works: nothing goes back to an address because it is up again. */
  get current(): ServerUrl {
    return this.#current;
  }

  /** Goes on from an address that failed. Of several that fail there at the same moment only the first moves the book. */
  leave(failed: ServerUrl): void {
    if (this.#current !== failed) return;
    const next = this.all.indexOf(failed) + 1;
    this.#current = this.all[next % this.all.length] ?? failed;
  }
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const keyed = list.map((one) => ({ one, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
}
