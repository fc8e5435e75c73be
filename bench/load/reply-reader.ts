const HEAD_END = '\r\n\r\n';
const CHUNKS_END = '0\r\n\r\n';

export interface Reply {
  readonly status: number;
  /** Read only for what went wrong. */
  text(): string;
}

/** Finds the one reply that a connection without pipelining waits for, and parses no more of it than that takes. */
export class ReplyReader {
  #held: Buffer | null = null;

  /** The reply when `chunk` completes it, else null. */
  add(chunk: Buffer): Reply | null {
    const bytes = this.#held === null ? chunk : Buffer.concat([this.#held, chunk]);
    const headEnd = bytes.indexOf(HEAD_END);
    if (headEnd === -1 || !isWhole(bytes, headEnd)) {
      this.#held = bytes;
      return null;
    }
    this.#held = null;
    return { status: Number(bytes.toString('latin1', 9, 12)), text: () => bytes.toString('utf8') };
  }
}

function isWhole(bytes: Buffer, headEnd: number): boolean {
  const head = bytes.toString('latin1', 0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  const bodyStart = headEnd + HEAD_END.length;
  if (length !== undefined) return bytes.length >= bodyStart + Number(length);
  return (
    bytes.length >= bodyStart + CHUNKS_END.length && bytes.toString('latin1', bytes.length - CHUNKS_END.length) === CHUNKS_END
  );
}
