import { setTimeout as delay } from 'node:timers/promises';
import { BatonError } from '../../contract/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Link } from './link.ts';

/** The name under which the nodes of a database hear of each other's events. */
export const CHANNEL = 'batonpass_events';
/** A project's log is announced at most once in this time, however much is written to it. */
export const RING_EVERY_MS = 50;
/** How often the listening connection is asked whether it still lives; and how long it may take to say so. */
export const PULSE_MS = 1_000;
export const PULSE_MAX_MS = 1_500;
/** How often the logs are looked at besides, for rings that were lost (SPEC MN2). */
export const POLL_MS = 2_000;

/** Stands in place of a project in a ring that is only to be heard by who rang. */
const TEST = '';
const TEST_MAX_MS = 3_000;
const RING = 'select pg_notify($1, $2)';

type OnNews = (project: string, head: number) => void;

interface Deps {
  /** The connection that listens, and does nothing else. */
  readonly ear: Link;
  /** The connection that rings and looks. */
  readonly hand: Link;
  /** Told apart from other nodes, whose rings alone count. */
  readonly nodeId: string;
  readonly log: Log;
  readonly onNews: OnNews;
  /** To be done on the listening connection whenever it is new, before it listens. */
  readonly onOpen: (ear: Link) => Promise<void>;
}

/**
 * Tells other nodes that a log has grown, and hears it from them. Only a doorbell: it says that there is something, and where; what
 * it is stands in the log. A ring that is lost is made up for by looking at the logs every two seconds.
 */
export class Doorbell {
  readonly #deps: Deps;
  readonly #heads = new Map<string, number>();
  /** Heads to be announced when a project's pause is over. */
  readonly #due = new Map<string, number>();
  readonly #resting = new Map<string, NodeJS.Timeout>();
  readonly #timers: NodeJS.Timeout[] = [];
  #isBusy = false;
  #onTest: () => void = () => undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Throws `unavailable` where no notification comes through: then something stands between that shares out connections. */
  async open(): Promise<void> {
    await this.#listen();
    await this.#test();
    this.#timers.push(setInterval(() => void this.#pulse(), PULSE_MS).unref());
    this.#timers.push(setInterval(() => void this.#poll(), POLL_MS).unref());
  }

  /** Announces that a log has reached `head`: at once, or after the pause since the last time. */
  ring(project: string, head: number): void {
    this.#heads.set(project, Math.max(head, this.#heads.get(project) ?? 0));
    if (this.#resting.has(project)) this.#due.set(project, head);
    else this.#announce(project, head);
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const timer of this.#resting.values()) clearTimeout(timer);
  }

  // Not within the transaction that wrote: a notification makes its commit wait for every other that notifies.
  #announce(project: string, head: number): void {
    const { hand, nodeId } = this.#deps;
    const rest = () => {
      this.#resting.delete(project);
      const due = this.#due.get(project);
      this.#due.delete(project);
      if (due !== undefined) this.#announce(project, due);
    };
    this.#resting.set(project, setTimeout(rest, RING_EVERY_MS).unref());
    const payload = JSON.stringify([nodeId, project, head]);
    // A ring that fails is made up for by the others' looking.
    hand.ask({ name: 'ring', text: RING, values: [CHANNEL, payload] }).catch(() => undefined);
  }

  async #listen(): Promise<void> {
    const { ear, onOpen } = this.#deps;
    await ear.ready();
    await onOpen(ear);
    ear.onNotification((payload) => this.#hear(payload));
    await ear.send({ text: `listen ${CHANNEL}` });
    // What was written before it listened.
    await this.#look();
  }

  #hear(payload: string): void {
    const [nodeId, project, head] = JSON.parse(payload) as [string, string, number]; // as announced by another of us
    if (nodeId !== this.#deps.nodeId) this.#note(project, head);
    else if (project === TEST) this.#onTest();
  }

  async #test(): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      this.#onTest = resolve;
    });
    const payload = JSON.stringify([this.#deps.nodeId, TEST, 0]);
    await this.#deps.hand.ask({ name: 'ring', text: RING, values: [CHANNEL, payload] });
    const giveUp = new AbortController();
    const isHeard = await Promise.race([heard.then(() => true), delay(TEST_MAX_MS, false, { signal: giveUp.signal })]);
    giveUp.abort();
    if (!isHeard) throw deaf();
  }

  /** Finds out whether the listening connection is alive, which silence does not tell, and makes a new one if it is not. */
  async #pulse(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const { ear, log } = this.#deps;
    try {
      if (ear.isOpen) await ear.send({ text: 'select 1', answerMaxMs: PULSE_MAX_MS });
      else await this.#listen();
    } catch (error) {
      ear.drop();
      log.warn({ error: String(error) }, 'the connection that listens for events was lost; a new one is made');
      await this.#listen().catch(() => ear.drop());
    } finally {
      this.#isBusy = false;
    }
  }

  async #poll(): Promise<void> {
    await this.#look().catch((error: unknown) =>
      this.#deps.log.warn({ error: String(error) }, 'the logs could not be looked at and will be looked at again'),
    );
  }

  async #look(): Promise<void> {
    const text = 'select name, event_seq from projects';
    const { rows } = await this.#deps.hand.ask({ name: 'look at logs', text, values: [], answerMaxMs: PULSE_MAX_MS });
    for (const [project, head] of rows) this.#note(String(project), Number(head));
  }

  #note(project: string, head: number): void {
    if (head <= (this.#heads.get(project) ?? 0)) return;
    this.#heads.set(project, head);
    this.#deps.onNews(project, head);
  }
}

function deaf(): BatonError {
  return new BatonError('unavailable', {
    detail:
      'The database delivers no notifications to this server, so connections do not stay what they are between two transactions.',
    hint: 'Is a pooler in transaction mode in front of it? Go to the database directly, or by a pooler in session mode.',
  });
}
