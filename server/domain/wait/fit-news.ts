import { type News, WAIT_MAX_OF_A_KIND } from '../../contract/wait.ts';

/** What one event brought, or (null) what time alone did. */
export interface Brought {
  readonly seq: number | null;
  readonly news: readonly News[];
}

export interface Fitting {
  readonly news: News[];
  /** The last event that counts as told, where the answer was full before the end; null: all is told. */
  readonly upTo: number | null;
}

/**
 * As much as one answer holds: each thing once, of one kind WAIT_MAX_OF_A_KIND, in the order of the log. An event whose news do not fit behind
 * others is left whole to the next answer. Where they are too many by themselves, only the first of them are told, and likewise of time: what may be
 * claimed besides is told when the agent is free again.
 */
export function fitNews(brought: readonly Brought[]): Fitting {
  const told = new Map<string, News>();
  const bySeq = Map.groupBy(brought, ({ seq }) => seq ?? 0);
  for (const [seq, parts] of [...bySeq].toSorted(([a], [b]) => a - b)) {
    const fresh = parts.flatMap(({ news }) => news).filter((one) => !told.has(keyOf(one)));
    const isFirst = told.size === 0;
    for (const one of new Map(fresh.map((each) => [keyOf(each), each])).values()) {
      if (hasRoom(told, one)) told.set(keyOf(one), one);
      else if (!isFirst) {
        for (const each of fresh) told.delete(keyOf(each));
        return { news: [...told.values()], upTo: seq - 1 };
      }
    }
  }
  return { news: [...told.values()], upTo: null };
}

function hasRoom(told: ReadonlyMap<string, News>, { kind }: News): boolean {
  return [...told.values()].filter((one) => one.kind === kind).length < WAIT_MAX_OF_A_KIND;
}

function keyOf(news: News): string {
  return JSON.stringify([news.kind, idOf(news)]);
}

function idOf(news: News): string {
  switch (news.kind) {
    case 'message':
      return news.messageId;
    case 'review':
    case 'decision':
      return news.reviewId;
    case 'task':
    case 'cancelled':
    case 'lease_lost':
      return news.taskId;
  }
}
