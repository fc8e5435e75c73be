import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { createMiddleware } from 'langchain';
import type { Baton } from '../baton.ts';
import { BatonError, LeaseLost } from '../baton-errors.ts';
import { type Claim, NO_RESULT } from '../claim.ts';
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
 * with that as the reason: put it first in the list, outside of others that try again.
 */
export function batonMiddleware(baton: Baton, options: BatonMiddlewareOptions = {}) {
  const bench = new Workbench(baton);
  const mail = new Mail(baton);
  return createMiddleware({
    name: 'BatonMiddleware',
    tools: toLangChain(batonToolsOf(bench)),
    async beforeAgent() {
      // A run before that failed may have left something.
      await bench.clear(NO_RESULT);
      mail.begin();
      if (options.task !== undefined) bench.put(options.task);
    },
    beforeModel: {
      canJumpTo: ['end'],
      async hook() {
        const { lost } = bench;
        if (lost !== null) {
          bench.drop(lost);
          return { messages: [lossOf(lost)], jumpTo: 'end' as const };
        }
        const letters = await releasing(bench, () => mail.unread());
        return letters === null ? undefined : { messages: [new HumanMessage(letters)] };
      },
    },
    wrapModelCall: (request, handler) => releasing(bench, () => unlessLost(bench, async () => handler(request))),
    afterModel: () => releasing(bench, () => mail.acknowledge()),
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

/** What lies in the inbox, each shown once a run; it counts as dealt with when the model has answered to it. */
class Mail {
  readonly #baton: Baton;
  #shown = 0;
  #acked = 0;

  constructor(baton: Baton) {
    this.#baton = baton;
  }

  /** A run before that failed may have shown what its model never answered to. */
  begin(): void {
    this.#shown = this.#acked;
  }

  async unread(): Promise<string | null> {
    const { items } = await this.#baton.rpc.inbox.list.query({ after: this.#shown, limit: MESSAGES_SHOWN });
    this.#shown = items.at(-1)?.seq ?? this.#shown;
    return items.length === 0 ? null : `Messages from your team:\n${items.map(sayMessage).join('\n')}`;
  }

  async acknowledge(): Promise<void> {
    if (this.#shown === this.#acked) return;
    const seen = this.#shown;
    await this.#baton.inbox.ackUpTo(seen);
    this.#acked = seen;
  }
}

/** The answer of the model, or, when a lease is lost before that, a last word in its place. */
async function unlessLost<T>(bench: Workbench, call: () => Promise<T>): Promise<T | AIMessage> {
  const watched = bench.held.map((claim) => ({ claim, signal: claim.lost }));
  let unwatch = () => {};
  const loss = new Promise<AIMessage>((resolve) => {
    const endings = watched.map(({ claim, signal }) => {
      const onLost = () => {
        bench.drop(claim);
        resolve(lossOf(claim));
      };
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
