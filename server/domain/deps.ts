import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { PulseBook } from './agents/pulse-book.ts';
import type { EventFeed } from './events/event-feed.ts';
import type { CommandRunner } from './idempotency/command-runner.ts';
import type { LeaseBook } from './sessions/lease-book.ts';
import type { Storage } from './store.ts';

/** What every service of the domain is given. */
export interface DomainDeps {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly commands: CommandRunner;
  readonly feed: EventFeed;
  readonly leases: LeaseBook;
  readonly pulses: PulseBook;
}
