import { availableParallelism, loadavg } from 'node:os';

/** How many times slower this machine is than it could be: one that runs more than it has processors for proves nothing of the server. */
export function crowding(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}
