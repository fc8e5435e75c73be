// An agent in TypeScript as a process of its own, for the race of the languages. Each line on standard input is a round: `go`, claim a
// task and hand it in; `hold`, claim one and keep it. Each reply of the server is said on standard output.
import { createInterface } from 'node:readline';
import { connectBaton } from '../../client/index.ts';

const WAIT_SECONDS = 2;
const [url = '', token = ''] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

await using baton = await connectBaton({ url, token, session: { harness: 'racing-agent' } });
say({ reply: 'connected' });
for await (const order of createInterface({ input: process.stdin })) {
  const claim = await baton.tryClaim({ waitSeconds: WAIT_SECONDS });
  if (claim === null) {
    say({ reply: 'none' });
    continue;
  }
  const { epoch, task } = claim;
  say({ reply: 'claimed', task: task.id, epoch });
  if (order === 'hold') continue;
  await claim.progress('racing', { percent: 50 });
  const { status } = await claim.submit('Done in TypeScript.');
  say({ reply: 'submitted', task: task.id, epoch, status });
}
