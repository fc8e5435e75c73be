import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { createMiddleware } from 'langchain';
import type { Baton } from '../baton.ts';
import { BatonError, LeaseLost } from '../baton-errors.ts';
import { Claim, NO_RESULT } from '../claim.ts';
import { reasonOf } from '../reason-of.ts';
import { batonToolsOf } from './baton-tools.ts';
import { toLangChain } from './langchain-tools.ts';
import { toToolError } from './say-error.ts';
import { MESSAGES_SHOWN, sayMessage } from './team-tools.ts';
import { Workbench } from './workbench.ts';

/** How an agent of LangChain works on a board. */
export interface BatonMiddlewareOptions {
  /** The task to work on, claimed already. Absent: the model claims by its tools. */
  readonly task?: Claim;
}

/**
 * Lets an agent of `createAgent` work on a board, one run at a time: brings the tools; shows unread messages before the model is called,
 * and acknowledges them once it has answered; stops when a lease is lost, also while the model thinks; at the end hands in what the model
 * said last where one task is held, and gives back what cannot be handed in. When the model or a tool throws, what is held goes back at once
 * with that as the reason: put it first in the list, outside of others that try again. Where another middleware ends the run by a jump,
 * LangChain.js tells nobody of the end: what is held then goes back when the next run begins, or the client is closed.
 */
export function batonMiddleware(baton: Baton, options: BatonMiddlewareOptions = {}) {
  const bench = new Workbench(baton);
  const mail = new Mail(baton);
  /** The run ends with the first loss. What else is held goes back: the word that says so is nobody's result. */
  const stop = async (lost: Claim): Promise<AIMessage> => {
    mail.rewind();
    await bench.clear(`The agent lost ${lost.id}, and stopped.`);
    return lossOf(lost);
  };
  return createMiddleware({
    name: 'BatonMiddleware',
    tools: toLangChain(batonToolsOf(bench)),
    async beforeAgent() {
      // A run before that failed may have left something.
      await bench.clear(NO_RESULT);
      mail.rewind();
      if (options.task !== undefined) bench.put(options.task);
    },
    beforeModel: {
      canJumpTo: ['end'],
      async hook() {
        const { lost } = bench;
        // After this jump LangChain.js runs no afterAgent.
        if (lost !== null) return { messages: [await stop(lost)], jumpTo: 'end' as const };
        const letters = await mail.unread();
        return letters === null ? undefined : { messages: [new HumanMessage(letters)] };
      },
    },
    async wrapModelCall(request, handler) {
      const answer = await releasing(bench, () => unlessLost(bench.held, async () => handler(request)));
      return answer instanceof Claim ? stop(answer) : answer;
    },
    afterModel: () => mail.acknowledge(),
    async wrapToolCall(request, handler) {
      const { lost } = bench;
      if (lost === null) return releasing(bench, async () => handler(request));
      const { id = '', name } = request.toolCall;
      return new ToolMessage({ content: toToolError(lost.lost.reason).message, tool_call_id: id, name, status: 'error' });
    },
    async afterAgent({ messages }) {
      await settle(bench, messages);
      await bench.clear(NO_RESULT);
    },
  });
}

/** Gives back what is held when `step` fails, with that as the reason: nobody may call the agent again. */
async function releasing<T>(bench: Workbench, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    // An interrupt of LangGraph only pauses the run: a person is asked, and the task stays in hand.
    if (!isPause(error)) await bench.clear(reasonOf(error));
    throw error;
  }
}

/** What LangGraph throws to leave a graph in good order says so of itself. */
function isPause(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'is_bubble_up' in error && error.is_bubble_up === true;
}

/**
 * What lies in the inbox, each shown once a run; it counts as dealt with when the model has answered to it. While the inbox is out of reach
 * the agent works on without it: what is not acknowledged comes again.
 */
class Mail {
  readonly #baton: Baton;
  #shown = 0;
  #acked = 0;

  constructor(baton: Baton) {
    this.#baton = baton;
  }

  /** What was shown and got no answer is to be shown again. */
  rewind(): void {
    this.#shown = this.#acked;
  }

  async unread(): Promise<string | null> {
    const page = await unlessRefused(this.#baton.rpc.inbox.list.query({ after: this.#shown, limit: MESSAGES_SHOWN }));
    const items = page?.items ?? [];
    this.#shown = items.at(-1)?.seq ?? this.#shown;
    return items.length === 0 ? null : `Messages from your team:\n${items.map(sayMessage).join('\n')}`;
  }

  async acknowledge(): Promise<void> {
    if (this.#shown === this.#acked) return;
    const seen = this.#shown;
    if ((await unlessRefused(this.#baton.inbox.ackUpTo(seen))) !== null) this.#acked = seen;
  }
}

async function unlessRefused<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
    return null;
  }
}

/** The answer of the model, or the first of the claims that is lost before that. */
async function unlessLost<T>(held: readonly Claim[], call: () => Promise<T>): Promise<T | Claim> {
  let unwatch = () => {};
  const loss = new Promise<Claim>((resolve) => {
    const endings = held.map((claim) => {
      const signal = claim.lost;
      const onLost = () => resolve(claim);
      signal.addEventListener('abort', onLost, { once: true });
      return () => signal.removeEventListener('abort', onLost);
    });
    unwatch = () => {
      for (const end of endings) end();
    };
  });
  try {
    return await Promise.race([call(), loss]);
  } finally {
    unwatch();
  }
}

function lossOf({ task, lost }: Claim): AIMessage {
  const why = lost.reason instanceof LeaseLost ? lost.reason.message : `${task.id} is no longer yours.`;
  return new AIMessage(`${why} I have stopped working on it.`);
}

/** Hands in what the model said last. What is said last belongs to a task only where no other is held. */
async function settle(bench: Workbench, messages: readonly BaseMessage[]): Promise<void> {
  const [claim, another] = bench.held;
  const last = messages.at(-1);
  const said = last !== undefined && AIMessage.isInstance(last) && (last.tool_calls ?? []).length === 0 ? last.text.trim() : '';
  if (claim === undefined || another !== undefined || said === '') return;
  try {
    await claim.submit(said);
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
    // For instance because the task has acceptance criteria, which the model should have answered by task_submit.
    await claim.letGo(reasonOf(error));
  }
}
