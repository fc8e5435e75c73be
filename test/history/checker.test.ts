import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Sample, SampleHistory } from '../support/history-sample.ts';
import { checkHistory, explainViolations } from './checker.ts';
import type { ProjectEvent, RequestRecord } from './recorded.ts';

function rulesOf(sample: Sample): ReadonlySet<string> {
  return new Set(checkHistory(sample).map(({ rule }) => rule));
}

/** The whole life of a task, with a change of hands. */
function life(): SampleHistory {
  return new SampleHistory()
    .create()
    .claim('ann')
    .progress('ann')
    .release('ann')
    .claim('bob')
    .progress('bob')
    .submit('bob')
    .approve('ann2');
}

function changed<T>(items: readonly T[], index: number, change: (item: T) => T): T[] {
  return items.map((item, at) => (at === index ? change(item) : item));
}

function indexOfEvent({ events }: Sample, type: string, nth = 0): number {
  return events.flatMap((event, index) => (event.type === type ? [index] : []))[nth] ?? -1;
}

function withData(event: ProjectEvent, data: Record<string, unknown>): ProjectEvent {
  return { ...event, data: { ...event.data, ...data } };
}

/** One more request, long after all others. */
function late(sample: Sample, fields: Partial<RequestRecord>): RequestRecord {
  const last = sample.requests.at(-1);
  if (last === undefined) throw new Error('the sample has requests');
  return { ...last, invokedAt: 1e6, returnedAt: 1e6 + 1, leaseInvokedAt: 1e6, leaseReturnedAt: 1e6 + 1, ...fields };
}

