import { type News, WAIT_MAX_OF_A_KIND } from '../../contract/wait.ts';
import type { LetterRecord } from '../inbox/inbox-records.ts';
import { isOffered, lapsedBy, type Reader } from '../inbox/message-rules.ts';
import { roleInbox } from '../inbox/post-message.ts';
import type { Moment } from '../tasks/claim-rules.ts';
import { SYSTEM_ACTOR } from '../tasks/store-task.ts';
import type { Waiting } from './find-news.ts';
import { inboxesOf, wants } from './wait-rules.ts';

/** What waits in the agent's inbox, and what is offered to its role, the oldest first. */
export async function messagesNow(waiting: Waiting): Promise<News[]> {
  const { tx, ctx, interest, at } = waiting;
  if (!wants(interest, 'message')) return [];
  const { name, role } = interest.reader;
  const page = { project: ctx.project, at: at.wallNow, limit: WAIT_MAX_OF_A_KIND };
  const own = await tx.q.listWaiting({ ...page, owner: name, after: 0 });
  const shared = { ...page, owner: roleInbox(role ?? ''), reader: name, lapsedBy: lapsedBy(at.lease) };
  const offers = role === null ? [] : await tx.q.listOffers(shared);
  return newsOf(waiting, [...own, ...offers]).then((news) => news.slice(0, WAIT_MAX_OF_A_KIND));
}

/** A message that has come into one of these inboxes, under these numbers, if the agent reads it and it still waits. */
export async function messageOfPlaces(waiting: Waiting, places: ReadonlyMap<string, number>): Promise<News[]> {
  const { tx, ctx, interest, at } = waiting;
  const letters: LetterRecord[] = [];
  for (const owner of inboxesOf(interest.reader)) {
    const seq = places.get(owner);
    if (seq === undefined) continue;
    const [letter] = await tx.q.listLetters({ project: ctx.project, owner, after: seq - 1, limit: 1 });
    if (letter?.seq === seq && waitsFor(letter, interest.reader, at)) letters.push(letter);
  }
  return newsOf(waiting, letters);
}

/** Each message once, in the place that comes first, and none that asks others what the agent itself wants to know. */
async function newsOf(waiting: Waiting, letters: readonly LetterRecord[]): Promise<News[]> {
  const news: News[] = [];
  const seen = new Set<string>();
  for (const letter of letters) {
    if (seen.has(letter.id) || (await isOfOwnBlock(waiting, letter))) continue;
    seen.add(letter.id);
    news.push(messageNews(letter, waiting.interest.reader));
  }
  return news;
}

/** The server asks a whole role for what a member of it waits for; that member is not told of its own question (SPEC IN5). */
async function isOfOwnBlock({ tx, ctx, interest }: Waiting, { sender, task, owner }: LetterRecord): Promise<boolean> {
  if (sender !== SYSTEM_ACTOR || task === null || owner === interest.reader.name) return false;
  const stored = await tx.q.findTask({ project: ctx.project, number: task });
  return stored?.blocked?.by === interest.agent;
}

function waitsFor(letter: LetterRecord, reader: Reader, { wallNow, lease }: Moment): boolean {
  const { owner, ackedAt, deadAt, expiresAt } = letter;
  if (ackedAt !== null || deadAt !== null || expiresAt <= wallNow) return false;
  return owner === reader.name || isOffered(letter, reader, lease);
}

function messageNews({ id, seq, owner, sender: from, subject, urgency, toName }: LetterRecord, { name }: Reader): News {
  const isOwn = owner === name;
  const whom = isOwn ? name : `the role ${toName ?? ''}`;
  const because = `${from} wrote to ${whom}, to be read ${WHEN[urgency]}${subject === null ? '.' : `: ${subject}`}`;
  return { kind: 'message', messageId: id, seq: isOwn ? seq : null, from, urgency, because };
}

const WHEN = { now: 'now', next: 'before the next piece of work', whenever: 'whenever there is time' } as const;
