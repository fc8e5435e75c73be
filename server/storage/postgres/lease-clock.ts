import { advanceLeaseClock, LEASE_CLOCK_MAX_STEP_MS, type LeaseView } from '../../domain/lease-time.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Link } from './link.ts';

/** How often each node looks at the clock and offers to move it. */
export const LEASE_CLOCK_LOOK_MS = 500;

const READ = "select now, listening_since, looks, looked_at > clock_timestamp() - $1 * interval '1 ms' from lease_clock";
// Whoever comes first moves it; for the others it has been moved already.
const MOVE = `update lease_clock set now = $1, listening_since = $2, looks = looks + 1, looked_at = clock_timestamp()
where looks = $3 returning looks`;

/**
 * The one lease clock of a database, as one node sees it (SPEC MN3, LE5). It stands in a row, with a count of how often it was moved. A
 * node that has seen a count knows for how long it has seen it, on its own monotonic clock; if the count is still the same, so much
 * time has passed at least, and the node moves the clock by it. Nothing of two machines' clocks is ever compared.
 */
export class SharedLeaseClock {
  readonly #clock: Clock;
  readonly #link: Link;
  #view: LeaseView = { now: 0, listeningSince: 0 };
  #looks = 0;
  #lookedAtMs: number;
  /** When this node last knew what stands in the row. */
  #agreedAtMs: number;

  constructor(clock: Clock, link: Link) {
    this.#clock = clock;
    this.#link = link;
    this.#lookedAtMs = wholeMs(clock);
    this.#agreedAtMs = this.#lookedAtMs;
  }

  /**
   * Takes the clock up. `isFirst` says that no other node lives: then nobody has listened since it was left (SPEC LE6). A node that
   * died without the database noticing looks alive, but has not moved the clock for long; that is as good as none.
   */
  async open(isFirst: boolean): Promise<void> {
    const isMoving = await this.#adopt();
    if (!isFirst && isMoving) return;
    this.#view = { now: this.#view.now, listeningSince: this.#view.now };
    await this.#offer();
  }

  /**
   * This moment on the clock, as far as this node can tell: never ahead of it, and hardly behind. A node that was stopped for a while
   * asks first: the others have moved on, and a lease given by its own time would be over before its holder is told so.
   */
  async now(): Promise<LeaseView> {
    if (wholeMs(this.#clock) - this.#agreedAtMs > LEASE_CLOCK_MAX_STEP_MS) await this.offer();
    return this.#look();
  }

  #look(): LeaseView {
    const at = wholeMs(this.#clock);
    this.#view = advanceLeaseClock(this.#view, at - this.#lookedAtMs);
    this.#lookedAtMs = at;
    return this.#view;
  }

  /** Offers this node's time to the others, or takes theirs. Throws where the database cannot be reached; the next offer makes up for it. */
  async offer(): Promise<void> {
    this.#look();
    await this.#offer();
  }

  async #offer(): Promise<void> {
    const sentAtMs = wholeMs(this.#clock);
    const { now, listeningSince } = this.#view;
    const values = [now, listeningSince, this.#looks];
    const { rows } = await this.#link.ask({ name: 'lease clock: move', text: MOVE, values });
    if (rows.length !== 1) {
      await this.#adopt();
      return;
    }
    this.#looks = Number(rows[0]?.[0]);
    this.#agreedAtMs = sentAtMs;
  }

  /** Takes over what stands in the row. Says whether another node moved it of late, by the database's own clock. */
  async #adopt(): Promise<boolean> {
    const sentAtMs = wholeMs(this.#clock);
    const { rows } = await this.#link.ask({ name: 'lease clock: read', text: READ, values: [LEASE_CLOCK_MAX_STEP_MS] });
    const [now, listeningSince, looks, isMoving] = rows[0] ?? [0, 0, 0, false];
    this.#look();
    // Never back: somebody was told the later time.
    this.#view = { now: Math.max(this.#view.now, Number(now)), listeningSince: Number(listeningSince) };
    this.#looks = Number(looks);
    this.#agreedAtMs = sentAtMs;
    return isMoving === true;
  }
}

// Rounded at the source, so that the parts of a millisecond are neither lost nor stored.
function wholeMs(clock: Clock): number {
  return Math.floor(clock.monotonicNow());
}
