import type { Baton, Task } from '../../client/node/index.ts';
import { type Cast, REVIEWER } from './cast.ts';
import { ABANDONED, CANCELLED, type Part, partOf, STORIES } from './stories.ts';

/** Below this many tasks that wait, a story that is done is opened again. */
const WAITING_MIN = 7;
/** So many of those are to be claimed next. */
const NEXT_MIN = 2;
const NEXT_PRIORITY = 1;
const LATER_PRIORITY = 2;
/** The board of the demo is far smaller than a page. */
const ALL = 200;

/** What the lead of the demo has made, by the ids of its tasks. */
export interface Plan {
  readonly stories: readonly (readonly string[])[];
  readonly abandoned: string;
}

/** Makes the tasks of all stories, and one that nobody will finish the first time. */
export async function makePlan({ lead, drifter, person }: Cast): Promise<Plan> {
  const { id: abandoned } = await lead.rpc.tasks.create.mutate({ ...mutable(ABANDONED), priority: 0 });
  // No handle of the client, which would send heartbeats.
  await drifter.rpc.tasks.claim.mutate({ id: abandoned });
  const tasks = STORIES.flatMap((story, nth) => story.map((part, at) => taskOf(part, { nth, at, person })));
  const made = (await lead.rpc.tasks.createMany.mutate({ tasks })).tasks;
  const idOf = (part: Part) => made.find(({ title }) => title === part.title)?.id ?? '';
  const { id: cancelled } = await lead.rpc.tasks.create.mutate(mutable(CANCELLED));
  await lead.rpc.tasks.cancel.mutate({ id: cancelled, reason: 'The provider has switched it off.' });
  return { stories: STORIES.map((story) => story.map(idOf)), abandoned };
}

function taskOf(part: Part, { nth, at, person }: { nth: number; at: number; person: string }) {
  const { title, brief = '', labels, acceptance = [], requires = [], forPerson = false } = part;
  return {
    title,
    brief,
    labels: [...labels],
    acceptance: [...acceptance],
    requires: [...requires],
    ref: `story-${nth}-${at}`,
    dependsOn: at === 0 ? [] : [`story-${nth}-${at - 1}`],
    // Named, since whatever anybody may review waits on the person who watches, too.
    reviewer: forPerson ? person : REVIEWER,
    // The first two are what the person is asked for, and the rest comes in its turn.
    priority: nth < 2 ? 0 : nth < 5 ? NEXT_PRIORITY : LATER_PRIORITY,
    leaseTtlSeconds: 30,
  };
}

/** Looks at what is meant for the person who watches before they do: the first time, something is missing. */
export async function lookFirst({ lead, person }: Cast): Promise<void> {
  const { items } = await lead.rpc.reviews.list.query({});
  for (const { id, revision, round, reviewer, taskId } of items) {
    if (reviewer !== person || round > 1) continue;
    const { flaw } = partOf((await lead.rpc.tasks.get.query({ id: taskId })).title);
    if (flaw !== undefined) {
      await lead.rpc.reviews.decide.mutate({ id, revision, decision: 'request_changes', note: flaw });
    }
  }
}

/** Opens what is done again, the oldest first, so that there is always work and the board does not grow. */
export async function keepGoing({ lead }: Cast, { stories }: Plan): Promise<void> {
  const { items } = await lead.rpc.tasks.list.query({ limit: ALL });
  const byId = new Map(items.map((task) => [task.id, task]));
  const waiting = items.filter(({ status, requires }) => status === 'todo' && requires.length === 0);
  const done = stories
    .map((story) => story.flatMap((id) => byId.get(id) ?? []))
    .filter((tasks) => tasks.every(({ status }) => status === 'done'))
    .toSorted((a, b) => endOf(a).localeCompare(endOf(b)));
  const [oldest] = done;
  if (waiting.length < WAITING_MIN && oldest !== undefined) {
    for (const task of oldest) await openAgain(lead, task);
  }
  const ready = waiting.filter(({ claimable }) => claimable).toSorted((a, b) => a.updatedAt.localeCompare(b.updatedAt));
  const later = ready.find(({ priority }) => priority > NEXT_PRIORITY);
  if (later !== undefined && ready.filter(({ priority }) => priority <= NEXT_PRIORITY).length < NEXT_MIN) {
    await rank(lead, later, NEXT_PRIORITY);
  }
}

/** The one that was abandoned is abandoned again once somebody has finished it. */
export async function abandonAgain({ lead, drifter }: Cast, { abandoned: id }: Plan): Promise<void> {
  const { status } = await lead.rpc.tasks.get.query({ id });
  if (status !== 'done' && status !== 'failed') return;
  await lead.rpc.tasks.reopen.mutate({ id, reason: 'Measure it again.' });
  await drifter.rpc.tasks.claim.mutate({ id });
}

/** Behind all that waits already. */
async function openAgain(lead: Baton, task: Task): Promise<void> {
  if (task.priority !== LATER_PRIORITY) await rank(lead, task, LATER_PRIORITY);
  await lead.rpc.tasks.reopen.mutate({ id: task.id, reason: 'Something has changed since.' });
}

function rank(lead: Baton, { id, version }: Task, priority: number): Promise<Task> {
  return lead.rpc.tasks.update.mutate({ id, ifMatch: version, priority });
}

/** When the last of them was. */
function endOf(tasks: readonly Task[]): string {
  return (
    tasks
      .map(({ updatedAt }) => updatedAt)
      .toSorted()
      .at(-1) ?? ''
  );
}

function mutable<T extends { labels: readonly string[] }>(task: T): Omit<T, 'labels'> & { labels: string[] } {
  return { ...task, labels: [...task.labels] };
}
