import type { Baton, Urgency } from '../../client/node/index.ts';
import type { Cast } from './cast.ts';

interface Letter {
  readonly subject: string;
  readonly body: string;
}

/** What agents ask the person who watches, and want a reply to. */
const QUESTIONS: readonly Letter[] = [
  { subject: 'Which bank file is right?', body: 'There are **two** exports of Monday. Which one do I compare with?' },
  {
    subject: 'May I raise the limit on staging?',
    body: 'The load test stops at 100 requests a second. I would go to 500, for an hour.',
  },
  { subject: 'Shall 2.4 wait for the index?', body: 'The rebuild takes until tonight. Without it, search is slow for a day.' },
];
/** What they let the person know. */
const NEWS: readonly Letter[] = [
  { subject: 'Search answers in 40 ms', body: 'It was 180 ms before the cache. The numbers are in the notes.' },
  { subject: 'Checkout is quiet', body: 'Nothing waits on me; I take work on the API next.' },
  { subject: 'No invoice of March is missing', body: 'All 412 are there, and the sums agree.' },
];
const REPLY = 'Thank you, I go on with that.';

/** Somebody who writes to the person who watches, the next letter once the one before was dealt with: their inbox does not fill up. */
export class Writer {
  readonly #from: Baton;
  readonly #to: string;
  readonly #letters: readonly Letter[];
  readonly #urgency: Urgency;
  #written = 0;
  #last: string | null = null;

  constructor(from: Baton, { to, letters, urgency }: { to: string; letters: readonly Letter[]; urgency: Urgency }) {
    this.#from = from;
    this.#to = to;
    this.#letters = letters;
    this.#urgency = urgency;
  }

  async write(): Promise<void> {
    if (this.#last !== null) {
      const { receipts } = await this.#from.rpc.messages.get.query({ id: this.#last });
      if (receipts.some(({ state }) => state !== 'acked')) return;
    }
    const letter = this.#letters[this.#written % this.#letters.length];
    if (letter === undefined) return;
    const { body, ...about } = letter;
    this.#last = (await this.#from.inbox.send(body, { ...about, to: { agent: this.#to }, urgency: this.#urgency })).id;
    this.#written += 1;
  }
}

/** Who writes to the person, and what. */
export function writers({ workers: [first, second], person: to }: Cast): Writer[] {
  const asks = first === undefined ? [] : [new Writer(first.baton, { to, letters: QUESTIONS, urgency: 'next' })];
  const tells = second === undefined ? [] : [new Writer(second.baton, { to, letters: NEWS, urgency: 'whenever' })];
  return [...asks, ...tells];
}

/** Reads what has come: the person gets an answer, and all of it is dealt with. */
export async function readMail(reader: Baton, person: string): Promise<void> {
  const letters = await reader.inbox.read();
  for (const { id: replyTo, from } of letters) {
    if (from === person) await reader.inbox.send(REPLY, { replyTo, urgency: 'whenever' });
  }
  const last = letters.at(-1);
  if (last !== undefined) await reader.inbox.ackUpTo(last.seq);
}
