import type { WallTime } from '../records.ts';
import type { Changed, TaskKey } from '../store.ts';
import type { ArtifactRecord, BlobRecord } from './artifact-records.ts';

export interface ArtifactReadQueries {
  findArtifact(p: TaskKey & { name: string }): Promise<ArtifactRecord | undefined>;
  /** By name. */
  listArtifacts(p: TaskKey & { limit: number }): Promise<ArtifactRecord[]>;
  /** Blobs that were perhaps without artifact since `before` or longer, the longest first. */
  listIdleBlobs(p: { before: WallTime; limit: number }): Promise<BlobRecord[]>;
}

export interface ArtifactWriteQueries {
  /** Stores it under its name, in the place of what was there. */
  putArtifact(p: ArtifactRecord): Promise<Changed>;
  /** Counts one more artifact of the task, unless there are `max`. */
  countArtifact(p: TaskKey & { max: number }): Promise<Changed>;
  /** Changes nothing when the project has one. */
  insertArtifactTotal(p: { project: string; bytes: number }): Promise<Changed>;
  /** Adds to what the project keeps, unless that would make more than `max`. `bytes` may be negative. */
  addArtifactBytes(p: { project: string; bytes: number; max: number }): Promise<Changed>;

  /** Says that the bytes are to be kept, and saves them from being removed. */
  keepBlob(p: { sha256: string; size: number; idleSince: WallTime }): Promise<Changed>;
  /** For an artifact that is made of it in the same work. Changes nothing when it is gone, or being removed. */
  useBlob(p: { sha256: string }): Promise<Changed>;
  /** One artifact less is made of it, which may have been the last. */
  idleBlob(p: { sha256: string; idleSince: WallTime }): Promise<Changed>;
  /** Begins to remove it, if no artifact has it and none had since `before`. */
  doomBlob(p: { sha256: string; before: WallTime }): Promise<Changed>;
  /** The row of one whose bytes are removed. */
  dropBlob(p: { sha256: string }): Promise<Changed>;
  /** It was not without artifact after all. */
  reuseBlob(p: { sha256: string; before: WallTime }): Promise<Changed>;
}
