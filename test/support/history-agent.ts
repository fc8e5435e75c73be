import { randomUUID } from 'node:crypto';
import { listOf, type RecordedReply, recordOf } from '../history/recorded.ts';
import type { HistoryClient, Input, Operation } from './history-client.ts';
import type { SharedBoard } from './history-workload.ts';

interface Lease {
  readonly taskId: string;
  readonly epoch: number;
}

interface Sent {
  readonly operation: Operation;
  readonly input: Input;
  readonly session: string | null;
  readonly key: string;
}

type Act = () => Promise<RecordedReply>;
const PAST_KEPT = 12;
const UNAVAILABLE = 503;

/** One agent that works as real ones do, and now and then as they should not: late, with another's epoch, twice. */
export class WorkloadAgent {
  readonly client: HistoryClient;
  /** What it believes that it holds and keeps alive. */
  held: Lease[] = [];
  /** What it held once; some of it silently let go, so that the lease runs out. */
  #past: Lease[] = [];
  #last: Sent | null = null;
  readonly #board: SharedBoard;
  readonly #isLead: boolean;

  constructor(made: { client: HistoryClient; board: SharedBoard; isLead: boolean }) {
    this.client = made.client;
    this.#board = made.board;
    this.#isLead = made.isLead;
  }

  /** Does one thing; false when no answer came, or one that says only to come again. */
  async act(): Promise<boolean> {
    const act = this.#board.random.weighted<Act>([
      [20, () => this.#claimNext()],
      [14, () => this.#claim(this.#board.random.pick(this.#board.taskIds))],
      [18, () => this.#progress(this.#anyHeld())],
      [10, () => this.#submit(this.#anyHeld())],
      [4, () => this.#release(this.#anyHeld())],
      [4, () => this.#block(this.#anyHeld())],
      [4, () => this.#unblock()],
      [10, () => this.heartbeat()],
      [4, () => this.#letGo()],
      [8, () => this.#useStaleEpoch()],
      [3, () => this.#useEpochOfAnother()],
      [9, () => this.#review()],
      [4, () => this.#create()],
      [3, () => this.#meddle()],
      [2, () => this.#changeSession()],
      [1, () => this.#send('tasks.comment', { id: this.#anyTask(), body: this.#board.unlike('comment') })],
      [2, () => this.repeat()],
    ]);
    const reply = await act();
    return reply !== 'unknown' && reply.status !== UNAVAILABLE;
  }

  heartbeat(): Promise<RecordedReply> {
    return this.#send('sessions.heartbeat', { id: this.client.session ?? 'current', leases: this.held });
  }

  close(): void {
    this.client.close();
  }

  async #send(operation: Operation, input: Input): Promise<RecordedReply> {
    const sent = { operation, input, session: this.client.session, key: randomUUID() };
    const reply = await this.client.call(operation, input, sent.key);
    if (operation !== 'sessions.heartbeat' && operation !== 'reviews.list') this.#last = sent;
    return reply;
  }

  async #claimNext(): Promise<RecordedReply> {
    const reply = await this.#send('tasks.claimNext', { count: this.#board.random.chance(0.2) ? 2 : 1 });
    for (const claim of listOf(bodyOfReply(reply)['claims'])) this.#noteClaim(claim);
    return reply;
  }

  async #claim(id: string | undefined): Promise<RecordedReply> {
    const reply = await this.#send('tasks.claim', { id: id ?? this.#anyTask() });
    this.#noteClaim(bodyOfReply(reply));
    return reply;
  }

  #noteClaim(claim: unknown): void {
    const { task, epoch } = recordOf(claim);
    if (typeof epoch !== 'number') return;
    const taskId = String(recordOf(task)['id']);
    this.held = [...this.held.filter((lease) => lease.taskId !== taskId), { taskId, epoch }];
    this.#board.grants.set(taskId, { epoch, session: this.client.session });
  }

  async #progress(lease: Lease | undefined): Promise<RecordedReply> {
    if (lease === undefined) return this.#claimNext();
    const note = this.#board.unlike('note');
    const reply = await this.#send('tasks.progress', { id: lease.taskId, epoch: lease.epoch, note });
    if (isRefused(reply)) this.#forget(lease);
    return reply;
  }

  async #submit(lease: Lease | undefined): Promise<RecordedReply> {
    if (lease === undefined) return this.#claimNext();
    const summary = this.#board.unlike('summary');
    const reply = await this.#send('tasks.submit', { id: lease.taskId, epoch: lease.epoch, summary });
    if (reply !== 'unknown') this.#forget(lease);
    return reply;
  }

  async #release(lease: Lease | undefined): Promise<RecordedReply> {
    if (lease === undefined) return this.#claimNext();
    const reason = this.#board.unlike('released');
    const reply = await this.#send('tasks.release', { id: lease.taskId, epoch: lease.epoch, reason });
    if (reply !== 'unknown') this.#forget(lease);
    return reply;
  }

  async #block(lease: Lease | undefined): Promise<RecordedReply> {
    if (lease === undefined) return this.#claimNext();
    const { random } = this.#board;
    const reason = this.#board.unlike('blocked');
    const waits = random.pick<Input>([
      { kind: 'question', waitingOn: { role: 'agent' } },
      { kind: 'external', until: new Date(Date.now() + 200 + random.below(2_000)).toISOString() },
      { kind: 'dependency', waitingOn: { task: this.#anyTask() } },
    ]);
    const reply = await this.#send('tasks.block', { id: lease.taskId, epoch: lease.epoch, reason, ...waits });
    const { status } = bodyOfReply(reply);
    if (status === 'blocked') this.#board.blocked.add(lease.taskId);
    // A refused block leaves the task held, unless it is refused because it is not.
    if (status === 'blocked' || isRefused(reply)) this.#forget(lease);
    return reply;
  }

  async #unblock(): Promise<RecordedReply> {
    const id = this.#board.random.pick([...this.#board.blocked]);
    if (id === undefined) return this.#claimNext();
    const reply = await this.#send('tasks.unblock', { id, answer: this.#board.unlike('answer') });
    if (reply !== 'unknown') this.#board.blocked.delete(id);
    return reply;
  }

  /** From here on nothing renews the lease, as if the process had died. */
  #letGo(): Promise<RecordedReply> {
    const lease = this.#anyHeld();
    if (lease !== undefined) this.#forget(lease);
    return this.heartbeat();
  }

  #useStaleEpoch(): Promise<RecordedReply> {
    return this.#useEpoch(this.#board.random.pick(this.#past));
  }

  #useEpochOfAnother(): Promise<RecordedReply> {
    const taskId = this.#board.random.pick([...this.#board.grants.keys()]);
    const grant = taskId === undefined ? undefined : this.#board.grants.get(taskId);
    return this.#useEpoch(taskId === undefined || grant === undefined ? undefined : { taskId, epoch: grant.epoch });
  }

  #useEpoch(lease: Lease | undefined): Promise<RecordedReply> {
    const { random } = this.#board;
    if (lease === undefined) return this.#claimNext();
    if (random.chance(0.3)) {
      return this.#send('sessions.heartbeat', { id: this.client.session ?? 'current', leases: [lease] });
    }
    const act = random.pick([this.#progress, this.#submit, this.#release]) ?? this.#progress;
    return act.call(this, lease);
  }

  async #review(): Promise<RecordedReply> {
    const { random } = this.#board;
    // Now and then of all reviews rather than those that it may decide: its own must be refused.
    const open = await this.#send('reviews.list', { mine: random.chance(0.7) });
    const review = recordOf(random.pick(listOf(bodyOfReply(open)['items'])));
    if (typeof review['id'] !== 'string') return open;
    const decision = random.chance(0.65) ? 'approve' : 'request_changes';
    const note = this.#board.unlike('decision');
    return this.#send('reviews.decide', { id: review['id'], revision: review['revision'], decision, note });
  }

  async #create(): Promise<RecordedReply> {
    const reply = await this.#send('tasks.create', this.#board.newTask());
    const { id } = bodyOfReply(reply);
    if (typeof id === 'string') this.#board.taskIds.push(id);
    return reply;
  }

  /** What a lead does; anybody else mostly hears that it may not. */
  async #meddle(): Promise<RecordedReply> {
    const { random } = this.#board;
    const operation =
      random.pick(['tasks.cancel', 'tasks.reopen', 'tasks.forceRelease', 'tasks.reopen'] as const) ?? 'tasks.cancel';
    if (!this.#isLead && random.chance(0.5)) return this.#edit();
    return this.#send(operation, { id: this.#anyTask(), reason: this.#board.unlike('reason') });
  }

  async #edit(): Promise<RecordedReply> {
    const id = this.#anyTask();
    const read = await this.#send('tasks.get', { id });
    const ifMatch = bodyOfReply(read)['version'];
    return this.#send('tasks.update', { id, ifMatch, title: this.#board.unlike('task'), priority: this.#board.random.below(4) });
  }

  /** A new process of the same agent takes over what the old one held; or the old one leaves in good order. */
  async #changeSession(): Promise<RecordedReply> {
    const before = this.client.session;
    if (this.#board.random.chance(0.4)) {
      const ended = await this.#send('sessions.end', { id: before ?? 'current' });
      if (ended === 'unknown') return ended;
      for (const lease of this.held) this.#forget(lease);
    }
    const started = await this.#send('sessions.start', {});
    const { id } = bodyOfReply(started);
    if (typeof id !== 'string') return started;
    this.client.session = id;
    const lease = this.#anyHeld();
    for (const one of this.held) this.#forget(one);
    if (lease === undefined) return started;
    const reply = await this.#send('tasks.takeover', { id: lease.taskId });
    this.#noteClaim(bodyOfReply(reply));
    return reply;
  }

