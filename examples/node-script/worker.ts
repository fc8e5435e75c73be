// A script that does one task. It finds url and token by itself: in BATON_URL and BATON_TOKEN, or beside a server on this machine.
import { connectBaton } from '../../client/node/index.ts';

await using baton = await connectBaton({ agent: 'script' });
await using task = await baton.claim({ waitSeconds: 20 });
await task.progress('counting', { percent: 10 });
await task.submit(`The title has ${task.task.title.length} characters.`);
