/** A socket that was closed and does not say so within this time counts as closed. */
export const SOCKET_CLOSE_MAX_MS = 1_000;

/** What the owner of the sockets wants to hear, and how long a handshake may take; null: as long as the runtime lets it. */
interface SocketWatch {
  readonly openMaxMs: number | null;
  /** There is a new socket, which is being opened. */
  onNew(socket: BoundedSocket): void;
  /** It is open. */
  onOpen(): void;
  /** It has failed or closed. Called once for each socket, before anybody else hears of it. */
  onGone(): void;
}

/** A WebSocket that can be given up. */
export interface BoundedSocket {
  /** Ends it now, without waiting for the other side to agree. */
  abandon(): void;
}

/**
 * The runtime's WebSocket with a bound on what has none: a handshake, and the farewell. After `close()` on a connection that is
 * dead without a word, as when a cable was pulled, Node waits for the other side's farewell as long as TCP does, a quarter of an
 * hour; tRPC, which closes a socket that answers no ping, would wait with it.
 */
export function boundedSocketClass(watch: SocketWatch): typeof WebSocket {
  return class extends WebSocket implements BoundedSocket {
    #gone = false;
    #finished = false;
    readonly #openTimer: ReturnType<typeof setTimeout> | undefined;
    #closeTimer: ReturnType<typeof setTimeout> | undefined;

    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given);
      // These listeners are the first, so what comes after the end of an abandoned socket reaches nobody else.
      this.addEventListener('open', () => {
        clearTimeout(this.#openTimer);
        watch.onOpen();
      });
      this.addEventListener('message', (event) => {
        if (this.#finished) event.stopImmediatePropagation();
      });
      this.addEventListener('error', (event) => {
        if (this.#finished) event.stopImmediatePropagation();
        this.#go();
      });
      this.addEventListener('close', (event) => {
        if (this.#finished) event.stopImmediatePropagation();
        this.#finished = true;
        this.#go();
      });
      if (watch.openMaxMs !== null) this.#openTimer = setTimeout(() => this.abandon(), watch.openMaxMs);
      watch.onNew(this);
    }

    override close(code?: number, reason?: string): void {
      super.close(code, reason);
      if (!this.#finished) this.#closeTimer ??= setTimeout(() => this.abandon(), SOCKET_CLOSE_MAX_MS);
    }

    abandon(): void {
      if (this.#finished) return;
      const wasOpening = this.readyState === WebSocket.CONNECTING;
      super.close();
      // Node tells of the end of a handshake within close(), browsers later. tRPC waits for the error of a handshake.
      if (!this.#finished && wasOpening) this.dispatchEvent(new Event('error'));
      if (!this.#finished) this.dispatchEvent(new Event('close'));
    }

    #go(): void {
      clearTimeout(this.#openTimer);
      if (this.#finished) clearTimeout(this.#closeTimer);
      if (this.#gone) return;
      this.#gone = true;
      watch.onGone();
    }
  };
}
