import type { InboxAcked, Message, MessageSend, Offer, SentMessage } from '../server/contract/inbox.ts';
import type { AgentSession } from './agent-session.ts';
import { CursorExpired, isRetryable, LogReset } from './baton-errors.ts';
import { type ClientClock, sleep } from './client-clock.ts';
import type { EventLog } from './event-log.ts';
import { backoffMs } from './retry-rules.ts';
import type { Rpc } from './rpc.ts';

/** So many messages are asked for at once. */
const PAGE_MESSAGES = 50;

/** Whom a message is to, or which one it answers (`replyTo`), and what it is about. */
export type MessageOptions = Omit<Partial<MessageSend>, 'body'>;

/** A message that arrived. */
export interface Letter extends Message {
  /** Its number in the inbox: 1, 2, 3 … without holes. */
  readonly seq: number;
  /** Says that it was dealt with; until then it comes again. */
  ack(): Promise<void>;
  /** Answers its sender, in its thread. */
  reply(body: string): Promise<SentMessage>;
}

/** From where to watch, and until when. */
export interface InboxOptions {
  /** Begin after this number; absent: with the first that was not acknowledged. */
  readonly after?: number;
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
}

interface InboxDeps {
  readonly rpc: Rpc;
  readonly clock: ClientClock;
  /** null: the token is a person's, whose inbox has no heartbeat to tell what has arrived. */
  readonly session: AgentSession | null;
  readonly events: EventLog;
  /** Fires when the client is closed. */
  readonly closing: AbortSignal;
}

/** The mail of one principal: its own inbox, what is offered to its role, and sending. It is `Baton.inbox`. */
export class Inbox {
  readonly #deps: InboxDeps;

  constructor(deps: InboxDeps) {
    this.#deps = deps;
  }

  /** Sends a message `to` somebody, or as an answer with `replyTo`. Throws InvalidInput for a recipient that is not there, InboxFull, NotFound. */
  async send(body: string, options: MessageOptions): Promise<SentMessage> {
    return this.#deps.rpc.messages.send.mutate({ ...options, body });
  }

  /** Answers the sender of a message, in its thread. Throws NotFound, InboxFull. */
  reply(messageId: string, body: string): Promise<SentMessage> {
    return this.send(body, { replyTo: messageId });
  }

  /** All that arrived and was not acknowledged, oldest first; with `after` only what has a greater number. */
  async read({ after = 0 }: { readonly after?: number } = {}): Promise<Letter[]> {
    const letters: Letter[] = [];
    for await (const letter of this.#unread(after, this.#deps.closing)) letters.push(letter);
    return letters;
  }

  /** Acknowledges messages by their numbers. Throws InvalidInput for one that is not there yet. */
  async ack(...seqs: readonly number[]): Promise<InboxAcked> {
    return this.#deps.rpc.inbox.ack.mutate({ seqs: [...seqs] });
  }

  /** Acknowledges all up to a number. */
  async ackUpTo(seq: number): Promise<InboxAcked> {
    return this.#deps.rpc.inbox.ack.mutate({ upTo: seq });
  }

  /** Takes a message to the role, for some minutes. Throws MessageTaken where another was faster. Acknowledge it with `finish`. */
  async take(messageId: string): Promise<Offer> {
    return this.#deps.rpc.messages.take.mutate({ id: messageId });
  }

  /** Acknowledges a message by its id, also one to the role. Throws MessageTaken where another has it. */
  async finish(messageId: string): Promise<InboxAcked> {
    return this.#deps.rpc.inbox.ack.mutate({ ids: [messageId] });
  }

  /**
   * What was not acknowledged, then what arrives, in order, each once: across lost connections and restarts of the server. What this
   * process does not acknowledge comes again to the next one (SPEC IN1).
   */
  async *watch(options: InboxOptions = {}): AsyncGenerator<Letter, void> {
    const { rpc, session, closing, clock } = this.#deps;
    const until = options.signal === undefined ? closing : AbortSignal.any([options.signal, closing]);
    let seen = options.after ?? 0;
    for (let failures = 0; !until.aborted; ) {
      try {
        // The log is followed from before the first look, so that nothing falls between the two.
        const { head } = await rpc.events.list.query({ limit: 1 });
        for await (const _ of this.#wakes(head, until)) {
          for await (const letter of this.#unread(seen, until)) {
            seen = letter.seq;
            failures = 0;
            session?.noteReceived(seen);
            yield letter;
          }
        }
      } catch (error) {
        if (until.aborted) return;
        // A board that was restored may have given the same numbers anew.
        if (error instanceof LogReset) seen = 0;
        else if (!(error instanceof CursorExpired || isRetryable(error))) throw error;
        failures += 1;
        await sleep(clock, backoffMs(failures, Math.random()), until);
      }
    }
  }

  async *#unread(after: number, until: AbortSignal): AsyncGenerator<Letter, void> {
    for (let last = after; !until.aborted; ) {
      const { items } = await this.#deps.rpc.inbox.list.query({ after: last, limit: PAGE_MESSAGES });
      for (const { seq, message } of items) yield this.#letter(seq, message);
      last = items.at(-1)?.seq ?? last;
      if (items.length < PAGE_MESSAGES) return;
    }
  }

  /** Once at once, then each time that something may have arrived. */
  async *#wakes(after: string, until: AbortSignal): AsyncGenerator<void, void> {
    yield;
    for await (const { type, data } of this.#deps.events.watch({ after, signal: until })) {
      if (type === 'message.sent' && this.#isMine(data['inboxes'])) yield;
    }
  }

  /** Whoever does not know its own name looks each time. */
  #isMine(inboxes: unknown): boolean {
    const agent = this.#deps.session?.agent ?? null;
    return agent === null || !Array.isArray(inboxes) || inboxes.includes(agent);
  }

  #letter(seq: number, message: Message): Letter {
    const ack = async () => void (await this.ack(seq));
    return { ...message, seq, ack, reply: (body) => this.reply(message.id, body) };
  }
}
