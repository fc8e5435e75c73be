// A script that does one task. It finds url and token by itself: in BATON_URL and BATON_TOKEN, or beside a server on this machine.
import { connectBaton } from '../../client/node/index.ts';

await using baton = await connectBaton({ agent: 'script' });
await using task = await baton.tryClaim({ waitSeconds: 20 });
if (task === null) throw new Error('There is nothing to do.');
await task.progress('counting', { percent: 10 });
await task.submit(`The title has ${task.task.title.length} characters.`);
