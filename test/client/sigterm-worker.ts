// A worker, or a reviewer, as a process of its own, for the test of SIGTERM: says what it holds and when the signal has come, hands in when it is told
// to on standard input, and says at the end what it did.
import { once } from 'node:events';
import { connectBaton } from '../../client/index.ts';

const [url = '', token = '', role = 'worker'] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);
// Said after the listeners: by then the client's own listener is gone as well, and a second signal finds none that would swallow it.
process.once('SIGTERM', () => queueMicrotask(() => say('terminated')));
await using baton = await connectBaton({ url, token });
say('connected');
if (role === 'worker') say(JSON.stringify(await work()));
else await review();
process.stdin.destroy();

function work() {
  return baton.work({ waitSeconds: 20 }, async ({ task }) => {
    say(task.id);
    await once(process.stdin, 'data');
    return 'Done after the signal.';
  });
}

function review() {
  return baton.review({}, async ({ task }) => {
    say(task.id);
    await once(process.stdin, 'data');
    return { decision: 'approve' };
  });
}
