import { invariant } from '../../kernel/invariant.ts';
import type { TaskRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { taskId } from '../tasks/task-view.ts';
import type { ReservationRecord } from './reservation-records.ts';

/** Who changes a reservation, and when. */
export interface ReservationAct {
  readonly actor: string;
  readonly agent: string | null;
  readonly at: number;
}

/** Stores a reservation, with its event. */
export async function makeReservation(tx: WriteTx, record: ReservationRecord, act: ReservationAct): Promise<void> {
  await tx.q.insertReservation(record);
  const { project, id: reservation, task, epoch, mode, paths, declared } = record;
  const data = { reservation, epoch, mode, paths, declared, set: {} };
  await tx.append({ project, type: 'reservation.made', ...act, task, data });
}

/** Ends reservations, with an event for each. */
export async function endReservations(tx: WriteTx, records: readonly ReservationRecord[], act: ReservationAct): Promise<void> {
  for (const { project, id: reservation, task, epoch, paths } of records) {
    const { changes } = await tx.q.deleteReservation({ project, id: reservation });
    if (changes === 0) continue;
    const data = { reservation, epoch, paths, set: {} };
    await tx.append({ project, type: 'reservation.released', ...act, task, data });
  }
}

/** What a claim holds by itself: the paths that its task declares. Its id is the claim's fence, since there is one to a claim. */
export async function declareHold(tx: WriteTx, task: TaskRecord, act: ReservationAct): Promise<void> {
  const { project, number, epoch, holderAgent: agent, paths } = task;
  if (paths.length === 0) return;
  invariant(agent !== null, 'a claimed task has a holder');
  const id = `${taskId(number)}:${epoch}`;
  const record = {
    project,
    id,
    task: number,
    epoch,
    agent,
    mode: 'exclusive' as const,
    paths,
    declared: true,
    createdAt: act.at,
  };
  await makeReservation(tx, record, act);
}
