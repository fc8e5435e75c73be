import { advanceLeaseClock, LEASE_CLOCK_MAX_STEP_MS, type LeaseView } from '../../domain/lease-time.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Link } from './link.ts';

/** How often each node looks at the clock and offers to move it. */
export const LEASE_CLOCK_LOOK_MS = 500;
/** For so long a node goes by what it last knew: a look may come late, but not so late that the clock has stood still. */
const AGREED_FOR_MS = 1_000;
/** Out of touch with the database for longer, a node could hear nobody, however often it looked at its own clock. */
const OUT_OF_TOUCH_MS = AGREED_FOR_MS + LEASE_CLOCK_MAX_STEP_MS;

// With the time since it was moved, which the database measures by its own clock alone.
const READ = `select now, listening_since, looks,
  floor(extract(epoch from clock_timestamp() - looked_at) * 1000)::bigint from lease_clock`;
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
  /** What stood in the row when this node last knew it. */
  #agreed: LeaseView = { now: 0, listeningSince: 0 };
  #agreedAtMs: number;
  #view: LeaseView = this.#agreed;
  #lookedAtMs: number;
  #looks = 0;
  #offering: Promise<void> | null = null;

  constructor(clock: Clock, link: Link) {
    this.#clock = clock;
    this.#link = link;
    this.#agreedAtMs = wholeMs(clock);
    this.#lookedAtMs = this.#agreedAtMs;
  }

  /**
   * Takes the clock up. `isFirst` says that no other node lives: then nobody has listened since it was left (SPEC LE6). A node that
   * died without the database noticing looks alive, but has not moved the clock for long; that is as good as none.
   */
  async open(isFirst: boolean): Promise<void> {
    const isMoving = await this.#adopt();
    if (!isFirst && isMoving) return;
    this.#view = { now: this.#view.now, listeningSince: this.#view.now };
    await this.offer();
  }

  /**
   * This moment on the clock, as far as this node can tell: never ahead of it, and hardly behind. A node that has not been in touch asks
   * first: the others may have moved on, and a lease given by its own time would be over before its holder is told so.
   */
  async now(): Promise<LeaseView> {
    const isOld = () => wholeMs(this.#clock) - this.#agreedAtMs > AGREED_FOR_MS;
    if (isOld()) await this.offer();
    // An offer that was under way already may have begun before the time that passed.
    if (isOld()) await this.offer();
    return this.#look();
  }

  /** Offers this node's time to the others, or takes theirs. Throws where the database cannot be reached; the next offer makes up for it. */
  offer(): Promise<void> {
    this.#offering ??= this.#offer().finally(() => {
      this.#offering = null;
    });
    return this.#offering;
  }

  #look(): LeaseView {
    const atMs = wholeMs(this.#clock);
    const outOfTouchMs = atMs - this.#agreedAtMs;
    // Time without the database is time in which nobody could be heard: it counts like any other gap.
    if (outOfTouchMs > OUT_OF_TOUCH_MS) this.#view = advanceLeaseClock(this.#agreed, outOfTouchMs);
    else this.#view = advanceLeaseClock(this.#view, atMs - this.#lookedAtMs);
    this.#lookedAtMs = atMs;
    return this.#view;
  }

  async #offer(): Promise<void> {
    const view = this.#look();
    const atMs = this.#lookedAtMs;
    const values = [view.now, view.listeningSince, this.#looks];
    const { rows } = await this.#link.ask({ name: 'lease clock: move', text: MOVE, values });
    if (rows.length === 1) this.#agree(view, { looks: Number(rows[0]?.[0]), atMs });
    else await this.#adopt();
  }

  /** Takes over what stands in the row. Says whether another node moved it of late, by the database's own clock. */
  async #adopt(): Promise<boolean> {
    const { rows } = await this.#link.ask({ name: 'lease clock: read', text: READ, values: [] });
    const [now, listeningSince, looks, movedAgoMs] = (rows[0] ?? [0, 0, 0, 0]).map(Number) as [number, number, number, number]; // as READ says
    const isMoving = movedAgoMs >= 0 && movedAgoMs <= LEASE_CLOCK_MAX_STEP_MS;
    // Never back: somebody was told the later time.
    const latest = Math.max(this.#look().now, now + (isMoving ? movedAgoMs : 0));
    this.#view = { now: latest, listeningSince };
    this.#agree(this.#view, { looks, atMs: this.#lookedAtMs });
    return isMoving;
  }

  #agree(view: LeaseView, { looks, atMs }: { looks: number; atMs: number }): void {
    this.#agreed = view;
    this.#looks = looks;
    this.#agreedAtMs = atMs;
  }
}

// Rounded at the source, so that the parts of a millisecond are neither lost nor stored.
function wholeMs(clock: Clock): number {
  return Math.floor(clock.monotonicNow());
}
