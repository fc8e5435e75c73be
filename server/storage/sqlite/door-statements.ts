import type { doorQueries } from '../queries/event-queries.ts';
import type { BoundQueries } from './compile-statement.ts';

/** What the doors ask for themselves, bound to the writing connection. */
export type DoorStatements = BoundQueries<ReturnType<typeof doorQueries>>;
