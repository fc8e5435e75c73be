import type { Event } from '../../contract/events.ts';
import { isoTime } from '../../kernel/iso-time.ts';
import type { EventRecord } from '../records.ts';

/** The wire shape of an event. */
export function toEvent(record: EventRecord): Event {
  return {
    seq: record.seq,
    type: record.type,
    at: isoTime(record.at),
    actor: record.actor,
    ...(record.task === null ? {} : { taskId: `T-${record.task}` }),
    ...(record.agent === null ? {} : { agent: record.agent }),
    data: record.data,
  };
}
