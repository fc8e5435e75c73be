import { BatonError } from '../../contract/errors.ts';
import type { Event } from '../../contract/events.ts';
import { type News, WAITS_PER_AGENT_MAX, type Wait, type WaitResult } from '../../contract/wait.ts';
import type { CallContext } from '../auth/principal.ts';
import type { DomainDeps } from '../deps.ts';
import { formatCursor } from '../events/cursor-rules.ts';
import { loadWaiting, newsOfNow, newsOfStirs } from './find-news.ts';
import { type Fitting, fitNews } from './fit-news.ts';
import { type Heard, stirsOf } from './stirs.ts';
import { timeStirs } from './time-stirs.ts';
import { createWaitHub } from './wait-hub.ts';
import { formatPlace, furthest, splitPlace, type WaitPlace } from './wait-place.ts';
import { type Interest, inboxesOf } from './wait-rules.ts';

/** How many events one call looks through; it then answers with the place that it has reached, and the next goes on from there. */
export const WAIT_SCAN_MAX_EVENTS = 5_000;

export interface WaitService {
  /**
   * Resolves with the first news for the calling agent (SPEC WT1), or with none when the time is over or `gone` fires. Claims nothing and
   * changes nothing. Throws `forbidden` for a principal that is no agent, `cursor_expired` and `log_reset` as reading the log does,
   * `rate_limited` when too many calls of the agent wait already.
   */
  wait(ctx: CallContext, input: Wait, gone: () => AbortSignal): Promise<WaitResult>;
}

export function createWaitService(deps: DomainDeps): WaitService {
  const hub = createWaitHub(deps);
  const waits = new Map<string, number>();
  return {
    async wait(ctx, input, gone) {
      const { agent, session } = whoWaits(ctx);
      const key = `${ctx.project}/${agent}`;
      const running = waits.get(key) ?? 0;
      if (running >= WAITS_PER_AGENT_MAX) throw tooManyWaits(agent);
      waits.set(key, running + 1);
      const listening = new Listening();
      const call: Call = { deps, ctx, input, agent, session, listening };
      try {
        // Joined before anything is read, so that what happens meanwhile is heard.
        const { leave, place } = await hub.join(ctx.project, listening);
        try {
          return await firstNews(call, { heard: place, gone });
        } finally {
          leave();
        }
      } finally {
        const left = (waits.get(key) ?? 1) - 1;
        if (left === 0) waits.delete(key);
        else waits.set(key, left);
      }
    },
  };
}

interface Call {
  readonly deps: DomainDeps;
  readonly ctx: CallContext;
  readonly input: Wait;
  readonly agent: string;
  readonly session: string;
  readonly listening: Listening;
}

async function firstNews(call: Call, { heard, gone }: { heard: () => WaitPlace; gone: () => AbortSignal }): Promise<WaitResult> {
  const { deps, input, listening } = call;
  const first = await firstLook(call);
  if (first.news.length > 0 || first.isBehind || input.waitSeconds === 0) return answer(deps, first.place, first.news);
  const end = endOfWait(input.waitSeconds * 1_000, gone());
  try {
    for (;;) {
      await listening.stirred(end.signal);
      // Taken together: just these stirs are what was heard on the way to this place.
      const [taken, place] = [listening.take(), furthest(first.place, heard())];
      // The hub may be behind the log, and tell only now of what the first look has seen.
      const heardSince = taken.filter(({ seq }) => seq === null || seq > first.place.seq);
      const { news, upTo } = await laterLook(call, heardSince);
      if (taken.length === 0 || news.length > 0) return answer(deps, { ...place, seq: upTo ?? place.seq }, news);
    }
  } finally {
    end.dispose();
  }
}

function answer({ storage }: DomainDeps, place: WaitPlace, news: News[]): WaitResult {
  return { cursor: formatPlace(formatCursor(storage.incarnation, place.seq), place), news };
}

interface FirstLook {
  readonly news: News[];
  readonly place: WaitPlace;
  /** Whether the log goes on beyond what was looked through. */
  readonly isBehind: boolean;
}

