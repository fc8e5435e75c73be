import type { WallTime } from '../records.ts';

export interface ArtifactRecord {
  project: string;
  task: number;
  name: string;
  sha256: string;
  size: number;
  mediaType: string;
  by: string;
  /** null: attached by a lead, who holds nothing. */
  epoch: number | null;
  at: WallTime;
}

/** That the bytes with this hash are kept, or about to be. */
export interface BlobRecord {
  sha256: string;
  size: number;
  /** Since when perhaps no artifact has it; null: one has. */
  idleSince: WallTime | null;
  /** Being removed: nothing may be made of it any more. */
  doomed: boolean;
}
