import {
  Reservation,
  ReservationCreate,
  ReservationListQuery,
  ReservationPage,
  ReservationRef,
} from '../../../contract/reservations.ts';
import { operation, router } from '../procedures.ts';

const shared = { tag: 'reservations', role: 'agent', status: 200 } as const;

export const reservationsRouter = router({
  make: operation({
    ...shared,
    method: 'POST',
    status: 201,
    path: '/v1/reservations',
    operationId: 'makeReservation',
    summary: 'Hold paths under a claim, exclusively or shared, until the claim ends.',
    errors: ['not_found', 'lease_lost', 'paths_reserved', 'invalid_input'],
  })
    .input(ReservationCreate)
    .output(Reservation)
    .mutation(({ ctx, input }) => ctx.services.reservations.make(ctx.call, input)),

  list: operation({
    ...shared,
    method: 'GET',
    role: 'viewer',
    path: '/v1/reservations',
    operationId: 'listReservations',
    summary: 'Who holds which paths; with `path` only those that touch it.',
    errors: [],
  })
    .input(ReservationListQuery)
    .output(ReservationPage)
    .query(({ ctx, input }) => ctx.services.reservations.list(ctx.call, input)),

  release: operation({
    ...shared,
    method: 'DELETE',
    path: '/v1/reservations/{id}',
    operationId: 'releaseReservation',
    summary: 'Give a hold on paths back before its claim ends; for its agent and leads.',
    errors: ['not_found', 'invalid_input'],
  })
    .input(ReservationRef)
    .output(Reservation)
    .mutation(({ ctx, input }) => ctx.services.reservations.release(ctx.call, input)),
});
