import type { Insights } from '../../../client/page/index.ts';
import { Mark } from '../../parts/status-mark.tsx';
import type { Chart } from './charts.ts';
import { Plot } from './plot.tsx';

/** A chart over time, and the table that says the same. */
export function OverTime({ chart, insights }: { chart: Chart; insights: Insights }) {
  const { title, about, lines } = chart;
  return (
    <section className="panel" aria-label={title}>
      <div className="panel-head">
        <div className="grow">
          <h2>{title}</h2>
          <p className="soft insight-about">{about}</p>
        </div>
      </div>
      <div className="panel-body stack">
        <ul className="row wrap insight-legend" aria-label={`${title}, now and in all`}>
          {lines.map(({ name, tone, glyph, of }) => (
            <li key={name}>
              <Mark tone={tone} glyph={glyph} bare>
                {`${name} ${chart.steps ? sum(insights, of) : of(lastOf(insights))}`}
              </Mark>
            </li>
          ))}
        </ul>
        <Plot chart={chart} buckets={insights.buckets} />
        <details>
          <summary>As a table</summary>
          <Table chart={chart} insights={insights} />
        </details>
      </div>
    </section>
  );
}

type Bucket = Insights['buckets'][number];

function sum({ buckets }: Insights, of: (bucket: Bucket) => number): number {
  return buckets.reduce((total, bucket) => total + of(bucket), 0);
}

function lastOf({ buckets }: Insights): Bucket {
  const last = buckets.at(-1);
  if (last === undefined) throw new Error('The server gave no part of the time.');
  return last;
}

/** Every part of the time, the newest first. */
function Table({ chart: { title, lines }, insights }: { chart: Chart; insights: Insights }) {
  return (
    // It scrolls, so a keyboard must reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className="insight-table" tabIndex={0} aria-label={`${title} as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Until</th>
            {lines.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {insights.buckets.toReversed().map((bucket) => (
            <tr key={bucket.to}>
              <th scope="row">{shortTime(bucket.to)}</th>
              {lines.map(({ name, of }) => (
                <td key={name}>{of(bucket)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function shortTime(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
}
