import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import type { Insights } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { Empty, ErrorNote, Skeleton } from '../../parts/states.tsx';
import { absoluteTime } from '../../parts/time-words.ts';
import { CHARTS } from './charts.ts';
import { OverTime } from './over-time.tsx';
import { Stays } from './stays.tsx';
import { useFreshInsights } from './use-fresh-insights.ts';
import './insights.css';

const RANGES = [
  { key: '1h', hours: 1, buckets: 30, words: '1 hour' },
  { key: '6h', hours: 6, buckets: 36, words: '6 hours' },
  { key: '24h', hours: 24, buckets: 48, words: '24 hours' },
  { key: '7d', hours: 168, buckets: 84, words: '7 days' },
] as const;
type Range = (typeof RANGES)[number];
const DAY = RANGES[2];

/** How the project went: what the server read out of its log, drawn and as tables. */
export function InsightsPage() {
  const [params, setParams] = useSearchParams();
  const { trpc } = useConnection();
  const began = useBoard(({ project }) => project.createdAt);
  const range = RANGES.find(({ key }) => key === params.get('range')) ?? rangeSince(began);
  const { hours, buckets } = range;
  const { data, error, refetch } = useQuery({
    ...trpc.insights.queryOptions({ hours, buckets }),
    enabled: began !== undefined,
    // While another range is read, the one before stays.
    placeholderData: (old) => old,
  });
  useFreshInsights();
  return (
    <div className="page">
      <div className="page-head">
        <h1>Insights</h1>
        <RangeChoice chosen={range} onChoose={(key) => setParams({ range: key }, { replace: true })} />
      </div>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined ? error === null && <Skeleton lines={10} /> : <Shown insights={data} />}
    </div>
  );
}

function RangeChoice({ chosen, onChoose }: { chosen: Range; onChoose: (key: string) => void }) {
  return (
    <fieldset className="ranges tools">
      <legend className="sr-only">How far back</legend>
      {RANGES.map(({ key, words }) => (
        <label key={key} className="range">
          <input type="radio" name="range" checked={key === chosen.key} onChange={() => onChoose(key)} />
          {words}
        </label>
      ))}
    </fieldset>
  );
}

function Shown({ insights }: { insights: Insights }) {
  if (isQuiet(insights)) {
    return (
      <section aria-labelledby="insights-quiet">
        <h2 id="insights-quiet" className="sr-only">
          What happened
        </h2>
        <Empty title="Nothing happened in this time">
          <p>As soon as agents claim, hand in and finish tasks, this page says how many and how fast.</p>
          <Link href="/connect">Connect an agent</Link>
        </Empty>
      </section>
    );
  }
  return (
    <>
      {!insights.complete && (
        <p className="soft">
          The log is kept, and read, only back to {absoluteTime(insights.since)}. What was before is missing.
        </p>
      )}
      <div className="insights">
        {CHARTS.map((chart) => (
          <OverTime key={chart.title} chart={chart} insights={insights} />
        ))}
        <Stays insights={insights} />
      </div>
    </>
  );
}

/** The shortest that holds all of a young board, which in a day would be a line with a peak at its end; else a day. */
function rangeSince(began: string | undefined): Range {
  const ageMs = began === undefined ? Number.POSITIVE_INFINITY : Date.now() - Date.parse(began);
  return RANGES.find(({ hours }) => hours <= DAY.hours && ageMs <= hours * 3_600_000) ?? DAY;
}

/** No task in any bucket, and none that moved. */
function isQuiet({ buckets, stays }: Insights): boolean {
  const hasTasks = buckets.some(({ depth }) => Object.values(depth).some((count) => count > 0));
  return !hasTasks && Object.values(stays).every(({ count }) => count === 0);
}
