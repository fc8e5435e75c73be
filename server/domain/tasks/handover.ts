import type { Handover } from '../../contract/tasks.ts';
import { toBlock } from '../blocking/block-view.ts';
import { loadArtifacts } from '../artifacts/artifact-view.ts';
import type { TaskRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import { toAttempt, toNote } from './task-view.ts';

export const HANDOVER_MAX_ATTEMPTS = 20;
export const HANDOVER_MAX_NOTES = 50;
export const HANDOVER_MAX_BLOCKS = 20;

/** What earlier attempts left for the next holder: how they ended, what they noted, what reviewers said, what was asked and answered (SPEC TK6). */
export async function loadHandover(tx: ReadTx, task: TaskRecord): Promise<Handover> {
  // Nothing to hand over at the first claim, which is the common one.
  if (task.epoch <= 1) return { attempts: [], notes: [], blocks: [] };
/** What earlier attempts left for the next holder: how they ended, what they noted and attached, what reviewers said (SPEC TK6). */
  // A lead may have attached something before anybody worked on it.
  const artifacts = await loadArtifacts(tx, task);
  // Nothing else to hand over at the first claim, which is the common one.
  if (task.epoch <= 1) return { attempts: [], notes: [], artifacts };
  const key = { project: task.project, number: task.number };
  const [attempts, notes, blocks] = await Promise.all([
    tx.q.listAttempts({ ...key, limit: HANDOVER_MAX_ATTEMPTS + 1 }),
    tx.q.listNotes({ ...key, limit: HANDOVER_MAX_NOTES }),
    tx.q.listBlocks({ ...key, limit: HANDOVER_MAX_BLOCKS }),
  ]);
  return {
    attempts: attempts.filter((attempt) => attempt.epoch < task.epoch).map(toAttempt),
    notes: notes.map(toNote),
    blocks: blocks.map(toBlock),
    artifacts,
  };
}
