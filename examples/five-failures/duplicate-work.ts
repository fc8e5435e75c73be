import { type Claim, TaskHeld } from '../../client/index.ts';
import type { Board, Outcome } from './board.ts';

const AGENTS = 20;

/** All agents claim one task in the same moment; then each asks for the next of as many tasks, in the same moment too. */
export async function duplicateWork(board: Board): Promise<Outcome> {
  const { tasks } = board.lead.rpc;
  const team = await Promise.all(Array.from({ length: AGENTS }, (_, index) => board.join(`agent-${index + 1}`)));
  const { id: wanted } = await tasks.create.mutate({ title: 'The task that all want', reviewer: 'none' });
  const claims = await Promise.allSettled(team.map((agent) => agent.claim(wanted)));
  const refusals = claims.flatMap((claim) => (claim.status === 'rejected' ? [claim.reason] : []));
  board.say(`${AGENTS} agents claim ${wanted}; one of them is told: ${refusals[0]?.message}`);
  for (const claim of claims) if (claim.status === 'fulfilled') await claim.value.submit('Done, once.');

  const others = Array.from({ length: AGENTS }, (_, index) => ({ title: `Task ${index + 1}`, reviewer: 'none' }));
  await tasks.createMany.mutate({ tasks: others });
  const handles = await Promise.all(team.map((agent) => agent.tryClaim()));
  board.say(`${AGENTS} agents ask for the next task and get ${idsOf(handles)}`);

  const log = await board.log();
  const created = log.filter(({ type }) => type === 'task.created').map(({ taskId }) => taskId);
  const claimed = log.filter(({ type }) => type === 'task.claimed');
  const registered = log.filter(({ type, agent }) => type === 'agent.registered' && agent?.startsWith('agent-') === true);
  const claimers = new Set(claimed.filter(({ taskId }) => taskId !== wanted).map(({ agent }) => agent));
  const once = created.filter((id) => claimed.filter(({ taskId }) => taskId === id).length === 1);
  return {
    ended:
      created.length === AGENTS + 1 &&
      once.length === created.length &&
      claimers.size === AGENTS &&
      refusals.length === AGENTS - 1 &&
      refusals.every((refusal) => refusal instanceof TaskHeld),
    line: `${registered.length} agents claimed ${wanted} at once, then the next of ${created.length - 1} tasks at once: ${claimed.length} task.claimed for ${created.length} tasks, and ${once.length} of them have exactly one.`,
  };
}

function idsOf(handles: ReadonlyArray<Claim | null>): string {
  const ids = handles.map((handle) => handle?.task.id ?? 'nothing');
  return `${ids.slice(0, 3).join(', ')}, … ${ids.at(-1)}`;
}
