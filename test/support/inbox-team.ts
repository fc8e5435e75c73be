import { setTimeout as letRealTimePass } from 'node:timers/promises';
import type { InboxPage, SentMessage } from '../../server/contract/inbox.ts';
import type { AckRecord, InboxHistory, LookRecord, SentRecord, TakeRecord } from '../history/inbox-rules.ts';
import { recordOf } from '../history/recorded.ts';
import type { Sender } from './history-client.ts';
import { SeededRandom } from './history-random.ts';
import { fetchEvents } from './history-run.ts';
import type { NodeCluster } from './nodes-cluster.ts';
import { Office, persist } from './nodes-team.ts';
import { BrokenConnection, type RawReply, type RawRequest } from './raw-client.ts';

const AGAIN_MS = 25;
const PAGE_MESSAGES = 20;
const SENDER_DIES = 0.1;
const READER_DIES = 0.12;
const LEFT_UNACKED = 0.3;

export interface TeamOptions {
  readonly agents: number;
  readonly messagesEach: number;
  readonly seed: number;
}

/** Agents that each send and read at once, die and come back, and write down what they saw. */
export class InboxTeam {
  readonly #cluster: NodeCluster;
  readonly #options: TeamOptions;
  readonly #sent: SentRecord[] = [];
  readonly #looks: LookRecord[] = [];
  readonly #acks: AckRecord[] = [];
  readonly #takes: TakeRecord[] = [];
  #time = 0;
  #toSend: number;
  /** How often a sender or a reader died. */
  deaths = { senders: 0, readers: 0 };

  constructor(cluster: NodeCluster, options: TeamOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#toSend = options.agents * options.messagesEach;
  }

  get sentSoFar(): number {
    return this.#sent.length;
  }

  /** How many acknowledgements got no answer so far, so that nobody knows whether they took effect. */
  get acksCutOff(): number {
    return this.#acks.filter(({ returnedAt }) => returnedAt === Number.POSITIVE_INFINITY).length;
  }

