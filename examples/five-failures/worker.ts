// A worker that takes a task, begins, and never ends it: its heartbeats go on for as long as the process lives.
import { connectBaton } from '../../client/index.ts';
import { untilStdinEnds } from '../support/until-stdin-ends.ts';

const stop = untilStdinEnds();
await using baton = await connectBaton({ url: process.env['BATON_URL'] ?? '', token: process.env['BATON_TOKEN'] ?? '' });
const claim = await baton.tryClaim();
if (claim === null) throw new Error('there was no task to take');
await claim.progress('half of it is written');
process.stdout.write(`${JSON.stringify({ id: claim.task.id, epoch: claim.epoch })}\n`);
await new Promise((resolve) => stop.addEventListener('abort', resolve));
