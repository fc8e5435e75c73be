/** Where the bytes of artifacts are, by the hash of their content; which of them are to be kept stands in their rows. */
export interface BlobStore {
  /**
   * Takes in what comes until it ends. Nothing is kept of it yet, and nothing is left when the source fails. Throws `storage_full`, and
   * whatever the source throws.
   */
  receive(source: AsyncIterable<Uint8Array>): Promise<ReceivedBlob>;
  /** The bytes with this hash, piece by piece, or null where they are not. What is read stays readable for `BLOB_GRACE_MS`. */
  open(blob: { readonly sha256: string; readonly size: number }): Promise<AsyncIterable<Uint8Array> | null>;
  /** Removes the bytes of a row that is doomed. Nothing happens where they are gone already. */
  remove(sha256: string): Promise<void>;
}

/** What was taken in, not yet kept. */
export interface ReceivedBlob {
  /** Of the content, in hex. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  /** The first bytes of it. */
  head(maxBytes: number): Promise<Uint8Array>;
  /** Keeps it under its hash; resolves when it is durable (SPEC LAW3). Its row must be there. Throws `storage_full`, `unavailable`. */
  keep(): Promise<void>;
  /** Lets go of what is not kept. To be called in any case. */
  discard(): Promise<void>;
}
