import type { Reservation } from '../../contract/reservations.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { LeaseView } from '../lease-time.ts';
import { leaseRemainingMs } from '../tasks/lease-rules.ts';
import { taskId } from '../tasks/task-view.ts';
import type { HoldRecord } from './reservation-records.ts';

/** The wire shape of a reservation at a moment. */
export function toReservation(hold: HoldRecord, lease: LeaseView): Reservation {
  const { id, task, epoch, agent, mode, paths, declared, createdAt } = hold;
  return {
    id,
    taskId: taskId(task),
    epoch,
    agent,
    mode,
    paths,
    declared,
    leaseRemainingMs: leaseRemainingMs(hold, lease),
    createdAt: isoTime(createdAt),
  };
}
