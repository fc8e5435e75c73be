// Tries to bring about the five failures of teams of agents, on a server of its own, and says by the event log what came of it:
//   npm run example:five-failures
import { type Cluster, startCluster } from '../support/cluster.ts';
import { Endings } from '../support/endings.ts';
import { Board, type Outcome } from './board.ts';
import { contextLoss } from './context-loss.ts';
import { deadHolder } from './dead-holder.ts';
import { duplicateWork } from './duplicate-work.ts';
import { reviewPileUp } from './review-pile-up.ts';
import { silentBlocking } from './silent-blocking.ts';

/** Whatever has not come about by then does not. */
const MOST_MS = 50_000;
const SIGNAL_EXIT = 130;

const FAILURES: ReadonlyArray<{ readonly name: string; readonly attempt: (board: Board) => Promise<Outcome> }> = [
  { name: 'duplicate work', attempt: duplicateWork },
  { name: 'context loss', attempt: contextLoss },
  { name: 'silent blocking', attempt: silentBlocking },
  { name: 'review pile-up', attempt: reviewPileUp },
  { name: 'dead holder', attempt: deadHolder },
];

const endings = new Endings();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void endings.endAll().finally(() => process.exit(SIGNAL_EXIT)));
}
try {
  process.exitCode = await main(await startCluster(1, endings));
} finally {
  await endings.endAll();
}

async function main(cluster: Cluster): Promise<number> {
  const late = after(MOST_MS);
  const outcomes = await Promise.all(
    FAILURES.map(async ({ name, attempt }) => {
      try {
        return await Promise.race([Board.open(name, cluster, endings).then(attempt), late]);
      } catch (error) {
        return { ended: false, line: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
  const lines = outcomes.map(({ ended, line }, index) => {
    return `${index + 1}. ${FAILURES[index]?.name}: ${ended ? 'ended' : 'NOT ENDED'}. ${line}`;
  });
  process.stdout.write(`\n${lines.join('\n')}\n`);
  return outcomes.every(({ ended }) => ended) ? 0 : 1;
}

function after(ms: number): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  AbortSignal.timeout(ms).addEventListener('abort', () => reject(new Error(`It was not over after ${ms / 1_000} s.`)));
  return promise;
}
