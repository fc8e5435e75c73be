import type { SharedLeaseClock } from './lease-clock.ts';
import type { Link } from './link.ts';

/** Held by each node for as long as it lives, so that one that starts knows whether it is the first. */
const NODE_LOCK = 0x42415403;

/** This node among the others, by a lock that the database drops however the node ends. */
export class Presence {
  readonly #leases: SharedLeaseClock;
  #isIn = false;

  constructor(leases: SharedLeaseClock) {
    this.#leases = leases;
  }

  /**
   * Takes part, on a connection that is new. The first node of all says that nobody has listened so far; a node that was in before
   * and has only lost its connection does not, or a bad line would keep the dead from being noticed for ever.
   */
  async comeIn(ear: Link): Promise<void> {
    const say = (call: string) => ear.send({ text: `select ${call}($1)`, values: [NODE_LOCK] });
    if (this.#isIn) {
      await say('pg_advisory_lock_shared');
      return;
    }
    const { rows } = await say('pg_try_advisory_lock');
    const isFirst = rows[0]?.[0] === true;
    // Waits for the first one, until the clock is its own.
    if (!isFirst) await say('pg_advisory_lock_shared');
    await this.#leases.open(isFirst);
    this.#isIn = true;
    if (!isFirst) return;
    await say('pg_advisory_lock_shared');
    await say('pg_advisory_unlock');
  }
}
