import type { Agent } from '../../client/page/index.ts';
import { Watched } from './live-state.ts';

export const PULSES_MAX = 60;
/** What one look at an agent found. */
export type Pulse = 'good' | 'late' | 'off';

/** The last looks at each agent while this page was open: what its pulse strip shows. */
export class PulseLog {
  readonly seen = new Watched<ReadonlyMap<string, readonly Pulse[]>>(new Map());

  /** Notes one look at all agents. */
  note(agents: readonly Pick<Agent, 'name' | 'presence'>[]): void {
    const before = this.seen.get();
    this.seen.set(
      new Map(
        agents.map(({ name, presence }) => [
          name,
          [...(before.get(name) ?? []), pulseOf(presence.connection)].slice(-PULSES_MAX),
        ]),
      ),
    );
  }
}

function pulseOf(connection: Agent['presence']['connection']): Pulse {
  if (connection === 'online') return 'good';
  return connection === 'late' ? 'late' : 'off';
}
