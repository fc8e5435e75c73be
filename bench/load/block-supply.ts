import type { BlockPlan } from './load-plan.ts';

/** What one client works through before it takes more. */
export interface Block {
  readonly token: string;
  readonly firstNumber: number;
  readonly calls: number;
}

/** Gives out the blocks of a plan, each once. */
export class BlockSupply {
  readonly #plan: BlockPlan;
  #next: number;

  constructor(plan: BlockPlan) {
    this.#plan = plan;
    this.#next = plan.firstBlock;
  }

  get next(): number {
    return this.#next;
  }

  /** null when all have been given out. */
  take(): Block | null {
    const { tokens, callsPerToken } = this.#plan;
    const token = tokens[this.#next];
    if (token === undefined) return null;
    const firstNumber = 1 + this.#next * (callsPerToken ?? 1);
    this.#next += 1;
    return { token, firstNumber, calls: callsPerToken ?? Number.POSITIVE_INFINITY };
  }
}
