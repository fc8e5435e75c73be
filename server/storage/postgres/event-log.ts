import type { EntryDraft } from '../../domain/inbox/inbox-records.ts';
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

/**
 * The row of the project is held by then, since each message has its event, and nothing else changes these rows: so two transactions that
 * post to the same inboxes follow each other, in whatever order they name them, and nobody waits for somebody who waits for him.
 */
const POST = `with posted as (
  select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
    with ordinality as p(project, owner, message, expires_at, dead_at, nth)
), grown as (
  insert into inboxes (project, owner, head)
  select project, owner, count(*) from posted group by project, owner order by project, owner
  on conflict (project, owner) do update set head = inboxes.head + excluded.head
  returning project, owner, head
)
insert into inbox_entries (project, owner, seq, message, expires_at, dead_at)
select p.project, p.owner,
  grown.head + row_number() over (partition by p.project, p.owner order by p.nth) - count(*) over (partition by p.project, p.owner),
  p.message, p.expires_at, p.dead_at
from posted p join grown on grown.project = p.project and grown.owner = p.owner`;

/** Numbers what a transaction posted, in order, and writes it; to be called after `appendEvents`. Sends without waiting. */
export async function postEntries(link: Link, drafts: readonly EntryDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const column = (name: keyof EntryDraft) => drafts.map((draft) => draft[name]);
  const values = [column('project'), column('owner'), column('message'), column('expiresAt'), column('deadAt')];
  const { rowCount } = await link.send({ name: 'post', text: POST, values });
  invariant(rowCount === drafts.length, 'each message that was posted lies in its inbox');
}
