import type { UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Rpc } from '../../../client/page/index.ts';
import { Sentence } from '../../parts/sentence.tsx';
import { forPeople } from '../../parts/server-words.ts';
import { AgentName } from '../../parts/sigil.tsx';
import { Empty, ErrorNote, Skeleton } from '../../parts/states.tsx';
import { type GlyphName, Mark, type Tone } from '../../parts/status-mark.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { Updates } from '../../parts/updates.tsx';
import { useListKeys } from '../../parts/use-list-keys.ts';
import { useSteadyList } from '../../parts/use-steady-list.ts';
import { NeedActions } from './need-actions.tsx';
import { NeedText } from './need-text.tsx';

type AttentionList = Awaited<ReturnType<Rpc['attention']['list']['query']>>;
export type Need = AttentionList['items'][number];

const NONE: readonly Need[] = [];

/** What waits on this person: who asks, what exactly, since when, and what happens if they do nothing; with the answer in place. */
export function NeedsYou({ attention }: { attention: UseQueryResult<AttentionList, unknown> }) {
  const { data, error, refetch } = attention;
  const list = useRef<HTMLUListElement>(null);
  const { items, fresh, show } = useSteadyList(data?.items ?? NONE, idOf, list);
  // Only what somebody has gone to, and so has before their eyes, is acted on.
  const press = (need: HTMLElement | null, key: 'a' | 'r') => need?.querySelector<HTMLElement>(`[data-key="${key}"]`)?.click();
  const { listProps, tabIndexOf } = useListKeys({
    list,
    what: 'thing that needs you',
    ids: items.map(idOf),
    more: (focused) => [
      { keys: 'a', does: 'Approve, or acknowledge', group: 'On this page', run: () => press(focused(), 'a') },
      { keys: 'r', does: 'Reply, or request changes', group: 'On this page', run: () => press(focused(), 'r') },
    ],
  });
  return (
    <section className="panel" aria-labelledby="needs-you">
      <header className="panel-head">
        <h2 id="needs-you">Needs you {data !== undefined && <span className="count">{data.count}</span>}</h2>
        <Updates count={fresh} onShow={show} />
      </header>
      {error !== null && data === undefined && <ErrorNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Skeleton lines={3} />}
      {data !== undefined && items.length === 0 && (
        <Empty title="Nothing waits on you">
          <p>Questions, reviews, failed work and messages to you appear here as they come.</p>
        </Empty>
      )}
      <ul className="list" ref={list} {...listProps}>
        {items.map((need) => (
          <NeedRow key={need.id} need={need} tabIndex={tabIndexOf(need.id)} />
        ))}
      </ul>
      {data?.truncated === true && (
        <p className="panel-body quiet">
          The {items.length} most urgent of {data.count} are shown.
        </p>
      )}
    </section>
  );
}

function idOf({ id }: Need): string {
  return id;
}

function NeedRow({ need, tabIndex }: { need: Need; tabIndex: 0 | -1 }) {
  const { kind, from, what, since, otherwise, taskId } = need;
  return (
    // A row has the focus as a whole, so that keys act on it; what can be pressed in it is reached by Tab as well.
    <li
      className="need"
      data-item={need.id}
      tabIndex={tabIndex}
      aria-label={`${KINDS[kind]?.word ?? kind} from ${from}: ${forPeople(what)}`}
    >
      <div className="row wrap need-head">
        <KindMark kind={kind} />
        {from === 'system' ? <span className="soft">Batonpass</span> : <AgentName name={from} />}
        {taskId !== null && <TaskLink id={taskId} />}
        <span className="quiet need-since">
          <TimeAgo at={since} />
        </span>
      </div>
      <NeedText need={need} />
      <p className="quiet need-otherwise">
        If you do nothing: <Sentence text={lowered(otherwise)} />
      </p>
      <NeedActions need={need} />
    </li>
  );
}

const KINDS: Readonly<Record<string, { word: string; tone: Tone; glyph: GlyphName }>> = {
  question: { word: 'Question', tone: 'blocked', glyph: 'octagon' },
  blocked: { word: 'Blocked', tone: 'blocked', glyph: 'octagon' },
  review: { word: 'Review', tone: 'validating', glyph: 'ring' },
  review_stuck: { word: 'Review stuck', tone: 'validating', glyph: 'ring' },
  task_failed: { word: 'Failed', tone: 'failed', glyph: 'cross' },
  dependency_broken: { word: 'Stuck', tone: 'failed', glyph: 'octagon' },
  nobody_able: { word: 'Nobody able', tone: 'expiring', glyph: 'wedge' },
  holder_silent: { word: 'Silent', tone: 'expiring', glyph: 'wedge' },
  message: { word: 'Message', tone: 'doing', glyph: 'half' },
  message_undelivered: { word: 'Undelivered', tone: 'expiring', glyph: 'wedge' },
  project_paused: { word: 'Paused', tone: 'cancelled', glyph: 'bar' },
};

function KindMark({ kind }: { kind: string }) {
  const { word, tone, glyph } = KINDS[kind] ?? { word: kind, tone: 'cancelled', glyph: 'hollow' };
  return (
    <Mark tone={tone} glyph={glyph}>
      {word}
    </Mark>
  );
}

/** A name keeps its capital; a sentence that goes on after a colon does not. */
function lowered(sentence: string): string {
  return /^(It|The|Nothing|Nobody|After|Others|They|Then|Its|No|This|Work) ?/.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence;
}
