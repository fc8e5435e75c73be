import type { DatabaseState, ProjectEvent, RequestRecord, StoredAttempt } from '../history/recorded.ts';
import { replayTasks } from './replay.ts';

/** Events and requests that a test may bend. */
export interface Sample {
  requests: RequestRecord[];
  events: ProjectEvent[];
  database: DatabaseState;
}

interface Made {
  readonly epoch: number;
  readonly agent: string;
  outcome: string | null;
}

/** Writes a small history by hand, one request after the other, as a sound server would leave it. */
export class SampleHistory {
  readonly #requests: RequestRecord[] = [];
  readonly #events: ProjectEvent[] = [];
  readonly #grants: Made[] = [];
  #reviews = 0;
  #open = false;
  #epoch = 0;
  #version = 1;
  #now = 0;
  #said = 0;

  create(): this {
    const fields = { title: 'task', status: 'todo', epoch: 0, version: 1, holder: null, leaseTtlSeconds: 10 };
    this.#log('task.created', 'admin', { set: fields });
    return this.#request('admin', 'tasks.create', { input: { title: 'task' }, body: { id: 'T-1' }, status: 201 });
  }

  claim(agent: string): this {
    this.#epoch += 1;
    this.#version += 1;
    const epoch = this.#epoch;
    const set = { status: 'doing', epoch, version: this.#version, holder: { agent, session: `ses_${agent}` } };
    this.#log('task.claimed', agent, { epoch, previousEpoch: epoch - 1, set });
    this.#grants.push({ epoch, agent, outcome: null });
    return this.#request(agent, 'tasks.claim', {
      input: { id: 'T-1' },
      body: { task: { id: 'T-1' }, epoch, alreadyHeld: false },
    });
  }

  progress(agent: string): this {
    const input = { id: 'T-1', epoch: this.#epoch, note: this.#say('note') };
    this.#log('task.progressed', agent, { epoch: this.#epoch, note: input.note, set: {} });
    return this.#request(agent, 'tasks.progress', { input });
  }

  beat(agent: string): this {
    const input = { id: 'current', leases: [{ taskId: 'T-1', epoch: this.#epoch }] };
    return this.#request(agent, 'sessions.heartbeat', { input, body: { leases: [{ taskId: 'T-1', state: 'ok' }] } });
  }

  release(agent: string): this {
    const input = { id: 'T-1', epoch: this.#epoch, reason: this.#say('reason') };
    this.#end('released');
    this.#log('task.released', agent, { epoch: input.epoch, reason: input.reason, set: this.#free('todo', 1) });
    return this.#request(agent, 'tasks.release', { input });
  }

  /** Time passes until the lease and the delay are over, and it is written down; to be followed by a claim. */
  expire(): this {
    this.#now += 20_000;
    this.#end('expired');
    const { epoch } = this.holder();
    this.#log('task.expired', 'system', { epoch, set: this.#free('todo', 1) });
    return this;
  }

  submit(agent: string): this {
    const input = { id: 'T-1', epoch: this.#epoch, summary: this.#say('summary') };
    this.#reviews += 1;
    this.#open = true;
    this.#end('submitted');
    const set = { ...this.#free('validating', 0), summary: input.summary };
    this.#log('task.submitted', agent, { epoch: input.epoch, set });
    return this.#request(agent, 'tasks.submit', { input, body: { status: 'validating' } });
  }

  approve(agent: string): this {
    const review = `rev_${this.#reviews}`;
    this.#open = false;
    this.#log('task.approved', agent, { review, set: {} });
    this.#log('task.done', agent, { review, reviewed: true, set: this.#free('done', 0) });
    const input = { id: review, decision: 'approve', revision: 1 };
    return this.#request(agent, 'reviews.decide', { input, body: { task: { status: 'done' } } });
  }

  holder(): Made {
    const last = this.#grants.at(-1);
    if (last === undefined) throw new Error('nobody claimed it');
    return last;
  }

  build(): Sample {
    const attempts: StoredAttempt[] = this.#grants.map(({ epoch, agent, outcome }) => ({
      project: 'main',
      taskId: 'T-1',
      epoch,
      generation: 1,
      agent,
      session: `ses_${agent}`,
      ended: outcome !== null,
      outcome,
    }));
    const review = { id: 'rev_1', project: 'main', taskId: 'T-1', generation: 1, status: this.#open ? 'open' : 'approved' };
    const database: DatabaseState = {
      projects: [{ name: 'main', selfReview: false, eventSeq: this.#events.length }],
      tasks: [...replayTasks(this.#events).values()],
      attempts,
      reviews: this.#reviews === 0 ? [] : [review],
      approvals: [],
    };
    return { requests: [...this.#requests], events: [...this.#events], database };
  }

  #free(status: string, epochStep: number): Record<string, unknown> {
    this.#epoch += epochStep;
    this.#version += 1;
    return { status, version: this.#version, holder: null, ...(epochStep === 0 ? {} : { epoch: this.#epoch }) };
  }

  #end(outcome: string): void {
    this.holder().outcome = outcome;
  }

  #say(what: string): string {
    this.#said += 1;
    return `${what} ${this.#said}`;
  }

  #log(type: ProjectEvent['type'], actor: string, data: Record<string, unknown>): void {
    const seq = this.#events.length + 1;
    this.#events.push({ project: 'main', seq, type, at: new Date(0).toISOString(), actor, taskId: 'T-1', data });
  }

  #request(actor: string, operation: string, made: { input: RequestRecord['input']; body?: object; status?: number }): this {
    this.#now += 2;
    const invokedAt = this.#now;
    this.#requests.push({
      client: actor,
      actor,
      session: actor === 'admin' ? null : `ses_${actor}`,
      project: 'main',
      operation,
      input: made.input,
      invokedAt,
      returnedAt: invokedAt + 1,
      leaseInvokedAt: invokedAt,
      leaseReturnedAt: invokedAt + 1,
      reply: { status: made.status ?? 200, body: made.body ?? {} },
      idempotencyKey: null,
    });
    return this;
  }
}
