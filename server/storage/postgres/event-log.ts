import type { EventRecord } from '../../domain/records.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Link } from './link.ts';
import type { EventDraft } from './running-work.ts';

/** The counter is updated in the same statement, the last one before the commit: whoever comes next waits for no longer than that (SPEC EV1). */
const APPEND = `with head as (
  update projects set event_seq = event_seq + $2 where name = $1 returning event_seq - $2 as base
)
insert into events (project, seq, type, at, actor, task, agent, data)
select $1, head.base + e.nth, e.type, e.at, e.actor, e.task, e.agent, e.data
from head, unnest($3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::json[])
  with ordinality as e(type, at, actor, task, agent, data, nth)
returning seq`;

/** Numbers the events of a transaction and writes them; to be called last. Sends without waiting; resolves to the events as stored. */
export function appendEvents(link: Link, drafts: readonly EventDraft[]): Promise<EventRecord[]> {
  // In one order always, or two transactions that touch the same two projects could wait for each other.
  const projects = [...Map.groupBy(drafts, ({ project }) => project)].sort(([left], [right]) => (left < right ? -1 : 1));
  return Promise.all(projects.map(([project, events]) => appendTo(link, project, events))).then((appended) => appended.flat());
}

async function appendTo(link: Link, project: string, events: readonly EventDraft[]): Promise<EventRecord[]> {
  const column = (name: keyof EventDraft) => events.map((event) => event[name]);
  const data = events.map((event) => JSON.stringify(event.data));
  const values = [project, events.length, column('type'), column('at'), column('actor'), column('task'), column('agent'), data];
  const { rows } = await link.send({ name: 'append', text: APPEND, values });
  invariant(rows.length === events.length, `events were appended to ${project}, which is no project`);
  const first = Math.min(...rows.map((row) => Number(row[0])));
  return events.map((event, i) => ({ ...event, seq: first + i }));
}
