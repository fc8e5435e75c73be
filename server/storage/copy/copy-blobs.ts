import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { CHUNK_BYTES } from '../postgres/blob-chunks.ts';
import { piecesOf } from '../spool.ts';
import { blobFolderOf } from '../sqlite/blob-files.ts';
import { undone } from './copy-refusals.ts';
import type { TargetBoard } from './target-board.ts';

/** The content of artifacts, which lies beside the file of the board, and the name of one of them. */
export interface UsedBlob {
  readonly sha256: string;
  readonly size: number;
  readonly named: string;
}

const INSERT = 'insert into blob_chunks (sha256, place, bytes) values ($1, $2, $3)';
// What no artifact is made of was not copied, and nobody asks for it.
const DIFFERENT = `select b.sha256 from blobs b where exists (select from artifacts a where a.sha256 = b.sha256)
  and b.sha256 <> encode(sha256((select coalesce(string_agg(c.bytes, ''::bytea order by c.place), ''::bytea)
    from blob_chunks c where c.sha256 = b.sha256)), 'hex') limit 1`;

/** Copies the content of all artifacts, and looks that each is what its hash says. Throws `unavailable` for one that is not. */
export async function copyBlobs(
  target: TargetBoard,
  from: { file: string; used: readonly UsedBlob[]; onCopied: (count: number) => void },
): Promise<void> {
  const folder = blobFolderOf(from.file);
  for (const [index, blob] of from.used.entries()) {
    const file = await openBlob(folder, blob);
    try {
      await copyBlob(target, file, { blob, folder });
    } finally {
      await file.close();
    }
    from.onCopied(index + 1);
  }
}

/** Has the database work the hashes out anew, from what it keeps. */
export async function compareBlobs(target: TargetBoard): Promise<void> {
  const [different] = await target.ask(DIFFERENT, 'while the content of artifacts was compared');
  if (different === undefined) return;
  throw undone(`The copy of the content ${different[0]} is another one.`, 'Has the database triggers of somebody else?');
}

async function copyBlob(target: TargetBoard, file: FileHandle, of: { blob: UsedBlob; folder: string }): Promise<void> {
  const { sha256, size, named } = of.blob;
  const hash = createHash('sha256');
  let place = 0;
  for await (const bytes of piecesOf(file, size, CHUNK_BYTES)) {
    hash.update(bytes);
    await target.ask(INSERT, `at the content of ${named}`, [sha256, place, bytes]);
    place += 1;
  }
  const isWhole = (await file.stat()).size === size && hash.digest('hex') === sha256;
  if (!isWhole) throw broken(`${join(of.folder, sha256)}, the content of ${named}, is damaged.`);
}

async function openBlob(folder: string, { sha256, named }: UsedBlob): Promise<FileHandle> {
  const path = join(folder, sha256);
  try {
    return await open(path, 'r');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    throw broken(`There is no file ${path}, which is the content of ${named}.`);
  }
}

function broken(detail: string) {
  return undone(detail, 'Copy the folder artifacts of the data directory along with the file, or restore both from a backup.');
}
