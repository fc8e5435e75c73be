// An agent as a process of its own, for the scenarios: it claims a task, says with which epoch, keeps the lease alive, and
// hands its work in when it is told to on standard input.
import { createInterface } from 'node:readline';
import { recordOf } from '../history/recorded.ts';
import { RawClient } from '../support/raw-client.ts';

const BEAT_MS = 1_000;
const [origin = '', token = '', taskId = ''] = process.argv.slice(2);

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const client = new RawClient({ origin, token });
const claim = recordOf((await client.send({ method: 'POST', path: `/v1/tasks/${taskId}/claim`, body: {} })).body);
const epoch = Number(claim['epoch']);
say({ epoch });

const beats = setInterval(() => {
  const body = { leases: [{ taskId, epoch }] };
  // A beat that fails is followed by another.
  client.send({ method: 'POST', path: '/v1/sessions/current/heartbeat', body }).catch(() => undefined);
}, BEAT_MS);

for await (const summary of createInterface({ input: process.stdin })) {
  const reply = await client.send({ method: 'POST', path: `/v1/tasks/${taskId}/submit`, body: { epoch, summary } });
  say({ status: reply.status, body: reply.body });
  break;
}
clearInterval(beats);
client.close();