/** Without a cursor what is there counts, with one what has come since. */
async function firstLook(call: Call): Promise<FirstLook> {
  const { deps, ctx, input } = call;
  const { storage, feed } = deps;
  if (input.cursor === undefined) {
    const seq = await feed.head(ctx.project);
    return storage.read(async (tx) => {
      const waiting = await look(call, tx);
      return { news: await newsOfNow(waiting), place: placeAt(seq, waiting.at), isBehind: false };
    });
  }
  const { logCursor, times } = splitPlace(input.cursor);
  const { events, seq, isBehind } = await eventsSince(call, await feed.place(ctx.project, logCursor));
  return storage.read(async (tx) => {
    const waiting = await look(call, tx);
    const own = inboxesOf(waiting.interest.reader);
    const isHeard = (inboxes: readonly string[]) => own.some((inbox) => inboxes.includes(inbox));
    const reading = { tx, project: ctx.project, leases: deps.leases, at: waiting.at, isHeard };
    const heard = await stirsOf(reading, events);
    const byTime = (await timeStirs(reading, times)).map((stir): Heard => ({ stir, seq: null }));
    const { news, upTo } = await newsOfStirs(waiting, [...byTime, ...heard]);
    return { news, place: placeAt(upTo ?? seq, waiting.at), isBehind };
  });
}

async function laterLook(call: Call, heard: readonly Heard[]): Promise<Fitting> {
  if (heard.length === 0) return fitNews([]);
  return call.deps.storage.read(async (tx) => newsOfStirs(await look(call, tx), heard));
}

async function look(call: Call, tx: Parameters<typeof loadWaiting>[0]) {
  const { deps, ctx, agent, session, listening } = call;
  const { labels, kinds } = call.input;
  const waiting = await loadWaiting(tx, { deps, ctx, agent, session, asked: { labels, kinds } });
  listening.interested(waiting.interest);
  return waiting;
}

function placeAt(seq: number, at: { lease: { now: number }; wallNow: number }): WaitPlace {
  return { seq, lease: at.lease.now, wall: at.wallNow };
}

async function eventsSince({ deps, ctx }: Call, after: number) {
  const events: Event[] = [];
  let seq = after;
  while (events.length < WAIT_SCAN_MAX_EVENTS) {
    const page = await deps.feed.read(ctx.project, seq);
    if (page.length === 0) return { events, seq, isBehind: false };
    events.push(...page);
    seq = page.at(-1)?.seq ?? seq;
  }
  return { events, seq, isBehind: true };
}

/** The ear of one call: gathers what concerns its agent until the call takes it. */
class Listening {
  #interest: Interest | null = null;
  readonly #heard: Heard[] = [];
  #ring: () => void = () => undefined;

  interest(): Interest | null {
    return this.#interest;
  }

  interested(interest: Interest): void {
    this.#interest = interest;
  }

  stir(heard: readonly Heard[]): void {
    this.#heard.push(...heard);
    this.#ring();
  }

  take(): Heard[] {
    return this.#heard.splice(0);
  }

  /** Resolves when there is something to take, or `end` fires. */
  async stirred(end: AbortSignal): Promise<void> {
    if (this.#heard.length > 0 || end.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        end.removeEventListener('abort', done);
        this.#ring = () => undefined;
        resolve();
      };
      this.#ring = done;
      end.addEventListener('abort', done, { once: true });
    });
  }
}

function endOfWait(ms: number, gone: AbortSignal): { signal: AbortSignal; dispose: () => void } {
  const end = new AbortController();
  const stop = () => end.abort();
  const timer = setTimeout(stop, ms);
  if (gone.aborted) stop();
  gone.addEventListener('abort', stop, { once: true });
  const dispose = () => {
    clearTimeout(timer);
    gone.removeEventListener('abort', stop);
  };
  return { signal: end.signal, dispose };
}

function whoWaits(ctx: CallContext): { agent: string; session: string } {
  const { agent, name } = ctx.principal;
  if (agent !== null && ctx.session !== null) return { agent, session: ctx.session };
  throw new BatonError('forbidden', {
    detail: `${name} is no agent, and only agents are told of work.`,
    hint: 'Register an agent with POST /v1/agents and use its token; what waits on people is in GET /v1/attention.',
  });
}

function tooManyWaits(agent: string): BatonError {
  return new BatonError('rate_limited', {
    detail: `${WAITS_PER_AGENT_MAX} calls of ${agent} wait already.`,
    hint: 'One waiting call is enough for a process; let the others end first.',
    retryAfterSeconds: 1,
  });
}
