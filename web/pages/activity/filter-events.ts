import type { Event } from '../../../client/page/index.ts';

export type LoggedEvent = Event;

/** What of the log is shown; empty: all. */
export interface Filter {
  /** The beginning of its type: `task`, `task.claimed`. */
  readonly kind: string;
  readonly agent: string;
  readonly task: string;
  /** The event that a link points to. */
  readonly seq: number | null;
}

export function readFilter(params: URLSearchParams): Filter {
  const seq = Number(params.get('seq'));
  return {
    kind: params.get('kind') ?? '',
    agent: params.get('agent') ?? '',
    task: params.get('of') ?? '',
    seq: Number.isInteger(seq) && seq > 0 ? seq : null,
  };
}

export function matches(event: LoggedEvent, { kind, agent, task, seq }: Filter): boolean {
  if (seq !== null && event.seq === seq) return true;
  if (kind !== '' && event.type !== kind && !event.type.startsWith(`${kind}.`)) return false;
  if (agent !== '' && event.actor !== agent && event.agent !== agent) return false;
  return task === '' || event.taskId === task;
}
