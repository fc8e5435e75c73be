import { BatonError } from '../../contract/errors.ts';
import type { BlobStore, ReceivedBlob } from '../../domain/artifacts/blob-store.ts';
import type { Ids } from '../../kernel/ids.ts';
import { invariant } from '../../kernel/invariant.ts';
import { piecesOf, readAt, type Spooled, spool } from '../spool.ts';
import type { Link } from './link.ts';
import { fromPostgresError, outcomeUnknown } from './postgres-errors.ts';

/** How many bytes one row holds: what a node has of a blob in memory at a time. */
export const CHUNK_BYTES = 1_048_576;

// Held until the commit: of two that bring the same content the second finds that it is there, and nobody removes it meanwhile.
const HOLD = 'select 1 from blobs where sha256 = $1 and not doomed for update';
const FIND_FIRST = 'select 1 from blob_chunks where sha256 = $1 and place = 0';
const INSERT = 'insert into blob_chunks (sha256, place, bytes) values ($1, $2, $3)';
const READ = 'select bytes from blob_chunks where sha256 = $1 and place = $2';

interface Deps {
  /** One for writing, whose transactions follow each other, and one for reading. */
  readonly writing: Link;
  readonly reading: Link;
  /** Where this node keeps what it is receiving. */
  readonly incoming: string;
  readonly ids: Ids;
}

/** Keeps the bytes of artifacts in the database, where all nodes find them. */
export function createBlobChunks({ writing, reading, incoming, ids }: Deps): BlobStore {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = last.then(act, act);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    async receive(source) {
      const spooled = await spool(source, { dir: incoming, ids, isNamed: false });
      return received(spooled, (blob) => inTurn(() => writeChunks(writing, blob)));
    },
    async open({ sha256, size }) {
      const first = size === 0 ? Buffer.alloc(0) : await readChunk(reading, sha256, 0);
      return first === null ? null : chunksFrom(first, { reading, sha256, size });
    },
    // They go with their row.
    remove: async () => undefined,
  };
}

function received(spooled: Spooled, write: (spooled: Spooled) => Promise<void>): ReceivedBlob {
  const { sha256, size, file } = spooled;
  return {
    sha256,
    size,
    head: (maxBytes) => readAt(file, { position: 0, length: Math.min(size, maxBytes) }),
    keep: () => write(spooled),
    discard: () => file.close(),
  };
}

async function writeChunks(link: Link, { sha256, size, file }: Spooled): Promise<void> {
  let isCommitting = false;
  try {
    await link.ask({ text: 'begin' });
    const held = await link.send({ name: 'hold blob', text: HOLD, values: [sha256] });
    if (held.rows.length === 0) throw removedMeanwhile();
    const there = await link.send({ name: 'find blob', text: FIND_FIRST, values: [sha256] });
    if (there.rows.length === 0) {
      let place = 0;
      for await (const bytes of piecesOf(file, size, CHUNK_BYTES)) {
        await link.send({ name: 'insert chunk', text: INSERT, values: [sha256, place, bytes] });
        place += 1;
      }
    }
    isCommitting = true;
    const { command } = await link.send({ text: 'commit' });
    invariant(command === 'COMMIT', 'a transaction whose statements went well commits');
  } catch (error) {
    if (!isCommitting) await link.send({ text: 'rollback' }).catch(() => link.drop());
    const known = fromPostgresError(error);
    throw isCommitting && known instanceof BatonError && known.code === 'unavailable' ? outcomeUnknown() : known;
  }
}

async function* chunksFrom(
  first: Buffer,
  { reading, sha256, size }: { reading: Link; sha256: string; size: number },
): AsyncGenerator<Uint8Array> {
  yield first;
  for (let place = 1; place * CHUNK_BYTES < size; place += 1) {
    const bytes = await readChunk(reading, sha256, place);
    // Whoever reads sees that the hash is another.
    if (bytes === null) return;
    yield bytes;
  }
}

async function readChunk(link: Link, sha256: string, place: number): Promise<Buffer | null> {
  try {
    const { rows } = await link.ask({ name: 'read chunk', text: READ, values: [sha256, place] });
    const bytes = rows[0]?.[0];
    return Buffer.isBuffer(bytes) ? bytes : null;
  } catch (error) {
    throw fromPostgresError(error);
  }
}

function removedMeanwhile(): BatonError {
  return new BatonError('unavailable', {
    detail: 'The content was being removed as unused at the moment when it was stored anew.',
    hint: 'Send it again.',
    retryAfterSeconds: 1,
  });
}
