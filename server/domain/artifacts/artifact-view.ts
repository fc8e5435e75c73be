import { ARTIFACTS_MAX_PER_TASK, type Artifact } from '../../contract/artifacts.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { TaskRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import type { ArtifactRecord } from './artifact-records.ts';

/** The artifacts of a task, by name. Asks for none where the task has counted none, as nearly every task at its claim. */
export async function loadArtifacts(tx: Pick<ReadTx, 'q'>, task: TaskRecord): Promise<Artifact[]> {
  if (task.attached === 0) return [];
  const { project, number } = task;
  return (await tx.q.listArtifacts({ project, number, limit: ARTIFACTS_MAX_PER_TASK })).map(toArtifact);
}

/** The wire shape of an artifact, without its content. */
export function toArtifact({ name, size, sha256, mediaType, by, at, epoch }: ArtifactRecord): Artifact {
  return { name, size, sha256, mediaType, by, at: isoTime(at), epoch };
}
