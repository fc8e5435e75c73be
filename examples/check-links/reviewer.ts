// One reviewer process: reads a sample of the files again, and approves a report or sends it back.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { BatonError, connectBaton } from '../../client/index.ts';
import { untilStdinEnds } from '../support/until-stdin-ends.ts';
import { checkFile, reportText } from './check-file.ts';
import { settings } from './settings.ts';

/** Every so many-th report is checked again. */
const SAMPLE_EVERY = 5;

const { url, token, folder } = settings();
const signal = untilStdinEnds();
const baton = await connectBaton({ url, token, session: { harness: 'check-links-review' } });

for await (const event of baton.events.watch({ signal })) {
  if (event.type === 'task.submitted') await reviewWhatWaits();
}
await baton.close();

async function reviewWhatWaits(): Promise<void> {
  const { items } = await baton.rpc.reviews.list.query({ mine: true, limit: 50 });
  for (const review of items) {
    const { brief: file } = await baton.rpc.tasks.get.query({ id: review.taskId });
    const expected = isSampled(review.taskId) ? reportText(file, await checkFile(join(folder, file))) : review.summary;
    const approve = review.summary === expected;
    const note = approve
      ? isSampled(review.taskId)
        ? 'Checked again.'
        : 'Not in the sample.'
      : `On a second look:\n${expected}`.slice(0, 8_000);
    await decide({ id: review.id, revision: review.revision, decision: approve ? 'approve' : 'request_changes', note });
  }
}

async function decide(decision: Parameters<typeof baton.rpc.reviews.decide.mutate>[0]): Promise<void> {
  try {
    await baton.rpc.reviews.decide.mutate(decision);
  } catch (error) {
    // Another reviewer was faster: that is what the queue is for.
    if (!(error instanceof BatonError && error.code === 'stale_review')) throw error;
  }
}

function isSampled(taskId: string): boolean {
  return createHash('sha256').update(taskId).digest().readUInt32BE(0) % SAMPLE_EVERY === 0;
}
