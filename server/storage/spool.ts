import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { BatonError } from '../contract/errors.ts';
import type { Ids } from '../kernel/ids.ts';

const PIECE_MAX_BYTES = 262_144;
const ONLY_OWNER_DIR = 0o700;
const ONLY_OWNER_FILE = 0o600;
const FULL: readonly string[] = ['ENOSPC', 'EDQUOT'];

/** A file that took in what came from outside. */
export interface Spooled {
  readonly sha256: string;
  readonly size: number;
  readonly path: string;
  readonly file: FileHandle;
}

interface SpoolPlace {
  readonly dir: string;
  readonly ids: Ids;
  /** Whether the file will be wanted by its name. Otherwise it has none from the start, and is gone with the process, however that ends. */
  readonly isNamed: boolean;
}

/** Writes what comes to a new file in `dir`, piece by piece, so that it is never in memory as a whole. Leaves no file when that fails. */
export async function spool(source: AsyncIterable<Uint8Array>, to: SpoolPlace): Promise<Spooled> {
  const path = join(to.dir, to.ids.next('in'));
  const file = await atDisk(async () => {
    await mkdir(to.dir, { recursive: true, mode: ONLY_OWNER_DIR });
    return open(path, 'wx+', ONLY_OWNER_FILE);
  });
  if (!to.isNamed) await unlink(path);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of source) {
      hash.update(piece);
      size += piece.length;
      await atDisk(() => file.writeFile(piece));
    }
    return { sha256: hash.digest('hex'), size, path, file };
  } catch (error) {
    await file.close();
    if (to.isNamed) await unlink(path);
    throw error;
  }
}

/** The bytes of a file that is open, in pieces, from its beginning to `size`. The file stays open. */
export async function* piecesOf(file: FileHandle, size: number, pieceMaxBytes = PIECE_MAX_BYTES): AsyncGenerator<Buffer> {
  for (let position = 0; position < size; ) {
    const piece = await readAt(file, { position, length: Math.min(pieceMaxBytes, size - position) });
    // Shorter than it was: whoever reads sees that the hash is another.
    if (piece.length === 0) return;
    position += piece.length;
    yield piece;
  }
}

/** So many bytes, or fewer where the file ends. */
export async function readAt(file: FileHandle, { position, length }: { position: number; length: number }): Promise<Buffer> {
  const piece = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(piece, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return piece.subarray(0, filled);
}

/** Runs what writes to the disk; a disk that is full is a state that the caller must know of (SPEC DU4). */
export async function atDisk<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && FULL.includes(String(error.code)))) throw error;
    throw new BatonError('storage_full', {
      detail: 'The disk of the server is full; nothing was stored.',
      hint: 'Reads go on. Try again when whoever runs the server has made room; it recovers by itself.',
    });
  }
}
