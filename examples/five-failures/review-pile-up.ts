import { type Baton, type Event, Forbidden, type ReviewClaim, type ReviewDecision } from '../../client/index.ts';
import type { Board, Outcome } from './board.ts';
import { refusalOf } from './refusal-of.ts';

const LEASE_SECONDS = 10;
const SUMMARIES = ['Search, tested.', 'Sorting, not tested.', 'Paging, tested.', 'Export, tested.'];
const NOTE = 'Test it on an empty list too.';

/** Work is handed in faster than it is reviewed, and a reviewer dies with one in hand. Nothing is approved by its author, nothing lies. */
export async function reviewPileUp(board: Board): Promise<Outcome> {
  const author = await board.join('author');
  for (const summary of SUMMARIES) await handIn(board, author, summary);
  const own = await author.rpc.reviews.list.query({});
  const ownReview = { id: own.items[0]?.id ?? '', revision: 1, decision: 'approve' as const };
  const refusal = await refusalOf(author.rpc.reviews.decide.mutate(ownReview));
  board.say(`author handed in ${own.items.length} and approves its own: ${refusal instanceof Error ? refusal.message : 'done'}`);
  const dying = await board.startHolding('reviewer.ts', 'first-reviewer');
  await dying.kill();

  const second = await board.join('second-reviewer', 'reviewer');
  const stop = new AbortController();
  const reviewing = second.review({ lookSeconds: 1, signal: stop.signal }, judge);
  const note = await mendWhatComesBack(author);
  board.say(`author finds in its inbox: ${note.replaceAll('\n', ' ')}`);
  await untilDone(board, SUMMARIES.length);
  stop.abort();
  await reviewing;

  const seen = tell(await board.log(), dying.holds.id);
  return {
    ended:
      refusal instanceof Forbidden &&
      note.includes(NOTE) &&
      seen.byAuthor === 0 &&
      seen.done === SUMMARIES.length &&
      seen.created === seen.done &&
      seen.sentBack === 1 &&
      seen.expired === 1 &&
      seen.hands.join() === 'first-reviewer,second-reviewer',
    line: `${seen.submitted} task.submitted, ${seen.approved} task.approved, ${seen.byAuthor} of them by the author; ${seen.sentBack} sent back; ${dying.holds.id} was taken in hand by ${seen.hands.join(', then ')} after ${seen.expired} review.expired; ${seen.done} of ${seen.created} are done.`,
  };
}

async function handIn(board: Board, author: Baton, summary: string): Promise<void> {
  const { id } = await board.lead.rpc.tasks.create.mutate({ title: summary, leaseTtlSeconds: LEASE_SECONDS });
  const claim = await author.claim(id);
  await claim.submit(summary);
}

function judge({ review }: ReviewClaim): ReviewDecision {
  return review.summary.includes('not tested') ? { decision: 'request_changes', note: NOTE } : { decision: 'approve' };
}

/** Waits for the mail about what was sent back, mends that, and gives what the mail said. */
async function mendWhatComesBack(author: Baton): Promise<string> {
  for await (const letter of author.inbox.watch()) {
    if (letter.taskId === null) continue;
    const claim = await author.claim(letter.taskId);
    await claim.submit('Sorting, tested on an empty list too.');
    await letter.ack();
    return letter.body;
  }
  throw new Error('the inbox was closed');
}

async function untilDone({ lead }: Board, wanted: number): Promise<void> {
  let done = 0;
  for await (const { type } of lead.events.watch()) {
    if (type === 'task.done') done += 1;
    if (done === wanted) return;
  }
}

/** What the log says of the reviews, and of that which was in hand when its reviewer died. */
function tell(log: readonly Event[], taskId: string) {
  const of = (type: Event['type']) => log.filter((event) => event.type === type);
  return {
    created: of('task.created').length,
    submitted: of('task.submitted').length,
    approved: of('task.approved').length,
    byAuthor: of('task.approved').filter(({ actor }) => actor === 'author').length,
    sentBack: of('task.changes_requested').length,
    expired: of('review.expired').filter((event) => event.taskId === taskId).length,
    hands: distinct(of('review.claimed').filter((event) => event.taskId === taskId)),
    done: of('task.done').length,
  };
}

/** Who, in the order of the log, each once. */
function distinct(events: readonly Event[]): string[] {
  return [...new Set(events.map(({ actor }) => actor))];
}
