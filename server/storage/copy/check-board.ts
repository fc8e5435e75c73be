import type { BatonError } from '../../contract/errors.ts';
import { undone } from './copy-refusals.ts';
import type { TargetBoard } from './target-board.ts';

// All numbers of a log differ, so if none lies outside of it and there are as many as it is long, then none is missing.
const BROKEN_LOGS = `select p.name, p.first_event_seq, p.event_seq, count(e.seq)
  from projects p left join events e on e.project = p.name group by p.name
  having count(e.seq) <> p.event_seq - p.first_event_seq + 1 or min(e.seq) < p.first_event_seq or max(e.seq) > p.event_seq
  limit 1`;
const FOREIGN_EVENTS =
  'select e.project from events e where not exists (select from projects p where p.name = e.project) limit 1';
const NUMBERS_TO_COME = `select p.name, p.next_task, max(t.number) from projects p join tasks t on t.project = p.name
  group by p.name having max(t.number) >= p.next_task limit 1`;

const WHERE = 'while the board was checked';
const BROKEN = 'The file itself is so: start a server on it and look, or restore a backup of it.';

/** What must hold for a server to go on from here (SPEC EV1), beside that all rows are there. Throws `unavailable` for what does not. */
export async function checkBoard(target: TargetBoard): Promise<void> {
  const [log] = await target.ask(BROKEN_LOGS, WHERE);
  if (log !== undefined) {
    const [name, first, last, found] = log;
    throw broken(
      `The table events has ${found} rows of the project ${name}, whose log goes from ${first} to ${last} without a hole.`,
    );
  }
  const [foreign] = await target.ask(FOREIGN_EVENTS, WHERE);
  if (foreign !== undefined) throw broken(`The table events has rows of the project ${foreign[0]}, which there is none of.`);
  const [numbers] = await target.ask(NUMBERS_TO_COME, WHERE);
  if (numbers !== undefined) {
    const [name, next, highest] = numbers;
    throw broken(`The table projects would give out T-${next} of ${name} next, but tasks goes up to T-${highest} already.`);
  }
}

function broken(detail: string): BatonError {
  return undone(detail, BROKEN);
}
