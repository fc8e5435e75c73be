import type { DomainDeps } from '../deps.ts';
import type { ReceivedBlob } from './blob-store.ts';

/** Bytes that no artifact is made of are kept for so long: for whoever is about to make one of them, or still reads them. */
export const BLOB_GRACE_MS = 60 * 60 * 1_000;
const SWEEP_BLOBS = 50;

/**
 * Keeps bytes and removes those that nobody needs, so that what an artifact is made of is always there. A row goes before the bytes
 * come, and goes away after them; between the two it is doomed, and nothing is made of it. What several do with the same bytes
 * at once is decided by conditional updates of that row; where the bytes are beside the database, by taking turns as well.
 */
export class BlobKeeper {
  readonly #deps: Pick<DomainDeps, 'storage' | 'clock'>;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(deps: Pick<DomainDeps, 'storage' | 'clock'>) {
    this.#deps = deps;
  }

  /** Resolves when the bytes are durable, for `BLOB_GRACE_MS` at least. Throws `storage_full`, `unavailable`. */
  keep(received: ReceivedBlob): Promise<void> {
    const { storage, clock } = this.#deps;
    const { sha256, size } = received;
    return this.#inTurn(sha256, async () => {
      await storage.write((tx) => tx.q.keepBlob({ sha256, size, idleSince: clock.wallNow() }));
      await received.keep();
    });
  }

  /** Removes what no artifact has had for `BLOB_GRACE_MS`, a number at a time; writes nothing when there is none. */
  async sweep(): Promise<void> {
    const { storage, clock } = this.#deps;
    const before = clock.wallNow() - BLOB_GRACE_MS;
    const idle = await storage.read(({ q }) => q.listIdleBlobs({ before, limit: SWEEP_BLOBS }));
    for (const { sha256 } of idle) await this.#inTurn(sha256, () => this.#removeUnused(sha256, before));
  }

  async #removeUnused(sha256: string, before: number): Promise<void> {
    const { storage } = this.#deps;
    const doomed = await storage.write(async ({ q }) => {
      const { changes } = await q.doomBlob({ sha256, before });
      if (changes === 0) await q.reuseBlob({ sha256, before });
      return changes === 1;
    });
    if (!doomed) return;
    await storage.blobs.remove(sha256);
    await storage.write(({ q }) => q.dropBlob({ sha256 }));
  }

  async #inTurn<T>(sha256: string, act: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(sha256) ?? Promise.resolve();
    const turn = before.then(act, act);
    this.#turns.set(sha256, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(sha256) === turn) this.#turns.delete(sha256);
    }
  }
}
