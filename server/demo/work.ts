import type { Baton, Claim, ReviewClaim, ReviewDecision, WorkResult } from '../../client/node/index.ts';
import { type Part, partOf } from './stories.ts';
import type { Tempo } from './tempo.ts';

/** What a submission says of a review that sent the one before back. */
const CHANGED = 'What the review asked for is in.';

/** How a worker of the demo does a task: step by step, until it is done or has to wait for something. */
export async function doTask(worker: Baton, task: Claim, stage: { tempo: Tempo; person: string }): Promise<WorkResult> {
  const { tempo, person } = stage;
  const part = partOf(task.task.title);
  const before = await whatWasSaid(worker, task);
  if (before !== null) await task.progress(before.note);
  for (const [nth, step] of part.steps.entries()) {
    await tempo.step();
    await task.progress(step, { percent: Math.round(((nth + 1) / (part.steps.length + 1)) * 100) });
    if (before === null && (await ask(task, part, person))) return '';
  }
  await tempo.step();
  await task.attach('notes.md', notesOf(task, part), { mediaType: 'text/markdown' });
  if (part.diff !== undefined) await task.attach('change.diff', part.diff, { mediaType: 'text/x-diff' });
  tempo.handedIn();
  return {
    summary: before?.sentBack === true ? `${part.summary} ${CHANGED}` : part.summary,
    evidence: [
      { type: 'commit', sha: '9f2c1e7ab0', repository: 'shop/web' },
      { type: 'command', command: 'npm test', exitCode: 0, output: '214 passed, 0 failed' },
    ],
    answers: task.task.acceptance.map((_, criterion) => ({ criterion, met: true, note: 'Seen in the tests.' })),
  };
}

/** How the reviewer of the demo judges: the first look finds what the story has for it. */
export async function judge({ review, task }: ReviewClaim, tempo: Tempo): Promise<ReviewDecision> {
  await tempo.step();
  const { flaw } = partOf(task.title);
  if (review.round > 1 || flaw === undefined) return { decision: 'approve', note: 'Reads well, and the tests pass.' };
  return { decision: 'request_changes', note: flaw };
}

/** What came of the attempt before, where that was sent back or asked something: what the work goes on with. */
async function whatWasSaid(worker: Baton, { task, handover }: Claim): Promise<{ note: string; sentBack: boolean } | null> {
  const [last] = handover.attempts;
  if (last?.outcome === 'blocked') {
    return { note: `Going on with the answer: ${handover.blocks[0]?.answer ?? 'none'}`, sentBack: false };
  }
  const { reviews } = await worker.rpc.tasks.get.query({ id: task.id });
  const [review] = reviews;
  if (last?.outcome !== 'submitted' || review?.status !== 'changes_requested') return null;
  return { note: `Changing what ${review.decidedBy ?? 'the reviewer'} asked for`, sentBack: true };
}

/** Asks the person who watches, where its story has something to ask; whether it did. */
async function ask(task: Claim, { questions }: Part, person: string): Promise<boolean> {
  const question = questions?.[task.handover.blocks.length % questions.length];
  if (question === undefined) return false;
  const { reason, options } = question;
  await task.block(reason, { waitingOn: { human: person }, options });
  return true;
}

function notesOf({ task }: Claim, { steps }: { steps: readonly string[] }): string {
  return `# ${task.title}\n\n${steps.map((step) => `1. ${step}`).join('\n')}\n\nTested with \`npm test\`.\n`;
}
