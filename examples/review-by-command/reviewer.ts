// A reviewer that needs no model: runs a command for each submission and decides by its exit code, through the same operations as
// everybody else. The command finds the submission in its environment: BATON_TASK, BATON_REVISION, and BATON_FILE, the first file
// that the evidence names.
//   BATON_URL=http://127.0.0.1:4500 BATON_TOKEN=bat_agent_… node examples/review-by-command/reviewer.ts npm test
import { connectBaton, type ReviewClaim, type ReviewDecision } from '../../client/index.ts';
import { runCommand } from './run-command.ts';

const [url, token] = [process.env['BATON_URL'], process.env['BATON_TOKEN']];
const command = process.argv.slice(2);
if (url === undefined || token === undefined || command.length === 0) {
  process.stderr.write('Set BATON_URL and BATON_TOKEN, and say which command decides: reviewer.ts npm test\n');
  process.exit(2);
}

await using baton = await connectBaton({ url, token, session: { harness: 'review-by-command' } });
// What cannot be judged here, because the command cannot even run, goes back to the queue with the reason.
await baton.review({ lookSeconds: 1, onError: report }, judge);

async function judge({ review, lost }: ReviewClaim): Promise<ReviewDecision> {
  const file = review.evidence.find((one) => one.type === 'file');
  const env = {
    BATON_TASK: review.taskId,
    BATON_REVISION: String(review.revision),
    ...(file === undefined ? {} : { BATON_FILE: file.path }),
  };
  // The lease is renewed while the command runs, however long that takes; if it is lost all the same, the command is ended.
  const { exitCode, output } = await runCommand({ command, env, signal: lost });
  const said = `${command[0]} ended with ${exitCode}.`;
  return exitCode === 0 ? { decision: 'approve', note: said } : { decision: 'request_changes', note: `${said}\n${output}` };
}

function report(error: unknown): void {
  process.stderr.write(`reviewer: ${error instanceof Error ? error.message : String(error)}\n`);
}
