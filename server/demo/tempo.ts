import { setTimeout as pause } from 'node:timers/promises';

/** At first a step takes no longer than it takes to see that something moves. */
const OPENING_MS = 60;
/** A person can follow a change each second or two, and three agents work at once. */
const STEP_MS = 3_000;

/** The pace of the demo: fast until the board has something of everything, and from then on so that a person can follow. */
export class Tempo {
  #opening: number;

  /** @param opening so many tasks are handed in at once */
  constructor(opening: number) {
    this.#opening = opening;
  }

  /** Waits as long as one step of work takes. */
  async step(): Promise<void> {
    await pause(this.#opening > 0 ? OPENING_MS : STEP_MS);
  }

  handedIn(): void {
    this.#opening -= 1;
  }
}
