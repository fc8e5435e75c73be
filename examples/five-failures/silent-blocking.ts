import { type Baton, Forbidden, NotClaimable } from '../../client/index.ts';
import type { Board, Outcome } from './board.ts';
import { refusalOf } from './refusal-of.ts';

const PORT = { question: 'Which port?', answer: '4445' };
const DEPLOY = { question: 'May I deploy?', evasive: 'Ask me tomorrow.', answer: 'Yes, after six.' };
const ROUNDS_MOST = 5;

/** An agent is stuck and says so: whoever can help sees it and why, and the answer arrives. Who asks in vain goes past whom it asked. */
export async function silentBlocking(board: Board): Promise<Outcome> {
  const [scout, ada] = [await board.join('scout'), await board.join('ada')];
  const port = await askTheLead(board, { scout, ada });
  const deploy = await askInVain(board, { scout, ada });

  const log = await board.log();
  const blocked = log.filter(({ type }) => type === 'task.blocked');
  const unblocked = log.filter(({ type }) => type === 'task.unblocked');
  const escalated = blocked.filter(({ data }) => data['escalated'] === true);
  const answer = unblocked.find(({ taskId }) => taskId === port.id);
  const last = unblocked.findLast(({ taskId }) => taskId === deploy.id);
  return {
    ended:
      port.seen &&
      port.refused &&
      answer?.actor === 'lead' &&
      answer.data['answer'] === port.handedOver &&
      deploy.seen &&
      deploy.refused &&
      escalated.length === 1 &&
      escalated[0]?.taskId === deploy.id &&
      escalated[0].data['times'] === 3 &&
      last?.actor === 'lead' &&
      last.data['answer'] === deploy.handedOver,
    line: `${blocked.length} task.blocked, ${unblocked.length} task.unblocked: the lead's attention showed "${PORT.question}" and the answer "${answer?.data['answer']}" came with the next claim; time ${escalated[0]?.data['times']} of "${DEPLOY.question}" went to the leads, and ${last?.actor} ended it.`,
  };
}

interface Team {
  readonly scout: Baton;
  readonly ada: Baton;
}

interface Asked {
  readonly id: string;
  /** Whether it was in what waits for the lead's attention, with the question. */
  readonly seen: boolean;
  /** Whether nobody else got around it. */
  readonly refused: boolean;
  /** The answer that the next holder found. */
  readonly handedOver: string | null;
}

async function askTheLead(board: Board, { scout, ada }: Team): Promise<Asked> {
  const { tasks } = board.lead.rpc;
  const { id } = await tasks.create.mutate({ title: 'Open the port', reviewer: 'none' });
  const stuck = await scout.claim(id);
  await stuck.block(PORT.question, { waitingOn: { role: 'lead' }, options: [PORT.answer, '8080'] });
  const refused = (await refusalOf(ada.claim(id))) instanceof NotClaimable;
  const seen = await isSeen(board, id, PORT.question);
  await tasks.unblock.mutate({ id, answer: PORT.answer });
  return { id, seen, refused, handedOver: await answerOfNext(scout, id) };
}

/** The same question again and again to one who does not really answer, until the board sends it to somebody else. */
async function askInVain(board: Board, { scout, ada }: Team): Promise<Asked> {
  const { tasks } = board.lead.rpc;
  const { id } = await tasks.create.mutate({ title: 'Deploy it', reviewer: 'none' });
  for (let round = 1; round <= ROUNDS_MOST; round += 1) {
    const stuck = await scout.claim(id);
    const { blocked } = await stuck.block(DEPLOY.question, { waitingOn: { agent: 'ada' } });
    if (blocked?.escalated === true) break;
    await ada.rpc.tasks.unblock.mutate({ id, answer: DEPLOY.evasive });
  }
  const refused = (await refusalOf(ada.rpc.tasks.unblock.mutate({ id, answer: DEPLOY.evasive }))) instanceof Forbidden;
  const seen = await isSeen(board, id, DEPLOY.question);
  await tasks.unblock.mutate({ id, answer: DEPLOY.answer });
  return { id, seen, refused, handedOver: await answerOfNext(scout, id) };
}

async function isSeen(board: Board, id: string, question: string): Promise<boolean> {
  const { items } = await board.lead.rpc.attention.list.query({});
  const item = items.find(({ taskId, what }) => taskId === id && what.includes(question));
  board.say(`the lead's attention: ${item === undefined ? 'nothing' : `${item.kind}, ${item.urgency}: ${item.what}`}`);
  return item !== undefined;
}

async function answerOfNext(agent: Baton, id: string): Promise<string | null> {
  const claim = await agent.claim(id);
  const answer = claim.handover.blocks[0]?.answer ?? null;
  await claim.submit(`Done, with the answer: ${answer}`);
  return answer;
}
