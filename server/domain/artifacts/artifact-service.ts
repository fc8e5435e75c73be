import { createHash } from 'node:crypto';
import {
  ARTIFACT_MAX_BYTES,
  ARTIFACTS_MAX_PER_TASK,
  type Artifact,
  type ArtifactAttach,
  type ArtifactRef,
  PROJECT_ARTIFACTS_MAX_BYTES,
} from '../../contract/artifacts.ts';
import { BatonError } from '../../contract/errors.ts';
import { invariant } from '../../kernel/invariant.ts';
import { type CallContext, hasRole } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { getTask } from '../tasks/claim-service.ts';
import { isHolder, keepOrphan } from '../tasks/holder-service.ts';
import { renewedLeaseEnd } from '../tasks/lease-rules.ts';
import { leaseLost } from '../tasks/task-errors.ts';
import { taskId, taskNumber } from '../tasks/task-view.ts';
import { actorOf } from '../tasks/task-writes.ts';
import {
  artifactNotFound,
  artifactTooLarge,
  attachEpochMissing,
  contentMissing,
  contentSwept,
  projectFull,
  tooManyArtifacts,
} from './artifact-errors.ts';
import type { ArtifactRecord } from './artifact-records.ts';
import { toArtifact } from './artifact-view.ts';
import type { BlobKeeper } from './blob-keeper.ts';
import type { ReceivedBlob } from './blob-store.ts';
import { UploadSeats } from './upload-seats.ts';

/** So much of what a former holder attaches is kept on the task as an orphan; of more only name, size and hash (SPEC LE4). */
export const ORPHAN_CONTENT_MAX_BYTES = 128 * 1024;

/** An artifact and its bytes, which are read piece by piece. */
export interface OpenArtifact {
  readonly artifact: Artifact;
  /** Ends with an error rather than with a byte too few or another one. To be read once. */
  readonly content: AsyncIterable<Uint8Array>;
}

export interface ArtifactService {
  /**
   * Attaches what `content` gives to a task, under a name; the same name again replaces it. For the holder, whose lease is renewed by
   * it, and for leads. Resolves when bytes and row are durable (SPEC LAW3). Throws `not_found`, `epoch_required` where neither an epoch
   * nor a lead's role says why the caller may, `lease_lost` for another epoch or session, `too_large`, `invalid_input` for one artifact
   * too many, `rate_limited`, `storage_full`; and whatever `content` throws, after which nothing is left of it.
   */
  attach(ctx: CallContext, input: Omit<ArtifactAttach, 'base64'>, content: AsyncIterable<Uint8Array>): Promise<Artifact>;
  /** Throws `not_found`. */
  open(ctx: CallContext, input: ArtifactRef): Promise<OpenArtifact>;
}

type Attaching = Omit<ArtifactAttach, 'base64'>;

export function createArtifactService(deps: DomainDeps, keeper: BlobKeeper): ArtifactService {
  const { storage, commands, leases } = deps;
  const seats = new UploadSeats();

  async function store(ctx: CallContext, input: Attaching, received: ReceivedBlob): Promise<Artifact> {
    const { sha256, size } = received;
    const work = (tx: WriteTx) => attach(tx, { deps, ctx, input, blob: { sha256, size } });
    try {
      // What is refused in a moment needs no place. Who comes late may still be answered: under a key that was used before.
      const isLate = await storage.read(async (tx) => {
        const task = leases.apply(await getTask(tx, ctx.project, taskNumber(input.id)));
        return input.epoch !== undefined && !isHolder(task, ctx, input.epoch);
      });
      if (!isLate) await keeper.keep(received);
      return await commands.run({ ctx, operation: 'tasks.attach', input: { ...input, sha256 }, work });
    } catch (error) {
      const { epoch } = input;
      if (error instanceof BatonError && error.code === 'lease_lost' && epoch !== undefined) {
        const sent = { ...input, epoch, sha256, size, base64: await contentOf(received) };
        await keepOrphan(deps, ctx, { operation: 'tasks.attach', input: sent });
      }
      throw error;
    }
  }

  return {
    async attach(ctx, input, content) {
      const leave = seats.take(ctx.principal.tokenId);
      try {
        // Before anything is received: nobody sends ten megabytes to be told that there is no such task.
        await storage.read((tx) => getTask(tx, ctx.project, taskNumber(input.id)));
        if (input.epoch === undefined && !hasRole(ctx.principal, 'lead')) throw attachEpochMissing(input.id);
        const received = await storage.blobs.receive(bounded(content));
        try {
          return await store(ctx, input, received);
        } finally {
          await received.discard();
        }
      } finally {
        leave();
      }
    },
    async open(ctx, { id, name }) {
      const found = await storage.read(async (tx) => {
        const { number } = await getTask(tx, ctx.project, taskNumber(id));
        return tx.q.findArtifact({ project: ctx.project, number, name });
      });
      if (found === undefined) throw artifactNotFound(id, name);
      const content = await storage.blobs.open(found);
      if (content === null) throw contentMissing(id, name);
      return { artifact: toArtifact(found), content: proved(content, found) };
    },
  };
}

