import type { Link, Reply } from './link.ts';
import type { Ask, RunningWork } from './running-work.ts';
import type { Statement } from './statement.ts';

/** Gives out task numbers of a project outside of any transaction: the new next number, or null where there is no such project. */
export type GiveNumbers = (project: string, count: number) => Promise<number | null>;

/** The one transaction in which the works of a batch run side by side. */
export interface BatchTransaction {
  readonly link: Link;
  readonly owners: Owners;
  /** Whether it waits for rows that other transactions hold. Only a transaction of one work does: else two could wait for each other. */
  readonly waits: boolean;
  readonly giveNumbers: GiveNumbers;
  /** How many rows at the head of a queue were seen to be other works' of this batch, by the arguments of the queue. */
  readonly taken: Map<string, number>;
  /** Whether it has changed a row of `projects`, which it then holds until it ends. */
  touchesProjects: boolean;
}

/** Hands an answer to whoever asked. */
export type Delivery = () => void;

export function deliver(ask: Ask, value: unknown): Delivery {
  return () => {
    const at = ask.work.pending.indexOf(ask);
    if (at < 0) return;
    ask.work.pending.splice(at, 1);
    ask.answer(value);
  };
}

/** Which work of a batch a thing belongs to while it runs: the locks of the database do not part the works of one transaction. */
export class Owners {
  readonly #owners = new Map<string, RunningWork>();

  /** Whether it is nobody's, or this work's. What belonged to a work that is over is nobody's. */
  isFree(key: string, work: RunningWork): boolean {
    const owner = this.#owners.get(key);
    return owner === undefined || owner === work || owner.isSettled;
  }

  take(key: string, work: RunningWork): void {
    this.#owners.set(key, work);
  }
}

/** Sends the plain form of a statement. */
export function sendPlain(link: Link, statement: Statement, values: readonly unknown[]): Promise<Reply> {
  return link.send({ name: `${statement.name}/1`, text: statement.text, values });
}

/** Sends a gathered form: `rows` are the arguments of each caller. */
export function sendGathered(
  link: Link,
  form: { readonly name: string; readonly text: string },
  rows: ReadonlyArray<readonly unknown[]>,
): Promise<Reply> {
  const width = rows[0]?.length ?? 0;
  const values = Array.from({ length: width }, (_, column) => rows.map((row) => row[column]));
  return link.send({ name: `${form.name}/n`, text: form.text, values });
}