describe('the checker of histories, on histories made by hand', () => {
  test('[LAW1] a sound history shows nothing', () => {
    const violations = checkHistory(life().build());
    expect(violations, explainViolations(violations)).toEqual([]);
  });

  test('[EV4] whatever a sound history is made of, it shows nothing; without any one of its events it does', () => {
    const rounds = fc.array(fc.constantFrom('release', 'expire', 'progress', 'beat'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(rounds, fc.nat(), (steps, lost) => {
        const history = new SampleHistory().create();
        for (const [index, step] of steps.entries()) {
          history.claim(`a${index}`);
          history[step === 'expire' ? 'beat' : step](`a${index}`);
          if (step === 'expire') history.expire();
          if (step === 'progress' || step === 'beat') history.release(`a${index}`);
        }
        history.claim('last');
        const sound = history.build();
        expect(checkHistory(sound)).toEqual([]);
        const gone = sound.events.toSpliced(lost % sound.events.length, 1);
        expect(checkHistory({ ...sound, events: gone })).not.toEqual([]);
      }),
    );
  });

  test('[EV1] a hole, a twin and a swap in the numbers are found', () => {
    const sound = life().build();
    const holed = sound.events.map((event) => (event.seq > 3 ? { ...event, seq: event.seq + 1 } : event));
    const [first, second, ...rest] = sound.events;
    if (first === undefined || second === undefined) throw new Error('the sample has events');
    for (const events of [holed, [first, first, second, ...rest], [second, first, ...rest]]) {
      expect(rulesOf({ ...sound, events })).toContain('EV1');
    }
  });

  test('[EV1] an event that stands before one acknowledged earlier is found', () => {
    const sound = life().build();
    const [progress, release] = [indexOfEvent(sound, 'task.progressed'), indexOfEvent(sound, 'task.released')];
    const [left, right] = [sound.events[progress], sound.events[release]];
    if (left === undefined || right === undefined) throw new Error('the sample has both');
    const events = sound.events.with(progress, { ...right, seq: left.seq }).with(release, { ...left, seq: right.seq });
    const found = checkHistory({ ...sound, events }).filter(
      ({ rule, evidence }) => rule === 'EV1' && evidence.includes('was acknowledged'),
    );
    expect(found).toHaveLength(1);
  });

  test('[CL1] an epoch granted twice, in the log or by replies, is found', () => {
    const sound = life().build();
    const twice = changed(sound.events, indexOfEvent(sound, 'task.claimed', 1), (event) =>
      withData(event, { epoch: 1, set: { ...(event.data['set'] as object), epoch: 1 } }),
    );
    expect(rulesOf({ ...sound, events: twice })).toContain('CL1');
    const claim = sound.requests.find(({ operation }) => operation === 'tasks.claim');
    const told = late(sound, { ...claim, actor: 'eve', session: 'ses_eve' });
    expect(rulesOf({ ...sound, requests: [...sound.requests, told] })).toContain('CL1');
  });

  test('[CL1] a grant while another holds the task is found, a takeover is not', () => {
    const history = new SampleHistory().create().claim('ann').claim('bob');
    expect(rulesOf(history.build())).toContain('CL1');
    const own = new SampleHistory().create().claim('ann').claim('ann').build();
    const attempts = changed(own.database.attempts, 0, (attempt) => ({ ...attempt, ended: true, outcome: 'taken_over' }));
    expect(rulesOf({ ...own, database: { ...own.database, attempts } })).toEqual(new Set());
  });

  test('[LAW1] a write, and a beat, that was accepted from a former holder is found', () => {
    const sound = life().build();
    const progress = sound.requests.find(({ operation }) => operation === 'tasks.progress');
    const beat = new SampleHistory().create().claim('ann').beat('ann').build().requests.at(-1);
    for (const stale of [progress, beat]) {
      const requests = [...sound.requests, late(sound, { ...stale, invokedAt: 1e6, returnedAt: 1e6 + 1 })];
      expect(rulesOf({ ...sound, requests })).toContain('LAW1');
    }
  });

  test('[LAW1] a write that was accepted from another session is found', () => {
    const sound = life().build();
    const index = sound.requests.findIndex(({ operation }) => operation === 'tasks.submit');
    const requests = changed(sound.requests, index, (request) => ({ ...request, session: 'ses_eve' }));
    expect(rulesOf({ ...sound, requests })).toContain('LAW1');
  });

  test('[LE3] a lease that was taken before its time is found; at the bound it is not', () => {
    const sound = new SampleHistory().create().claim('ann').beat('ann').expire().claim('bob').build();
    expect(rulesOf(sound)).toEqual(new Set());
    const beat = sound.requests.find(({ operation }) => operation === 'sessions.heartbeat');
    const takeAt = (passedMs: number) =>
      changed(sound.requests, sound.requests.length - 1, (request) => ({
        ...request,
        leaseReturnedAt: (beat?.leaseInvokedAt ?? 0) + passedMs,
      }));
    expect(rulesOf({ ...sound, requests: takeAt(14_999) })).toContain('LE3');
    expect(rulesOf({ ...sound, requests: takeAt(15_000) })).toEqual(new Set());
  });

  test('[LAW3] an acknowledged write without its event is found, and an unknown one without is not', () => {
    const sound = life().build();
    const extra = late(sound, {
      operation: 'tasks.comment',
      input: { id: 'T-1', body: 'lost' },
      reply: { status: 201, body: {} },
    });
    expect(rulesOf({ ...sound, requests: [...sound.requests, extra] })).toContain('LAW3');
    const unknown: RequestRecord = { ...extra, reply: 'unknown', returnedAt: Number.POSITIVE_INFINITY };
    expect(rulesOf({ ...sound, requests: [...sound.requests, unknown] })).toEqual(new Set());
  });

  test('[LAW2] an event that nobody asked for is found, and one of an unknown request is not', () => {
    const sound = life().build();
    const index = sound.requests.findIndex(({ operation }) => operation === 'tasks.release');
    expect(rulesOf({ ...sound, requests: sound.requests.toSpliced(index, 1) })).toContain('LAW2');
    const requests = changed(sound.requests, index, (request) => ({
      ...request,
      reply: 'unknown' as const,
      returnedAt: Number.POSITIVE_INFINITY,
    }));
    expect(rulesOf({ ...sound, requests })).toEqual(new Set());
  });

  test('[EV4] a field of the database that the log does not give is found', () => {
    const sound = life().build();
    const tasks = changed(sound.database.tasks, 0, (task) => ({ ...task, fields: { ...task.fields, status: 'todo' } }));
    expect(rulesOf({ ...sound, database: { ...sound.database, tasks } })).toContain('EV4');
  });

  test('[RV2] an approval by one who held the task is found', () => {
    const history = new SampleHistory().create().claim('ann').release('ann').claim('bob').submit('bob').approve('ann');
    expect(rulesOf(history.build())).toEqual(new Set(['RV2']));
  });

  test('[ID1] a repeat under the same key that got another reply is found', () => {
    const sound = life().build();
    const requests = sound.requests.map((request, index) => ({ ...request, idempotencyKey: String(index) }));
    const last = requests.at(-1);
    if (last === undefined) throw new Error('the sample has requests');
    expect(rulesOf({ ...sound, requests: [...requests, { ...last }] })).toEqual(new Set());
    const other: RequestRecord = { ...last, reply: { status: 200, body: { task: { status: 'validating' } } } };
    expect(rulesOf({ ...sound, requests: [...requests, other] })).toContain('ID1');
  });

  test('[CL4] none, while a task was free throughout the call, is found', () => {
    const sound = new SampleHistory().create().claim('ann').release('ann').claim('bob').build();
    const at = (sound.requests[2]?.returnedAt ?? 0) + 0.25;
    const none = late(sound, {
      actor: 'eve',
      session: 'ses_eve',
      operation: 'tasks.claimNext',
      input: {},
      reply: { status: 200, body: { claims: [] } },
    });
    // The next event must be of a request that was sent after the answer, or the task may have been taken before it.
    const judged = (invokedAt: number, returnedAt: number) =>
      rulesOf({ ...sound, requests: [...sound.requests, { ...none, invokedAt, returnedAt }] });
    expect(judged(at, at + 0.25)).toContain('CL4');
    expect(judged(at, at + 1)).toEqual(new Set());
  });
});
