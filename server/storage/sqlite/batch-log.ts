import type { EntryDraft } from '../../domain/inbox/inbox-records.ts';
import type { EventRecord } from '../../domain/records.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { DoorStatements } from './door-statements.ts';

/** The statements that the log needs, on the writing connection. */
export type LogStatements = Pick<
  DoorStatements,
  'findEventSeq' | 'storeEventSeq' | 'insertEvent' | 'takeInboxNumber' | 'insertEntry'
>;

interface Numbering {
  readonly stored: number;
  last: number;
}

/**
 * Numbers the events of one batch: 1, 2, 3 … for each project without holes (SPEC EV1). The counter lives in memory
 * and is written once for each project at the end, so that an event costs one insert.
 */
export class BatchLog {
  readonly #statements: LogStatements;
  readonly #numberings = new Map<string, Numbering>();
  readonly #events: EventRecord[] = [];

  constructor(statements: LogStatements) {
    this.#statements = statements;
  }

  /** What was appended and not undone, in the order of the numbers. */
  get events(): readonly EventRecord[] {
    return this.#events;
  }

  append(event: Omit<EventRecord, 'seq'>): void {
    const numbering = this.#numberingOf(event.project);
    const record = { ...event, seq: numbering.last + 1 };
    this.#statements.insertEvent(record);
    numbering.last = record.seq;
    this.#events.push(record);
  }

  /** Puts a message into an inbox; a savepoint that is undone takes its number back. */
  post(entry: EntryDraft): void {
    invariant(this.#numberings.has(entry.project), 'a message is posted after the event that tells of it');
    const inbox = this.#statements.takeInboxNumber({ project: entry.project, owner: entry.owner });
    invariant(inbox !== undefined, 'an inbox that is not there is made');
    this.#statements.insertEntry({ ...entry, seq: inbox.head });
  }

  /** Takes back the numbers of the events after the first `kept`; their rows went with the savepoint. */
  undoTo(kept: number): void {
    for (const event of this.#events.splice(kept).reverse()) {
      const numbering = this.#numberings.get(event.project);
      if (numbering === undefined) continue;
      numbering.last = event.seq - 1;
      // The project itself may have been made by the work that is undone; the next one must look again.
      if (numbering.last === numbering.stored) this.#numberings.delete(event.project);
    }
  }

  storeCounters(): void {
    for (const [project, { last }] of this.#numberings) this.#statements.storeEventSeq({ project, eventSeq: last });
  }

  #numberingOf(project: string): Numbering {
    const known = this.#numberings.get(project);
    if (known !== undefined) return known;
    const stored = this.#statements.findEventSeq({ project })?.eventSeq;
    invariant(stored !== undefined, `an event was appended to ${project}, which is no project`);
    const numbering = { stored, last: stored };
    this.#numberings.set(project, numbering);
    return numbering;
  }
}
