import type { Insights, Spread } from '../../../client/page/index.ts';
import { Mark, statusLook } from '../../parts/status-mark.tsx';
import { durationWords } from '../../parts/time-words.ts';

const STATUSES = ['todo', 'doing', 'validating', 'blocked'] as const;

/** Where the time goes: how long tasks stay in each status, and how long a review waits for somebody. */
export function Stays({ insights }: { insights: Insights }) {
  const { stays, reviewWait } = insights;
  const longest = Math.max(1, ...[...Object.values(stays), reviewWait].map(({ p90Ms }) => p90Ms ?? 0));
  return (
    <section className="panel" aria-label="Where the time goes">
      <div className="panel-head">
        <div className="grow">
          <h2>Where the time goes</h2>
          <p className="soft insight-about">
            How long tasks stayed in a status: half of them at most p50, nine of ten at most p90.
          </p>
        </div>
      </div>
      <div className="panel-body stays">
        <table>
          <thead>
            <tr>
              <th scope="col">Stay</th>
              <th scope="col">Times</th>
              <th scope="col">p50</th>
              <th scope="col">p90</th>
            </tr>
          </thead>
          <tbody>
            {STATUSES.map((status) => {
              const { word, tone, glyph } = statusLook(status);
              return (
                <StayRow key={status} spread={stays[status]} longest={longest} tone={tone}>
                  <Mark tone={tone} glyph={glyph} bare>
                    {word}
                  </Mark>
                </StayRow>
              );
            })}
            <StayRow spread={reviewWait} longest={longest} tone="validating">
              Wait for a reviewer
            </StayRow>
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface StayRowProps {
  readonly spread: Spread;
  readonly longest: number;
  readonly tone: string;
  readonly children: React.ReactNode;
}

function StayRow({ spread: { count, p50Ms, p90Ms }, longest, tone, children }: StayRowProps) {
  return (
    <tr>
      <th scope="row">{children}</th>
      <td>{count}</td>
      {([p50Ms, p90Ms] as const).map((ms, place) => (
        <td key={place === 0 ? 'p50' : 'p90'}>
          {ms === null ? <span className="quiet">none</span> : stayWords(ms)}
          <span className="stay-bar" style={{ width: `${((ms ?? 0) / longest) * 100}%`, background: `var(--${tone})` }} />
        </td>
      ))}
    </tr>
  );
}

/** Much happens within a second where agents are quick. */
function stayWords(ms: number): string {
  return ms < 1_000 ? 'under 1 s' : durationWords(ms);
}
