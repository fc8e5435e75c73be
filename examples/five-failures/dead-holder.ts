import { type Baton, type Claim, LeaseLost, TaskHeld } from '../../client/index.ts';
import type { Board, Outcome } from './board.ts';
import { refusalOf } from './refusal-of.ts';

const LEASE_SECONDS = 10;
const WAIT_SECONDS = 25;
const WAITS_MOST = 3;
const LATE = 'What the dead one had written.';

/** A process dies with a task in its hands; another gets it, and what the dead one still sends counts no more and is not lost. */
export async function deadHolder(board: Board): Promise<Outcome> {
  const { tasks } = board.lead.rpc;
  const { id } = await tasks.create.mutate({ title: 'Write the report', reviewer: 'none', leaseTtlSeconds: LEASE_SECONDS });
  const dying = await board.startHolding('worker.ts', 'scout');
  await dying.kill();
  const ada = await board.join('ada');
  const held = await refusalOf(ada.claim(id));
  board.say(`ada claims ${id} at once: ${held instanceof Error ? held.message : 'granted'}`);
  const taken = await waitFor(ada);
  board.say(`ada gets ${taken.task.id} with epoch ${taken.epoch}; its handover: ${taken.handover.notes[0]?.text}`);

  // Started again, it sends what it had saved, with the epoch that it had.
  const scout = await board.rejoin('scout');
  const late = await refusalOf(scout.rpc.tasks.submit.mutate({ ...dying.holds, summary: LATE }));
  board.say(`scout submits with epoch ${dying.holds.epoch}: ${late instanceof Error ? late.message : 'accepted'}`);
  await taken.submit('What ada wrote.');
  const { orphans, summary } = await tasks.get.query({ id });

  const log = await board.log();
  const claimed = log.filter(({ type }) => type === 'task.claimed');
  const expired = log.filter(({ type }) => type === 'task.expired');
  const submitted = log.filter(({ type }) => type === 'task.submitted');
  const [first, second] = claimed;
  const afterMs = Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '');
  const who = submitted.map(({ agent }) => agent).join(', ');
  return {
    ended:
      held instanceof TaskHeld &&
      claimed.map(({ agent }) => agent).join() === 'scout,ada' &&
      expired.length === 1 &&
      afterMs >= LEASE_SECONDS * 1_000 &&
      late instanceof LeaseLost &&
      who === 'ada' &&
      summary !== LATE &&
      orphans.length === 1 &&
      JSON.stringify(orphans[0]?.payload).includes(LATE),
    line: `${first?.agent} was killed with ${id}: ${expired.length} task.expired, and ${second?.agent} had it ${(afterMs / 1_000).toFixed(1)} s after ${first?.agent}'s claim; of two submissions ${submitted.length} counts, by ${who}, and ${orphans.length} that came late was refused (${late instanceof LeaseLost ? late.code : 'not at all'}) and is kept.`,
  };
}

async function waitFor(agent: Baton): Promise<Claim> {
  for (let waits = 0; waits < WAITS_MOST; waits += 1) {
    const claim = await agent.tryClaim({ waitSeconds: WAIT_SECONDS });
    if (claim !== null) return claim;
  }
  throw new Error('the task of the dead one was never to be had');
}
