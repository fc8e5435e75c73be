// A worker, or a reviewer, as a process of its own, for the test of signals: says what it holds and when a signal has come, hands in when it is told
// to on standard input, and says at the end what it did. It does not close its client: that is no reason not to end.
import { once } from 'node:events';
import { connectBaton } from '../../client/index.ts';

const [url = '', token = '', role = 'worker', drainSeconds = '20'] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);
const heard = (signal: NodeJS.Signals) => {
  process.off('SIGTERM', heard).off('SIGINT', heard);
  // Said after the listeners: by then the client's own is gone as well, and a second signal finds none that would swallow it.
  queueMicrotask(() => say(signal));
};
process.on('SIGTERM', heard).on('SIGINT', heard);
const baton = await connectBaton({ url, token });
say('connected');
say(JSON.stringify(role === 'worker' ? await work() : await review()));
process.stdin.destroy();

function work() {
  return baton.work({ waitSeconds: 20, drainSeconds: Number(drainSeconds) }, async ({ id, lost }) => {
    say(id);
    lost.addEventListener('abort', () => say(`lost: ${lost.reason.reason}`));
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
