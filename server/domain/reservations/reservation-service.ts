import { PAGE_MAX_ITEMS } from '../../contract/common.ts';
import { BatonError } from '../../contract/errors.ts';
import {
  RESERVATIONS_MAX_PER_CLAIM,
  type Reservation,
  type ReservationCreate,
  type ReservationListQuery,
} from '../../contract/reservations.ts';
import { type CallContext, hasRole } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import type { TaskRecord } from '../records.ts';
import type { WriteTx } from '../store.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { getTask, makeWay } from '../tasks/claim-service.ts';
import { isHeld } from '../tasks/lease-rules.ts';
import { leaseLost } from '../tasks/task-errors.ts';
import { taskId, taskNumber } from '../tasks/task-view.ts';
import { actorOf } from '../tasks/task-writes.ts';
import { PathHolds } from './path-holds.ts';
import { findMeeting } from './path-match.ts';
import { pathsReserved, reservationNotFound } from './reservation-errors.ts';
import type { HoldRecord, ReservationRecord } from './reservation-records.ts';
import { toReservation } from './reservation-view.ts';
import { endReservations, makeReservation } from './reservation-writes.ts';

export interface ReservationService {
  /**
   * Holds paths under a claim of the calling session, until that ends (SPEC RS1). Throws `lease_lost` for another epoch or session,
   * `paths_reserved` when another claim is in the way, `invalid_input` for too many, `not_found`.
   */
  make(ctx: CallContext, input: ReservationCreate): Promise<Reservation>;
  /** What is held, by id. A page may hold fewer than `limit` and still have a next one. */
  list(ctx: CallContext, input: ReservationListQuery): Promise<{ items: Reservation[]; nextCursor: string | null }>;
  /** Gives a hold back before its claim ends. Throws `forbidden` unless the caller is its agent or a lead, `invalid_input`, `not_found`. */
  release(ctx: CallContext, input: { id: string }): Promise<Reservation>;
}

export function createReservationService(deps: DomainDeps): ReservationService {
  const { storage, commands, clock, leases } = deps;
  const momentOf = (tx: { lease: Moment['lease'] }): Moment => ({ lease: tx.lease, wallNow: clock.wallNow() });
  return {
    make(ctx, input) {
      const work = async (tx: WriteTx) => {
        const at = momentOf(tx);
        const task = leases.apply(await getTask(tx, ctx.project, taskNumber(input.taskId)));
        const { status, epoch, holderSession } = task;
        const isHolder = status === 'doing' && epoch === input.epoch && holderSession !== null && holderSession === ctx.session;
        if (!isHolder) throw leaseLost(task, input.epoch, at);
        return reserve(tx, task, { deps, ctx, input, at });
      };
      return commands.run({ ctx, operation: 'reservations.make', input, work });
    },
    list(ctx, input) {
      return storage.read(async ({ q, lease }) => {
        const { project } = ctx;
        const page = await q.listHolds({ project, after: input.cursor ?? '', limit: PAGE_MAX_ITEMS });
        const fits = page.map((hold) => leases.apply(hold)).filter((hold) => isHeld(hold, lease) && isWanted(hold, input));
        const items = fits.slice(0, input.limit).map((hold) => toReservation(hold, lease));
        const isMore = fits.length > input.limit || page.length === PAGE_MAX_ITEMS;
        const last = fits.length > input.limit ? items.at(-1) : page.at(-1);
        return { items, nextCursor: isMore && last !== undefined ? last.id : null };
      });
    },
    release(ctx, input) {
      const work = async (tx: WriteTx) => {
        const { project } = ctx;
        const found = await tx.q.findReservation({ project, id: input.id });
        if (found === undefined) throw reservationNotFound(input.id);
        refuseRelease(ctx, found);
        // Found, so that its claim does not end meanwhile and the hold with it.
        const task = leases.apply(await getTask(tx, project, found.task));
        const record = await tx.q.findReservation({ project, id: input.id });
        if (record === undefined) throw reservationNotFound(input.id);
        await endReservations(tx, [record], { ...actorOf(ctx), at: clock.wallNow() });
        return toReservation(holdOf(record, task), tx.lease);
      };
      return commands.run({ ctx, operation: 'reservations.release', input, work });
    },
  };
}

interface Reserving {
  readonly deps: DomainDeps;
  readonly ctx: CallContext;
  readonly input: ReservationCreate;
  readonly at: Moment;
}

async function reserve(tx: WriteTx, task: TaskRecord, { deps, ctx, input, at }: Reserving): Promise<Reservation> {
  const { project, number, epoch } = task;
  const { mode } = input;
  const paths = [...new Set(input.paths)];
  const known = await tx.q.listTaskReservations({ project, number });
  if (known.filter(({ declared }) => !declared).length >= RESERVATIONS_MAX_PER_CLAIM) throw tooMany(number);
  const holds = PathHolds.locked(tx, { project, leases: deps.leases });
  const obstacle = await makeWay(tx, { task: number, mode, paths }, { holds, at });
  if (obstacle !== null) throw pathsReserved(obstacle, at);
  const act = { ...actorOf(ctx), at: at.wallNow };
  const record = {
    project,
    id: deps.ids.next('rsv'),
    task: number,
    epoch,
    agent: act.actor,
    mode,
    paths,
    declared: false,
    createdAt: act.at,
  };
  await makeReservation(tx, record, act);
  return toReservation(holdOf(record, task), at.lease);
}

function holdOf(record: ReservationRecord, task: TaskRecord): HoldRecord {
  const { number, status, leaseEndsAt, leaseTtlMs, claimedAt } = task;
  return { ...record, number, status, leaseEndsAt, leaseTtlMs, claimedAt };
}

function isWanted(hold: HoldRecord, { path, taskId: task, agent }: ReservationListQuery): boolean {
  if (task !== undefined && hold.task !== taskNumber(task)) return false;
  if (agent !== undefined && hold.agent !== agent) return false;
  return path === undefined || findMeeting([path], hold.paths) !== null;
}

function refuseRelease(ctx: CallContext, { id, task, agent, declared }: ReservationRecord): void {
  if (agent !== ctx.principal.agent && !hasRole(ctx.principal, 'lead')) {
    throw new BatonError('forbidden', {
      detail: `${agent} holds ${id}, not ${ctx.principal.name}.`,
      hint: `Ask ${agent}, or a lead, to give it back.`,
    });
  }
  if (!declared) return;
  throw new BatonError('invalid_input', {
    detail: `${id} comes from the paths that ${taskId(task)} declares, and is held as long as the task is claimed.`,
    hint: `Change the paths with PATCH /v1/tasks/${taskId(task)}, or release the task.`,
  });
}

function tooMany(number: number): BatonError {
  return new BatonError('invalid_input', {
    detail: `The claim of ${taskId(number)} has ${RESERVATIONS_MAX_PER_CLAIM} reservations already.`,
    hint: 'Give some back with DELETE /v1/reservations/{id}, or name more paths in one.',
  });
}
