import type { Board, Outcome } from './board.ts';

const NOTES = ['The parser drops the last line.', 'Only where the file has no newline at its end; see parse.ts, line 40.'];
const FILE = 'failing-case.txt';
const CONTENT = 'one\ntwo';
const REASON = 'My context is full.';

/** One agent finds things out and gives up; the next starts with all that it found. */
export async function contextLoss(board: Board): Promise<Outcome> {
  const [scout, ada] = [await board.join('scout'), await board.join('ada')];
  const { id } = await board.lead.rpc.tasks.create.mutate({ title: 'Mend the parser', reviewer: 'none' });
  const first = await scout.claim(id);
  for (const note of NOTES) await first.progress(note);
  await first.attach(FILE, CONTENT);
  await first.release(REASON);
  board.say(`scout notes what it found, attaches ${FILE} and gives ${id} back: ${REASON}`);

  const second = await ada.claim(id);
  const { attempts, notes, artifacts } = second.handover;
  board.say(
    `ada claims ${id} and reads: ${notes.map(({ text }) => text).join(' | ')} | ${artifacts[0]?.name} | ${attempts[0]?.reason}`,
  );
  const file = await ada.fetchArtifact(id, FILE);
  await second.submit('The last line is read.');

  const log = await board.log();
  const ofScout = log.filter(({ agent, taskId }) => agent === 'scout' && taskId === id);
  const left = {
    notes: ofScout.filter(({ type }) => type === 'task.progressed').map(({ data }) => data['note']),
    files: ofScout.filter(({ type }) => type === 'task.attached').map(({ data }) => data['sha256']),
    reasons: ofScout.filter(({ type }) => type === 'task.released').map(({ data }) => data['reason']),
  };
  const found = {
    notes: left.notes.filter((note) => notes.some(({ text }) => text === note)),
    files: left.files.filter((sha256) => artifacts.some((artifact) => artifact.sha256 === sha256)),
    reasons: left.reasons.filter((reason) => attempts.some((attempt) => attempt.reason === reason)),
  };
  const count = ({ notes: n, files: f, reasons: r }: typeof left) => n.length + f.length + r.length;
  return {
    ended: count(left) === NOTES.length + 2 && count(found) === count(left) && new TextDecoder().decode(file.bytes) === CONTENT,
    line: `scout gave ${id} back in the middle: the log has ${left.notes.length} notes, ${left.files.length} file and ${left.reasons.length} reason of it, and ada's handover had ${count(found)} of these ${count(left)}.`,
  };
}
