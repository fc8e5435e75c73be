// One worker process: takes a file, checks it, hands in the report. Ends when its standard input does.
import { join } from 'node:path';
import { connectBaton } from '../../client/index.ts';
import { untilStdinEnds } from '../support/until-stdin-ends.ts';
import { checkFile, reportText } from './check-file.ts';
import { settings } from './settings.ts';

const { url, token, folder, label } = settings();
const baton = await connectBaton({ url, token, session: { harness: 'check-links' } });

await baton.work({ labels: [label], signal: untilStdinEnds(), onError: report }, async (claim) => {
  const file = claim.task.brief;
  const report = await checkFile(join(folder, file));
  return { summary: reportText(file, report), evidence: [{ type: 'file', path: file.slice(-500), vouchedBy: 'checked' }] };
});
await baton.close();

/** What goes wrong with one file does not end the worker; its task goes back to the queue with the reason. */
function report(error: unknown): void {
  process.stderr.write(`worker ${process.pid}: ${error instanceof Error ? error.message : String(error)}\n`);
}
