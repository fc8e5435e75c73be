import { setTimeout as pause } from 'node:timers/promises';
import type { Baton, Claim, ReviewClaim, ReviewDecision } from '../../client/node/index.ts';
import { ABANDONED, type Cast, QUESTION, ROUTINE, SHORT_LEASE_SECONDS } from './cast.ts';

/** A person can follow a change each second or two. */
const STEP_MS = 2_000;
const KEEP_EVERY_MS = 4_000;
const ABANDON_EVERY_MS = 60_000;
/** Below this many tasks that wait, one that is done is opened again. */
const WAITING_MIN = 4;
const STEPS = ['Reading the brief', 'Trying it out', 'Writing it down'];

/** Plays until the signal fires. */
export async function play(cast: Cast, signal: AbortSignal): Promise<void> {
  const { lead, workers, reviewer, drifter } = cast;
  const create = (task: { title: string; labels: string[] }, more: object = {}) =>
    lead.rpc.tasks.create.mutate({ ...task, ...more });
  const abandoned = await create(ABANDONED, { leaseTtlSeconds: SHORT_LEASE_SECONDS });
  // No handle of the client, which would send heartbeats.
  await drifter.rpc.tasks.claim.mutate({ id: abandoned.id });
  await create(QUESTION, { priority: 0 });
  for (const [nth, task] of ROUTINE.entries()) await create(task, { priority: 1 + (nth % 3) });
  await Promise.all([
    ...workers.map((worker) =>
      worker.work({ signal, drainOnSignal: false, waitSeconds: 5 }, (task) => doTask(worker, task, signal)),
    ),
    reviewer.review({ signal, drainOnSignal: false }, (review) => judge(review, signal)),
    repeat(KEEP_EVERY_MS, signal, () => keepGoing(lead, abandoned.id)),
    repeat(ABANDON_EVERY_MS, signal, () => abandon(cast, abandoned.id)),
    ...[...workers, reviewer].map((one) => repeat(KEEP_EVERY_MS, signal, () => readMail(one))),
  ]);
}

async function doTask(worker: Baton, task: Claim, signal: AbortSignal): Promise<string> {
  const { title } = task.task;
  const answered = task.handover.blocks.length > 0;
  for (const [nth, step] of STEPS.entries()) {
    await pause(STEP_MS, undefined, { signal });
    await task.progress(step, { percent: Math.round(((nth + 1) / (STEPS.length + 1)) * 100) });
    if (title === QUESTION.title && !answered) {
      const reason = 'Which region should the backups go to? The cheap one is far from most users.';
      await task.block(reason, { waitingOn: { role: 'lead' }, options: ['eu-north', 'us-east'] });
      return '';
    }
  }
  await task.attach('notes.md', `# ${title}\n\nDone in ${STEPS.length} steps.\n`, { mediaType: 'text/markdown' });
  await worker.inbox.send(`${title} is ready to be read.`, { to: { role: 'reviewer' }, taskId: task.task.id });
  return `${title}: done, see notes.md.`;
}

/** The first look at each third task finds something. */
async function judge(review: ReviewClaim, signal: AbortSignal): Promise<ReviewDecision> {
  await pause(STEP_MS, undefined, { signal });
  const { round, taskId } = review.review;
  if (round > 1 || Number(taskId.slice(2)) % 3 !== 0) return { decision: 'approve', note: 'Reads well.' };
  return { decision: 'request_changes', note: 'Say in the notes how it was tested.' };
}

async function keepGoing(lead: Baton, abandoned: string): Promise<void> {
  const [waiting, done] = await Promise.all([
    lead.rpc.tasks.list.query({ q: 'status:todo' }),
    lead.rpc.tasks.list.query({ q: 'status:done,failed' }),
  ]);
  const oldest = done.items.filter(({ id }) => id !== abandoned).toSorted((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1))[0];
  if (waiting.items.length < WAITING_MIN && oldest !== undefined) {
    await lead.rpc.tasks.reopen.mutate({ id: oldest.id, reason: 'Something has changed since.' });
  }
}

async function abandon({ lead, drifter }: Cast, id: string): Promise<void> {
  const { status } = await lead.rpc.tasks.get.query({ id });
  if (status !== 'done' && status !== 'failed') return;
  await lead.rpc.tasks.reopen.mutate({ id, reason: 'Measure it again.' });
  await drifter.rpc.tasks.claim.mutate({ id });
}

async function readMail(reader: Baton): Promise<void> {
  const last = (await reader.inbox.read()).at(-1);
  if (last !== undefined) await reader.inbox.ackUpTo(last.seq);
}

/** Does it again and again. What is refused because somebody was faster is left for the next time. */
async function repeat(everyMs: number, signal: AbortSignal, act: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await act().catch(() => undefined);
  }
}