  /** Sends its last request once more, as one does that did not hear the answer. */
  async repeat(): Promise<RecordedReply> {
    const last = this.#last;
    if (last === null || last.session !== this.client.session) return this.heartbeat();
    const reply = await this.client.call(last.operation, last.input, last.key);
    for (const claim of grantsOf(last.operation, reply)) this.#noteClaim(claim);
    return reply;
  }

  #forget(lease: Lease): void {
    this.held = this.held.filter((one) => one.taskId !== lease.taskId || one.epoch !== lease.epoch);
    this.#past = [...this.#past, lease].slice(-PAST_KEPT);
  }

  #anyHeld(): Lease | undefined {
    return this.#board.random.pick(this.held);
  }

  #anyTask(): string {
    return this.#board.random.pick(this.#board.taskIds) ?? 'T-1';
  }
}

function bodyOfReply(reply: RecordedReply): Readonly<Record<string, unknown>> {
  return reply === 'unknown' || reply.status >= 300 ? {} : recordOf(reply.body);
}

function grantsOf(operation: Operation, reply: RecordedReply): readonly unknown[] {
  if (operation === 'tasks.claimNext') return listOf(bodyOfReply(reply)['claims']);
  return operation === 'tasks.claim' || operation === 'tasks.takeover' ? [bodyOfReply(reply)] : [];
}

function isRefused(reply: RecordedReply): boolean {
  return reply !== 'unknown' && reply.status >= 400 && reply.status < 500;
}
