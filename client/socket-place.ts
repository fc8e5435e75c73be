import type { AddressBook } from './address-book.ts';
import type { BoundedSocket } from './bounded-socket.ts';
import type { ClientClock } from './client-clock.ts';
import { BACKOFF_MAX_MS, isTurnOver } from './retry-rules.ts';
import type { ServerUrl } from './server-url.ts';

/** The wait before a lost WebSocket is opened again, after each turn through the addresses, doubles from here up to BACKOFF_MAX_MS. */
export const RECONNECT_MIN_MS = 100;
/** A socket that lived shorter than this counts as one more failure, so that a server which drops each one is not run at. */
export const SOCKET_STEADY_MS = 1_000;
/** A socket that is open and of no use is left for another address, unless all of them were of no use within this time. */
export const USELESS_MEMORY_MS = 5_000;

/** Where the socket is, or is being opened, and what has become of those before it. */
export class SocketPlace {
  readonly #book: AddressBook;
  readonly #clock: ClientClock;
  readonly #uselessAt = new Map<ServerUrl, number>();
  #at: ServerUrl | null = null;
  #socket: BoundedSocket | null = null;
  #openedAt: number | null = null;
  #failures = 0;

  constructor(book: AddressBook, clock: ClientClock) {
    this.#book = book;
    this.#clock = clock;
  }

  /** The address of the socket; null: there is none. */
  get at(): ServerUrl | null {
    return this.#at;
  }

  /** Where to open the next socket. */
  next(): ServerUrl {
    // A server that goes down asks for this while its socket is still open. If the end of that were told later, tRPC would take it
    // for the end of the new one.
    this.#socket?.abandon();
    // It is still set where the runtime refused to make a socket.
    this.gone();
    this.#at = this.#book.current;
    return this.#at;
  }

  /** There is a socket for it. */
  opening(socket: BoundedSocket): void {
    this.#socket = socket;
  }

  /** The socket is open. */
  opened(): void {
    this.#openedAt = this.#clock.monotonicNow();
  }

  /** The socket has failed or closed. */
  gone(): void {
    if (this.#at === null) return;
    const wasSteady = this.#openedAt !== null && this.#clock.monotonicNow() - this.#openedAt >= SOCKET_STEADY_MS;
    this.#failures = wasSteady ? 1 : this.#failures + 1;
    this.#book.leave(this.#at);
    this.#at = null;
    this.#openedAt = null;
  }

  /**
   * A call got nothing through the socket that is open: a node that has lost its database keeps its sockets and answers pings. When
   * no node has its database, going round and round would only make their return harder.
   */
  useless(at: ServerUrl): void {
    if (at !== this.#at) return;
    const now = this.#clock.monotonicNow();
    this.#uselessAt.set(at, now);
    const isWorthTrying = (one: ServerUrl) => now - (this.#uselessAt.get(one) ?? -Infinity) >= USELESS_MEMORY_MS;
    if (this.#book.all.some(isWorthTrying)) this.#socket?.abandon();
  }

  /** The wait before the next socket, in milliseconds. `random` is in [0, 1). */
  waitMs(random: number): number {
    const addresses = this.#book.all.length;
    // The server may ask for another socket before this one has failed.
    const failures = Math.max(1, this.#failures);
    if (!isTurnOver(failures, addresses)) return 0;
    return Math.min(BACKOFF_MAX_MS, RECONNECT_MIN_MS * 2 ** (failures / addresses - 1)) * (1 - random / 4);
  }
}