async function attach(
  tx: WriteTx,
  call: { deps: DomainDeps; ctx: CallContext; input: Attaching; blob: { sha256: string; size: number } },
): Promise<Artifact> {
  const { deps, ctx, input, blob } = call;
  const at: Moment = { lease: tx.lease, wallNow: deps.clock.wallNow() };
  const task = deps.leases.apply(await getTask(tx, ctx.project, taskNumber(input.id)));
  const { project, number } = task;
  const { name, mediaType, epoch = null } = input;
  if (epoch !== null) await renewAsHolder(tx, task, { ctx, epoch, at });
  const before = await tx.q.findArtifact({ project, number, name });
  const record: ArtifactRecord = {
    project,
    task: number,
    name,
    ...blob,
    mediaType,
    by: ctx.principal.name,
    epoch,
    at: at.wallNow,
  };
  // What is sent again because the answer was lost has happened already.
  if (before !== undefined && isSame(before, record)) return toArtifact(before);
  if ((await tx.q.useBlob({ sha256: blob.sha256 })).changes !== 1) throw contentSwept();
  await makeRoom(tx, task, { before, size: blob.size });
  await tx.q.putArtifact(record);
  if (before !== undefined && before.sha256 !== blob.sha256)
    await tx.q.idleBlob({ sha256: before.sha256, idleSince: at.wallNow });
  const replaced = before === undefined ? null : before.sha256;
  const data = { epoch, name, ...blob, mediaType, replaced, set: {} };
  await tx.append({ project, type: 'task.attached', at: at.wallNow, ...actorOf(ctx), task: number, data });
  return toArtifact(record);
}

/** What the holder attaches is progress: it renews the lease, by the update that also looks at the epoch (SPEC LAW1). */
async function renewAsHolder(
  tx: WriteTx,
  task: TaskRecord,
  { ctx, epoch, at }: { ctx: CallContext; epoch: number; at: Moment },
): Promise<void> {
  if (!isHolder(task, ctx, epoch)) throw leaseLost(task, epoch, at);
  const { project, number } = task;
  const { now } = at.lease;
  const leaseEndsAt = renewedLeaseEnd(task, now);
  const { changes } = await tx.q.noteProgress({ project, number, epoch, leaseEndsAt, progressAt: now, updatedAt: at.wallNow });
  if (changes !== 1) throw leaseLost(task, epoch, at);
}

function isSame(left: ArtifactRecord, right: ArtifactRecord): boolean {
  return left.sha256 === right.sha256 && left.mediaType === right.mediaType && left.by === right.by && left.epoch === right.epoch;
}

/** Counts the artifact in, or throws when the task has too many or the project too much. */
async function makeRoom(
  tx: WriteTx,
  { project, number }: TaskRecord,
  { before, size }: { before: ArtifactRecord | undefined; size: number },
): Promise<void> {
  if (before === undefined) {
    const { changes } = await tx.q.countArtifact({ project, number, max: ARTIFACTS_MAX_PER_TASK });
    if (changes !== 1) throw tooManyArtifacts(taskId(number));
  }
  const bytes = size - (before?.size ?? 0);
  if (bytes === 0) return;
  await tx.q.insertArtifactTotal({ project, bytes: 0 });
  // Nobody is kept from making the total smaller.
  const max = bytes < 0 ? Number.MAX_SAFE_INTEGER : PROJECT_ARTIFACTS_MAX_BYTES;
  const { changes } = await tx.q.addArtifactBytes({ project, bytes, max });
  if (changes !== 1) throw projectFull(project);
}

/** The same bytes, but no more than an artifact may have. */
async function* bounded(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of content) {
    size += piece.length;
    if (size > ARTIFACT_MAX_BYTES) throw artifactTooLarge();
    yield piece;
  }
}

/** The same bytes; the last piece comes only when all of them are the right ones, so that nobody takes damaged content for whole. */
async function* proved(content: AsyncIterable<Uint8Array>, { sha256 }: ArtifactRecord): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let held: Uint8Array | null = null;
  for await (const piece of content) {
    hash.update(piece);
    if (held !== null) yield held;
    held = piece;
  }
  invariant(hash.digest('hex') === sha256, `what is kept as ${sha256} has that hash`);
  if (held !== null) yield held;
}

async function contentOf(received: ReceivedBlob): Promise<string | null> {
  if (received.size > ORPHAN_CONTENT_MAX_BYTES) return null;
  return Buffer.from(await received.head(ORPHAN_CONTENT_MAX_BYTES)).toString('base64');
}
