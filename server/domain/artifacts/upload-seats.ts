import { tooManyUploads } from './artifact-errors.ts';

/** How many artifacts a server receives at once, so that it never holds more than so many times the largest in between. */
export const UPLOADS_MAX = 64;
export const UPLOADS_MAX_PER_TOKEN = 8;

/** Who is sending an artifact at this moment. */
export class UploadSeats {
  readonly #taken = new Map<string, number>();
  #total = 0;

  /** Takes a seat and returns how to leave it. Throws `rate_limited` when there is none. */
  take(tokenId: string): () => void {
    const own = this.#taken.get(tokenId) ?? 0;
    if (own >= UPLOADS_MAX_PER_TOKEN) throw tooManyUploads('of yours', UPLOADS_MAX_PER_TOKEN);
    if (this.#total >= UPLOADS_MAX) throw tooManyUploads('of all callers', UPLOADS_MAX);
    this.#taken.set(tokenId, own + 1);
    this.#total += 1;
    return () => this.#leave(tokenId);
  }

  #leave(tokenId: string): void {
    const left = (this.#taken.get(tokenId) ?? 1) - 1;
    if (left === 0) this.#taken.delete(tokenId);
    else this.#taken.set(tokenId, left);
    this.#total -= 1;
  }
}
