import { quantile } from '../stats.ts';
import type { LoadResult } from './load-plan.ts';

/** Counts what the clients of one load see, from the start to the deadline or to the end of the supply. */
export class LoadMeter {
  readonly #startedAt = performance.now();
  readonly #deadline: number;
  readonly #latenciesMs: number[] = [];
  #failed = 0;
  #firstFailure: string | null = null;
  #endedAt: number | null = null;

  constructor(durationMs: number) {
    this.#deadline = this.#startedAt + durationMs;
  }

  /** Whether another request may be sent at this moment. */
  isOpen(now: number): boolean {
    return this.#endedAt === null && now < this.#deadline;
  }

  /** Answers that come after the end count neither as work nor as latency. */
  succeeded(sentAt: number, now: number): void {
    if (this.isOpen(now)) this.#latenciesMs.push(now - sentAt);
  }

  failed(why: string): void {
    this.#failed += 1;
    this.#firstFailure ??= why.slice(0, 1_000);
  }

  /** Nothing is left to send: what comes after would be a load of fewer clients. */
  endNow(): void {
    this.#endedAt ??= performance.now();
  }

  result(nextBlock: number): LoadResult {
    const seconds = (Math.min(this.#endedAt ?? this.#deadline, this.#deadline) - this.#startedAt) / 1_000;
    const completed = this.#latenciesMs.length;
    return {
      completed,
      seconds,
      perSecond: completed / seconds,
      p50Ms: completed === 0 ? 0 : quantile(this.#latenciesMs, 0.5),
      p99Ms: completed === 0 ? 0 : quantile(this.#latenciesMs, 0.99),
      failed: this.#failed,
      firstFailure: this.#firstFailure,
      nextBlock,
    };
  }
}
