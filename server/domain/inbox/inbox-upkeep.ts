import type { DomainDeps } from '../deps.ts';
import type { WallTime } from '../records.ts';
import type { WriteTx } from '../store.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import type { LetterRecord } from './inbox-records.ts';
import { postFromSystem } from './post-message.ts';

/** How long a message can still be looked up after its time, in milliseconds: a week. */
export const MESSAGE_KEPT_MS = 7 * 24 * 60 * 60 * 1_000;
/** What the word of a dead letter to its sender is called. */
export const UNDELIVERED_SUBJECT = 'Not acknowledged in time';
/** How many entries one sweep takes on at a time, so that it never holds the write door for long. */
const SWEEP_ENTRIES = 200;

/** Whether a message is past its time and nobody was told. */
export async function hasOverdueMessages({ storage, clock }: DomainDeps): Promise<boolean> {
  const at = clock.wallNow();
  return (await storage.read(({ q }) => q.listOverdueLetters({ at, limit: 1 }))).length > 0;
}

/** Makes dead letters of what is past its time, and tells each sender (SPEC IN3). Nobody is told of the server's own. */
export async function expireMessages({ storage, clock }: DomainDeps): Promise<void> {
  await storage.write(async (tx) => {
    const at = clock.wallNow();
    const overdue = await tx.q.listOverdueLetters({ at, limit: SWEEP_ENTRIES });
    const buried: LetterRecord[] = [];
    for (const letter of overdue) {
      const { project, owner, seq } = letter;
      const { changes } = await tx.q.buryEntry({ project, owner, seq, at });
      if (changes === 1) buried.push(letter);
    }
    for (const copies of Map.groupBy(buried, ({ id }) => id).values()) await tellExpired(tx, copies, at);
  });
}

async function tellExpired(tx: WriteTx, copies: readonly LetterRecord[], at: WallTime): Promise<void> {
  const [message] = copies;
  if (message === undefined) return;
  const { project, id, sender, subject, task } = message;
  const places = copies.map(({ owner, seq }) => ({ inbox: owner, seq }));
  const data = { message: id, places };
  await tx.append({ project, type: 'message.expired', at, actor: SYSTEM_ACTOR, task, agent: null, data });
  // One to the server itself goes nowhere.
  const readers = copies.map(({ owner }) => owner).join(', ');
  const body =
    `${readers} did not acknowledge ${id}${subject === null ? '' : ` (“${subject}”)`} in time, so it is a dead letter. ` +
    `Look at it with GET /v1/messages/${id}; send it anew, or to somebody else, if it still matters.`;
  await postFromSystem(tx, {
    project,
    to: { agent: sender },
    subject: UNDELIVERED_SUBJECT,
    body,
    urgency: 'next',
    task,
    at,
  });
}

/** Forgets messages long past their time. */
export async function forgetMessages({ storage, clock }: DomainDeps): Promise<void> {
  const before = clock.wallNow() - MESSAGE_KEPT_MS;
  await storage.write(async ({ q }) => {
    await q.deleteEntries({ before });
    await q.deleteMessageKeys({ before });
    await q.deleteMessages({ before });
  });
}
