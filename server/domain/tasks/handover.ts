import type { Handover } from '../../contract/tasks.ts';
import { loadArtifacts } from '../artifacts/artifact-view.ts';
import { toBlock } from '../blocking/block-view.ts';
import type { TaskRecord } from '../records.ts';
import type { ReadTx } from '../store.ts';
import { toAttempt, toNote } from './task-view.ts';

export const HANDOVER_MAX_ATTEMPTS = 20;
export const HANDOVER_MAX_NOTES = 50;
export const HANDOVER_MAX_BLOCKS = 20;

/** What earlier attempts left for the next holder: how they ended, what they noted and attached, what was asked and answered (SPEC TK6). */
export async function loadHandover(tx: ReadTx, task: TaskRecord): Promise<Handover> {
  // At the first claim, which is the common one, there is nothing but what a lead has attached.
  if (task.epoch <= 1) return { attempts: [], notes: [], blocks: [], artifacts: await loadArtifacts(tx, task) };
  const key = { project: task.project, number: task.number };
  const [artifacts, attempts, notes, blocks] = await Promise.all([
    loadArtifacts(tx, task),
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
