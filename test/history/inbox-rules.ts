import type { Violation } from './recorded.ts';

/** A message that was acknowledged to its sender, with the inboxes that the answer named. */
export interface SentRecord {
  /** What the sender repeats to mean the same. */
  readonly key: string;
  readonly id: string;
  readonly inboxes: readonly string[];
}

/** One look of a reader at its inbox. The times order all that the clients of one process did. */
export interface LookRecord {
  readonly reader: string;
  readonly after: number;
  readonly limit: number;
  readonly head: number;
  readonly items: ReadonlyArray<{ readonly seq: number; readonly id: string }>;
  readonly invokedAt: number;
  readonly returnedAt: number;
}

/** Numbers that a reader acknowledged; Infinity where no answer came, so that nobody knows. */
export interface AckRecord {
  readonly reader: string;
  readonly seqs: readonly number[];
  readonly invokedAt: number;
  readonly returnedAt: number;
}

/** A message to a role that somebody was told to have taken or acknowledged. */
export interface TakeRecord {
  readonly id: string;
  readonly by: string;
}

/** All that is known of a run: what clients saw, what the log says, and what lies in each inbox at the end. */
export interface InboxHistory {
  readonly sent: readonly SentRecord[];
  readonly looks: readonly LookRecord[];
  readonly acks: readonly AckRecord[];
  readonly takes: readonly TakeRecord[];
  /** The messages of the log, in order. */
  readonly log: ReadonlyArray<{ readonly id: string; readonly inboxes: readonly string[] }>;
  readonly inboxes: Readonly<
    Record<string, ReadonlyArray<{ readonly seq: number; readonly id: string; readonly acked: boolean }>>
  >;
}

/** What in a history breaks a promise of the inbox (SPEC IN1, IN2, IN4). */
export function checkInboxes(history: InboxHistory): Violation[] {
  return [
    ...checkNumbers(history),
    ...checkSent(history),
    ...history.looks.flatMap((look) => [...checkLook(look, history)]),
    ...checkTakes(history),
  ];
}

function* checkNumbers({ inboxes, log }: InboxHistory): Generator<Violation> {
  for (const [owner, entries] of Object.entries(inboxes)) {
    const seqs = entries.map(({ seq }) => seq);
    if (seqs.some((seq, i) => seq !== i + 1))
      yield { rule: 'IN1', evidence: `the inbox of ${owner} is numbered ${seqs.join(' ')}` };
    const told = log.filter((message) => message.inboxes.includes(owner)).map(({ id }) => id);
    const lying = entries.map(({ id }) => id);
    if (told.join() !== lying.join()) {
      const at = told.findIndex((id, i) => id !== lying[i]);
      yield {
        rule: 'IN1',
        evidence: `the inbox of ${owner} differs from the log at ${at + 1}: ${lying[at]} instead of ${told[at]}`,
      };
    }
    for (const { seq, acked } of entries)
      if (!acked) yield { rule: 'IN1', evidence: `${seq} of ${owner} was never acknowledged` };
  }
}

function* checkSent({ sent, log, inboxes }: InboxHistory): Generator<Violation> {
  const idOfKey = new Map<string, string>();
  for (const { key, id, inboxes: named } of sent) {
    const known = idOfKey.get(key) ?? id;
    idOfKey.set(key, known);
    if (known !== id) yield { rule: 'IN4', evidence: `${key} was sent twice, as ${known} and ${id}` };
    for (const owner of named) {
      const copies = inboxes[owner]?.filter((entry) => entry.id === id).length ?? 0;
      if (copies !== 1) yield { rule: 'IN1', evidence: `${id} is ${copies} times in the inbox of ${owner}` };
    }
  }
  const known = new Set(idOfKey.values());
  for (const { id } of log) if (!known.has(id)) yield { rule: 'ID1', evidence: `${id} was sent, and nobody was told` };
}

/** A look shows in order all that the reader had not begun to acknowledge, and nothing of which it was told that it has. */
function* checkLook(look: LookRecord, { acks, inboxes }: InboxHistory): Generator<Violation> {
  const { reader, after, items } = look;
  const of = `a look of ${reader} after ${after}`;
  const seqs = items.map(({ seq }) => seq);
  if (seqs.some((seq, i) => seq <= (seqs[i - 1] ?? after))) yield { rule: 'IN1', evidence: `${of} shows ${seqs.join(' ')}` };
  for (const { seq, id } of items) {
    const lies = inboxes[reader]?.[seq - 1]?.id;
    if (lies !== id) yield { rule: 'IN1', evidence: `${of} shows ${id} as ${seq}, which is ${lies}` };
  }
  const own = acks.filter((ack) => ack.reader === reader);
  const begun = new Set(own.filter(({ invokedAt }) => invokedAt < look.returnedAt).flatMap((ack) => ack.seqs));
  const ended = new Set(own.filter(({ returnedAt }) => returnedAt < look.invokedAt).flatMap((ack) => ack.seqs));
  const last = items.length < look.limit ? look.head : (seqs.at(-1) ?? after);
  const shown = new Set(seqs);
  for (let seq = after + 1; seq <= last; seq += 1) {
    if (!shown.has(seq) && !begun.has(seq)) yield { rule: 'IN1', evidence: `${of} hides ${seq}, which was not acknowledged` };
    if (shown.has(seq) && ended.has(seq)) yield { rule: 'IN1', evidence: `${of} shows ${seq}, which was acknowledged` };
  }
}

function* checkTakes({ takes }: InboxHistory): Generator<Violation> {
  const takers = Map.groupBy(takes, ({ id }) => id);
  for (const [id, all] of takers) {
    const names = new Set(all.map(({ by }) => by));
    if (names.size > 1) yield { rule: 'IN2', evidence: `${id} was taken by ${[...names].join(' and ')}` };
  }
}