  /** Runs until everything was sent, read and acknowledged; gives what is known of it. */
  async run(): Promise<InboxHistory> {
    const office = await Office.open(this.#cluster);
    const names = Array.from({ length: this.#options.agents }, (_, i) => `agent-${i}`);
    const tokens = await Promise.all(names.map((name) => office.hire(name)));
    await Promise.all(
      names.flatMap((name, i) => {
        const token = tokens[i] ?? '';
        return [this.#sends({ name, names, token, nth: i }), this.#reads({ name, token, nth: i })];
      }),
    );
    const inboxes = await Promise.all(names.map((_, i) => this.#allOf(tokens[i] ?? '')));
    const events = await fetchEvents(this.#cluster.node(0).origin, office.token);
    office.admin.close();
    return {
      sent: this.#sent,
      looks: this.#looks,
      acks: this.#acks,
      takes: this.#takes,
      log: events
        .filter(({ type }) => type === 'message.sent')
        .map(({ data }) => ({ id: String(data['message']), inboxes: data['inboxes'] as string[] })), // what the log says
      inboxes: Object.fromEntries(names.map((name, i) => [name, inboxes[i] ?? []])),
    };
  }

  /** Sends its messages one after the other, each under its key until there is an answer, whatever dies on the way. */
  async #sends({ name, names, token, nth }: { name: string; names: readonly string[]; token: string; nth: number }) {
    const random = new SeededRandom(this.#options.seed * 1_000 + nth);
    const others = names.filter((other) => other !== name);
    let line = this.#cluster.connect(token);
    for (let i = 0; i < this.#options.messagesEach; i += 1) {
      const key = `${name} ${i}`;
      const to = random.weighted<object>([
        [8, { agent: random.pick(others) }],
        [1, { all: true }],
        [1, { role: 'agent' }],
      ]);
      // Half of them lean on the key of the request, half on that of the message.
      const dedupe = nth % 2 === 0 ? {} : { dedupeKey: key };
      const body = { to, body: key, ...dedupe };
      for (let reply: RawReply | null = null; reply?.status !== 201; ) {
        const headers = { 'Idempotency-Key': nth % 2 === 0 ? key : crypto.randomUUID() };
        const request = { method: 'POST', path: '/v1/messages', body, headers };
        const dies = random.chance(SENDER_DIES);
        const asked = orNothing(line, request);
        if (dies) {
          this.deaths.senders += 1;
          line.close();
          line = this.#cluster.connect(token);
        }
        reply = await asked;
        if (reply !== null && reply.status !== 201 && reply.status !== 503) throw refused(request, reply);
        if (reply?.status !== 201) await letRealTimePass(AGAIN_MS);
        else this.#sent.push({ key, ...sentOf(reply) });
      }
      this.#toSend -= 1;
    }
    line.close();
  }

  /** Reads until nothing is to come any more. A reader that dies forgets what it has read; whoever comes after it begins anew. */
  async #reads({ name, token, nth }: { name: string; token: string; nth: number }) {
    const random = new SeededRandom(this.#options.seed * 1_000 + 500 + nth);
    let line = this.#cluster.connect(token);
    for (let after = 0; ; ) {
      const isOver = this.#toSend === 0;
      const page = await this.#look(line, { name, after });
      if (page === null) {
        await letRealTimePass(AGAIN_MS);
        continue;
      }
      if (random.chance(READER_DIES) && !isOver) {
        this.deaths.readers += 1;
        line.close();
        line = this.#cluster.connect(token);
        after = 0;
        continue;
      }
      const seqs = page.items.map(({ seq }) => seq);
      const handled = isOver ? seqs : seqs.filter(() => !random.chance(LEFT_UNACKED));
      if (handled.length > 0)
        await this.#ack(line, { name, seqs: handled, whole: handled.length === seqs.length && after === 0 });
      const [offer] = page.offers.slice(random.below(Math.max(1, page.offers.length)));
      if (offer !== undefined) await this.#takeAndAck(line, name, offer.message.id);
      after = isOver ? 0 : (seqs.at(-1) ?? after);
      if (isOver && page.unacked === 0 && page.offers.length === 0) break;
      if (seqs.length === 0) await letRealTimePass(AGAIN_MS);
    }
    line.close();
  }

  async #look(line: Sender, { name, after }: { name: string; after: number }): Promise<InboxPage | null> {
    const invokedAt = this.#tick();
    const request = { method: 'GET', path: `/v1/inbox?after=${after}&limit=${PAGE_MESSAGES}` };
    const reply = await orNothing(line, request);
    if (reply === null || reply.status === 503) return null;
    if (reply.status !== 200) throw refused(request, reply);
    const page = reply.body as InboxPage; // the contract says so
    const items = page.items.map(({ seq, message }) => ({ seq, id: message.id }));
    const seen = { reader: name, after, limit: PAGE_MESSAGES, head: page.head, items, invokedAt };
    this.#looks.push({ ...seen, returnedAt: this.#tick() });
    return page;
  }

  async #ack(line: Sender, { name, seqs, whole }: { name: string; seqs: number[]; whole: boolean }): Promise<void> {
    const invokedAt = this.#tick();
    const body = whole ? { upTo: Math.max(...seqs) } : { seqs };
    const request = { method: 'POST', path: '/v1/inbox/ack', body };
    const reply = await orNothing(line, request);
    if (reply !== null && reply.status !== 200 && reply.status !== 503) throw refused(request, reply);
    const isDone = reply?.status === 200;
    this.#acks.push({ reader: name, seqs, invokedAt, returnedAt: isDone ? this.#tick() : Number.POSITIVE_INFINITY });
  }

  async #takeAndAck(line: Sender, by: string, id: string): Promise<void> {
    const took = await persist(line, { method: 'POST', path: `/v1/messages/${id}/take`, body: {} });
    if (took.status === 200) this.#takes.push({ id, by });
    else if (recordOf(took.body)['code'] !== 'message_taken') throw refused({ method: 'POST', path: 'take' }, took);
    if (took.status !== 200) return;
    const acked = await persist(line, { method: 'POST', path: '/v1/inbox/ack', body: { ids: [id] } });
    if (acked.status === 200) this.#takes.push({ id, by });
    else throw refused({ method: 'POST', path: 'ack' }, acked);
  }

  async #allOf(token: string): Promise<Array<{ seq: number; id: string; acked: boolean }>> {
    const line = this.#cluster.connect(token);
    const all: Array<{ seq: number; id: string; acked: boolean }> = [];
    for (;;) {
      const { body } = await persist(line, {
        method: 'GET',
        path: `/v1/inbox?acked=true&limit=200&after=${all.at(-1)?.seq ?? 0}`,
      });
      const { items } = body as InboxPage; // the contract says so
      all.push(...items.map(({ seq, message, ackedAt }) => ({ seq, id: message.id, acked: ackedAt !== null })));
      if (items.length > 0) continue;
      line.close();
      return all;
    }
  }

  #tick(): number {
    this.#time += 1;
    return this.#time;
  }
}

async function orNothing(line: Sender, request: RawRequest): Promise<RawReply | null> {
  return line.send(request).catch((error: unknown) => {
    if (error instanceof BrokenConnection) return null;
    throw error;
  });
}

function sentOf({ body }: RawReply): { id: string; inboxes: string[] } {
  const { id, receipts } = body as SentMessage; // the contract says so
  return { id, inboxes: receipts.map(({ inbox }) => inbox).filter((inbox) => !inbox.startsWith('role:')) };
}

function refused({ method, path }: RawRequest, { status, body }: RawReply): Error {
  return new Error(`${method} ${path} was refused with ${status}: ${JSON.stringify(body)}`);
}
