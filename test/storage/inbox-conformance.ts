import { expect, test } from 'vitest';
import type { MessageRecord } from '../../server/domain/inbox/inbox-records.ts';
import type { WriteTx } from '../../server/domain/store.ts';
import type { Bench } from './conformance.ts';
import { eventRow, projectRow } from './sample-rows.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

function messageRow(over: Partial<MessageRecord> = {}): MessageRecord {
  return {
    id: 'msg_1',
    project: 'p',
    sender: 'bob',
    toKind: 'agent',
    toName: 'ada',
    subject: null,
    body: 'hello',
    urgency: 'next',
    thread: 'msg_1',
    replyTo: null,
    task: null,
    sentAt: 1_000,
    expiresAt: 1_000 + WEEK_MS,
    ...over,
  };
}

/** That messages get dense numbers in the order of commit, and that what is asked of inboxes is answered. */
export function inboxConformance(bench: Bench): void {
  const write = <T>(work: (tx: WriteTx) => Promise<T>) => bench.storage.write(work);
  const send = async (tx: WriteTx, id: string, owners: readonly string[], over: Partial<MessageRecord> = {}) => {
    const message = messageRow({ id, ...over });
    await tx.q.insertMessage(message);
    await tx.append(eventRow({ type: 'message.sent', project: message.project, data: { message: id } }));
    for (const owner of owners)
      await tx.post({ project: message.project, owner, message: id, expiresAt: message.expiresAt, deadAt: null });
  };
  const numbered = (owner: string, project = 'p') =>
    bench.storage.read(async ({ q }) => {
      const letters = await q.listLetters({ project, owner, after: 0, limit: 1_000 });
      return letters.map(({ seq, id }) => ({ seq, id }));
    });

  test('[IN1] each inbox is numbered 1, 2, 3 in the order of the log, over works of one moment, projects and failures', async () => {
    await write((tx) => tx.q.insertProject(projectRow({ name: 'q' })));
    const owners = ['ada', 'eve', 'role:lead'];
    const works = Array.from({ length: 240 }, (_, i) =>
      write(async (tx) => {
        const project = i % 4 === 0 ? 'q' : 'p';
        // In another order each time: two that post to the same inboxes must not wait for each other.
        const turned = [...owners.slice(i % 3), ...owners.slice(0, i % 3)].slice(0, 1 + (i % 2));
        await send(tx, `msg_${i}`, turned, { project });
        if (i % 7 === 0) throw new Error('no');
      }),
    );
    await Promise.allSettled(works);
    for (const project of ['p', 'q']) {
      const events = await bench.storage.read((tx) => tx.q.listEvents({ project, after: 0, limit: 1_000 }));
      const inLog = events.map(({ data }) => String(data['message']));
      expect(inLog.length).toBeGreaterThan(50);
      for (const owner of owners) {
        const letters = await numbered(owner, project);
        expect(letters.map(({ seq }) => seq)).toEqual(letters.map((_, i) => i + 1));
        const ids = letters.map(({ id }) => id);
        expect(ids).toEqual(inLog.filter((id) => ids.includes(id)));
        const head = await bench.storage.read((tx) => tx.q.findInbox({ project, owner }));
        expect(head).toEqual({ head: letters.length });
      }
    }
  });

  test('[IN1] [LAW2] a message without an event that tells of it is refused, and takes no number', async () => {
    const silent = write(async (tx) => {
      await tx.q.insertMessage(messageRow());
      await tx.post({ project: 'p', owner: 'ada', message: 'msg_1', expiresAt: 9, deadAt: null });
    });
    await expect(silent).rejects.toThrow('after the event');
    await write((tx) => send(tx, 'msg_2', ['ada', 'ada']));
    expect(await numbered('ada')).toEqual([
      { seq: 1, id: 'msg_2' },
      { seq: 2, id: 'msg_2' },
    ]);
  });

  test('[IN1] acknowledging up to a number says which it met; one by one meets each once; what waits is listed and counted', async () => {
    await write(async (tx) => {
      for (const [nth, expiresAt] of [90, 90, 90, 50, 90].entries()) await send(tx, `msg_${nth + 1}`, ['ada'], { expiresAt });
    });
    const ada = { project: 'p', owner: 'ada' };
    const waiting = (at: number) =>
      bench.storage.read(async ({ q }) => {
        const listed = (await q.listWaiting({ ...ada, after: 0, at, limit: 9 })).map(({ seq }) => seq);
        expect(await q.countWaiting({ ...ada, at })).toEqual({ count: listed.length });
        const counts = await q.listWaitingCounts({ project: ada.project, at });
        expect(counts.find(({ owner }) => owner === ada.owner)?.count ?? 0).toBe(listed.length);
        return listed;
      });
    expect(await waiting(49)).toEqual([1, 2, 3, 4, 5]);
    expect(await waiting(50)).toEqual([1, 2, 3, 5]);
    expect(await write((tx) => tx.q.ackEntry({ ...ada, seq: 2, at: 60 }))).toEqual({ changes: 1 });
    expect(await write((tx) => tx.q.ackEntry({ ...ada, seq: 2, at: 60 }))).toEqual({ changes: 0 });
    expect(await write((tx) => tx.q.ackEntry({ ...ada, seq: 4, at: 60 }))).toEqual({ changes: 0 });
    const met = await write((tx) => tx.q.ackEntriesUpTo({ ...ada, upTo: 4, at: 60 }));
    expect(met.map(({ seq }) => seq).sort()).toEqual([1, 3]);
    expect(await waiting(60)).toEqual([5]);
    const overdue = () =>
      bench.storage.read(async ({ q }) => (await q.listOverdueLetters({ at: 60, limit: 9 })).map(({ seq }) => seq));
    expect(await overdue()).toEqual([4]);
    expect(await write((tx) => tx.q.buryEntry({ ...ada, seq: 5, at: 60 }))).toEqual({ changes: 0 });
    expect(await write((tx) => tx.q.buryEntry({ ...ada, seq: 4, at: 60 }))).toEqual({ changes: 1 });
    expect(await overdue()).toEqual([]);
    await write((tx) => tx.q.markDelivered({ ...ada, upTo: 9, at: 70 }));
    const receipts = await bench.storage.read(async ({ q }) => {
      const all = await Promise.all([1, 4, 5].map((nth) => q.listReceipts({ message: `msg_${nth}`, limit: 9 })));
      return all.flat().map(({ deliveredAt, ackedAt, deadAt }) => [deliveredAt, ackedAt, deadAt]);
    });
    expect(receipts).toEqual([
      [60, 60, null],
      [null, null, 60],
      [70, null, null],
    ]);
  });

  test('[IN2] what is to be read now is listed while it waits, and of what the server wrote that of one subject alone', async () => {
    await write(async (tx) => {
      await send(tx, 'msg_next', ['ada']);
      await send(tx, 'msg_now', ['ada', 'eve'], { urgency: 'now' });
      await send(tx, 'msg_over', ['ada'], { urgency: 'now', expiresAt: 2_000 });
      await send(tx, 'msg_server', ['ada'], { urgency: 'now', sender: 'system', subject: 'other' });
      await send(tx, 'msg_dead', ['ada'], { sender: 'system', subject: 'dead' });
    });
    const listed = (owner: string, at: number) =>
      bench.storage.read(async ({ q }) => {
        const page = { project: 'p', owner, server: 'system', subject: 'dead', at, limit: 9 };
        return (await q.listPressingLetters(page)).map(({ id }) => id);
      });
    expect(await listed('ada', 1_999)).toEqual(['msg_now', 'msg_over', 'msg_dead']);
    expect(await listed('ada', 2_000)).toEqual(['msg_now', 'msg_dead']);
    await write(({ q }) => q.ackEntry({ project: 'p', owner: 'ada', seq: 2, at: 2_000 }));
    expect([await listed('ada', 2_000), await listed('eve', 2_000)]).toEqual([['msg_dead'], ['msg_now']]);
  });

  test('[IN2] of a role one takes a message, another only when the time of the first is over, and the last taker acknowledges', async () => {
    await write((tx) => send(tx, 'msg_1', ['role:agent'], { toKind: 'role', toName: 'agent' }));
    const entry = { project: 'p', owner: 'role:agent', seq: 1, at: 2_000 };
    const take = (taker: string, lapsedBy: number) =>
      write(async (tx) => (await tx.q.takeEntry({ ...entry, taker, lapsedBy, takenUntil: lapsedBy + 100 })).changes);
    const ack = (taker: string) => write(async (tx) => (await tx.q.ackTaken({ ...entry, taker })).changes);
    const offered = (reader: string, lapsedBy: number) =>
      bench.storage.read(async ({ q }) => (await q.listOffers({ ...entry, reader, lapsedBy, limit: 9 })).length);
    expect([await offered('ada', 0), await offered('bob', 0)]).toEqual([1, 0]);
    expect(await ack('ada')).toBe(0);
    expect((await Promise.all(['ada', 'eve', 'zoe'].map((taker) => take(taker, 0)))).sort()).toEqual([0, 0, 1]);
    const taker = (await bench.storage.read((tx) => tx.q.listReceipts({ message: 'msg_1', limit: 1 })))[0]?.taker ?? '';
    expect(await take(taker, 50)).toBe(1);
    expect([await offered(taker, 0), await offered('mia', 149), await offered('mia', 150)]).toEqual([1, 0, 1]);
    expect([await take('mia', 149), await take('mia', 150)]).toEqual([0, 1]);
    expect([await ack(taker), await ack('mia'), await ack('mia')]).toEqual([0, 1, 0]);
    expect(await take('mia', 999)).toBe(0);
  });

  test('[IN3] what somebody sent is listed by falling ids, in one project, whole or by thread', async () => {
    await write((tx) => tx.q.insertProject(projectRow({ name: 'q' })));
    for (const id of ['msg_1', 'msg_3', 'msg_2']) await write((tx) => send(tx, id, ['ada'], { thread: 'msg_1' }));
    await write((tx) => send(tx, 'msg_4', ['ada'], { thread: 'msg_4' }));
    await write((tx) => send(tx, 'msg_5', ['ada'], { sender: 'eve', thread: 'msg_1' }));
    await write((tx) => send(tx, 'msg_6', ['ada'], { project: 'q', thread: 'msg_1' }));
    const page = { project: 'p', sender: 'bob', before: 'msg_~', limit: 9 };
    const ids = (over: Partial<typeof page>, thread?: string) =>
      bench.storage.read(async ({ q }) => {
        const asked = { ...page, ...over };
        const rows = thread === undefined ? await q.listSent(asked) : await q.listSentInThread({ ...asked, thread });
        return rows.map(({ id }) => id);
      });
    expect(await ids({})).toEqual(['msg_4', 'msg_3', 'msg_2', 'msg_1']);
    expect(await ids({ before: 'msg_3' })).toEqual(['msg_2', 'msg_1']);
    expect(await ids({ limit: 1 })).toEqual(['msg_4']);
    expect(await ids({}, 'msg_1')).toEqual(['msg_3', 'msg_2', 'msg_1']);
    expect(await ids({ before: 'msg_3', limit: 1 }, 'msg_1')).toEqual(['msg_2']);
  });

  test('[IN4] a key is known after its first use, by sender and audience; what is past its time can be forgotten', async () => {
    const key = { project: 'p', sender: 'bob', audience: 'agent:ada', dedupeKey: 'once', message: 'msg_1', expiresAt: 80 };
    await write((tx) => send(tx, 'msg_1', ['ada'], { expiresAt: 80 }));
    const insert = (over: object) => write(async (tx) => (await tx.q.insertMessageKey({ ...key, ...over })).changes);
    expect([
      await insert({}),
      await insert({ message: 'msg_9' }),
      await insert({ sender: 'eve' }),
      await insert({ audience: 'all:' }),
    ]).toEqual([1, 0, 1, 1]);
    const known = () => bench.storage.read((tx) => tx.q.findMessageKey(key));
    expect(await known()).toEqual({ message: 'msg_1' });
    expect(await write((tx) => tx.q.insertMessage(messageRow()))).toEqual({ changes: 0 });
    const forget = (before: number) =>
      write(async ({ q }) => {
        const changed = [
          await q.deleteEntries({ before }),
          await q.deleteMessageKeys({ before }),
          await q.deleteMessages({ before }),
        ];
        return changed.map(({ changes }) => changes);
      });
    expect(await forget(80)).toEqual([0, 0, 0]);
    expect(await forget(81)).toEqual([1, 3, 1]);
    expect(await known()).toBeUndefined();
    expect(await bench.storage.read((tx) => tx.q.findMessage({ project: 'p', id: 'msg_1' }))).toBeUndefined();
    expect(await bench.storage.read((tx) => tx.q.findRecipient({ project: 'p', name: 'ada' }))).toEqual({
      name: 'ada',
      role: 'agent',
      status: 'active',
    });
    expect(await bench.storage.read((tx) => tx.q.listRecipients({ project: 'p', limit: 9 }))).toHaveLength(1);
  });
}
