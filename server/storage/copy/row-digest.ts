import { createHash } from 'node:crypto';
import type { Values } from './copied-tables.ts';

/** How many rows there are, and what they say in their order: the same for the same rows, whichever engine they come from. */
export class RowDigest {
  readonly #hash = createHash('sha256');
  #rows = 0;

  add(rows: readonly Values[]): void {
    // JSON of the values as the program has them: an engine's own ways with flags and JSON are gone by then.
    for (const row of rows) this.#hash.update(`${JSON.stringify(row)}\n`);
    this.#rows += rows.length;
  }

  get rows(): number {
    return this.#rows;
  }

  /** To be asked once, after the last row. */
  finish(): string {
    return this.#hash.digest('hex');
  }
}
