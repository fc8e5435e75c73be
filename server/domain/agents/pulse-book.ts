import type { LeaseTime } from '../lease-time.ts';
import { afterBeat, afterLook, type PulseRecord, pulseOf } from './pulse-rules.ts';

/** Of so many agents, those that were heard or looked at last. */
export const PULSE_AGENTS_MAX = 10_000;

interface AgentKey {
  readonly project: string;
  readonly agent: string;
}

/** When each agent gave signs of life lately: in memory alone, gone with the process (SPEC DU2). No rule depends on it. */
export class PulseBook {
  readonly #records = new Map<string, PulseRecord>();

  /** Notes a sign of life that this node heard. */
  hear(of: AgentKey, at: LeaseTime): void {
    const key = keyOf(of);
    this.#put(key, afterBeat(this.#records.get(key), at));
  }

  /** Notes the last sign of life that the store knows, and gives the pulse as it is now. */
  look(of: AgentKey, at: { lastSeen: LeaseTime | null; now: LeaseTime }): string {
    const { lastSeen, now } = at;
    const key = keyOf(of);
    const known = this.#records.get(key);
    // The store forgets the signs of life of a session with its end.
    if (lastSeen === null) return known === undefined ? '' : pulseOf(known, now);
    const record = afterLook(known, { lastSeen, now });
    this.#put(key, record);
    return pulseOf(record, now);
  }

  #put(key: string, record: PulseRecord): void {
    // A map keeps the order in which keys came, so that the first is the one that nobody asked for the longest.
    this.#records.delete(key);
    this.#records.set(key, record);
    const [oldest] = this.#records.keys();
    if (this.#records.size > PULSE_AGENTS_MAX && oldest !== undefined) this.#records.delete(oldest);
  }
}

function keyOf({ project, agent }: AgentKey): string {
  return `${project}/${agent}`;
}
