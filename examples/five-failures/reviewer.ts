// A reviewer that takes a review in hand and never decides it: its heartbeats go on for as long as the process lives.
import { connectBaton } from '../../client/index.ts';
import { untilStdinEnds } from '../support/until-stdin-ends.ts';

const stop = untilStdinEnds();
await using baton = await connectBaton({ url: process.env['BATON_URL'] ?? '', token: process.env['BATON_TOKEN'] ?? '' });
const inHand = await baton.reviews.tryClaim();
if (inHand === null) throw new Error('there was no review to take');
process.stdout.write(`${JSON.stringify({ id: inHand.review.taskId, epoch: inHand.epoch })}\n`);
await new Promise((resolve) => stop.addEventListener('abort', resolve));
