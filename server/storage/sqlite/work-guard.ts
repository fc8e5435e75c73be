import { foreignAwait, type Outcome, startWork } from '../work-handle.ts';

/**
 * Runs works one after the other and aborts the one that awaits something foreign, which would hold the transaction
 * open for everybody. All queries answer within microtasks, so a tick that comes while a work is unsettled proves it.
 * Whoever calls `run` must do so within a microtask, or the tick would come before the first answer.
 */
export class WorkGuard {
  #abort: (() => void) | null = null;
  #armed = false;

  run<T>(work: () => Promise<T>): Promise<Outcome<T>> {
    this.#arm();
    return new Promise((resolve) => {
      let open = true;
      const settle = (outcome: Outcome<T>) => {
        // An aborted work may come back much later; by then the guard watches over another.
        if (!open) return;
        open = false;
        this.#abort = null;
        resolve(outcome);
      };
      this.#abort = () => settle({ ok: false, error: foreignAwait() });
      startWork(work).then(
        (value) => settle({ ok: true, value }),
        (error: unknown) => settle({ ok: false, error }),
      );
    });
  }

  // One tick watches over as many works as finish before it comes.
  #arm(): void {
    if (this.#armed) return;
    this.#armed = true;
    process.nextTick(() => {
      this.#armed = false;
      this.#abort?.();
    });
  }
}
