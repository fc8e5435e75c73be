import type { WebSocket } from 'ws';
import type { HttpLimits } from '../http/http-config.ts';

/** How long a closing handshake may take before the connection is cut; a revoked token has a second in all (SPEC SE5). */
export const CLOSE_GRACE_MS = 800;

/** A socket with a bound on what may wait in it for a slow reader (SPEC EV3). */
export interface PacedSocket {
  /** Sends, and resolves once the socket takes more: at once, unless the reader is behind. Rejects with SlowConsumer. */
  send(text: string | Buffer): Promise<void>;
  /** Resolves when no more waits than may; rejects with SlowConsumer. */
  writable(): Promise<void>;
  /** Closes, and cuts the connection if the other side does not answer. */
  close(code: number, reason: string): void;
}

/** The reader has not taken what waits for it for so long that it is cut off. */
export class SlowConsumer extends Error {
  override readonly name = 'SlowConsumer';
}

export function paceSocket(socket: WebSocket, limits: Pick<HttpLimits, 'socketBufferMaxBytes' | 'slowConsumerMs'>): PacedSocket {
  async function writable(): Promise<void> {
    if (socket.bufferedAmount <= limits.socketBufferMaxBytes) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new SlowConsumer('the reader is too slow')), limits.slowConsumerMs);
    });
    // A ping goes out after all that waits, so its leaving says that the rest has left. A failure shows in the close.
    const flushed = new Promise<void>((resolve) => socket.ping(undefined, false, () => resolve()));
    try {
      await Promise.race([flushed, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    send(text) {
      socket.send(text, { binary: false });
      return writable();
    },
    writable,
    close(code, reason) {
      if (socket.readyState !== socket.OPEN) return;
      socket.close(code, reason);
      const cut = setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref();
      socket.once('close', () => clearTimeout(cut));
    },
  };
}
