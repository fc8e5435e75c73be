import { mkdirSync, rmSync } from 'node:fs';
import { open, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore, ReceivedBlob } from '../../domain/artifacts/blob-store.ts';
import type { Ids } from '../../kernel/ids.ts';
import { atDisk, piecesOf, readAt, type Spooled, spool } from '../spool.ts';

/** The folder beside the database file: a file for each content, named by its hash. */
export const BLOB_FOLDER = 'artifacts';
/** Within it, what is being received. */
const INCOMING = 'incoming';

/** Where the bytes of artifacts are that belong to a database file. */
export function blobFolderOf(databaseFile: string): string {
  return join(dirname(databaseFile), BLOB_FOLDER);
}

/** Keeps the bytes of artifacts in files of `folder`. What a server that was killed had begun to receive is cleared away. */
export function openBlobFiles(folder: string, ids: Ids): BlobStore {
  const incoming = join(folder, INCOMING);
  // Nobody else receives here: the database beside it is locked (SPEC DU3).
  rmSync(incoming, { recursive: true, force: true });
  let isThere = false;
  const makeFolder = async () => {
    if (isThere) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    await syncFolder(dirname(folder));
    isThere = true;
  };
  return {
    async receive(source) {
      await atDisk(makeFolder);
      return received(await spool(source, { dir: incoming, ids, isNamed: true }), folder);
    },
    async open({ sha256, size }) {
      const path = join(folder, sha256);
      return (await stat(path).catch(nullIfMissing)) === null ? null : readFile(path, size);
    },
    async remove(sha256) {
      await unlinkIfThere(join(folder, sha256));
    },
  };
}

function received(spooled: Spooled, folder: string): ReceivedBlob {
  const { sha256, size, path, file } = spooled;
  return {
    sha256,
    size,
    head: (maxBytes) => readAt(file, { position: 0, length: Math.min(size, maxBytes) }),
    keep: () =>
      atDisk(async () => {
        await file.sync();
        // In the place of the same content, if that is there: should that be damaged, it is whole again.
        await rename(path, join(folder, sha256));
        await syncFolder(folder);
      }),
    async discard() {
      await file.close();
      await unlinkIfThere(path);
    },
  };
}

/** Names are durable only when their folder is. */
async function syncFolder(folder: string): Promise<void> {
  // Windows has no such thing, and writes names down by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Opens the file when the first piece is asked for, so that one who never asks leaves nothing open. */
async function* readFile(path: string, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    yield* piecesOf(file, size);
  } finally {
    await file.close();
  }
}

async function unlinkIfThere(path: string): Promise<void> {
  await unlink(path).catch(nullIfMissing);
}

function nullIfMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
