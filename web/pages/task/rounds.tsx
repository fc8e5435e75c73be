import { Link } from 'wouter';
import { Evidence } from '../../parts/evidence.tsx';
import { HandoffSeam } from '../../parts/handoff-seam.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import type { TaskDetail } from './task-detail.ts';

/** Each time that the work was handed in, and what was decided. */
export function Rounds({ task }: { task: TaskDetail }) {
  if (task.reviews.length === 0) return null;
  return (
    <section className="task-part" aria-label="Reviews">
      <h2>Handed in</h2>
      <ol className="stack">
        {task.reviews.map((review) => (
          <li key={review.id} className="round">
            <HandoffSeam author={review.author} reviewer={review.decidedBy ?? review.holder?.agent ?? null} />
            <div className="stack grow" style={{ gap: 4 }}>
              <div className="row wrap">
                <strong>Revision {review.revision}</strong> by <AgentName name={review.author} />
                <span className="quiet small">
                  <TimeAgo at={review.createdAt} />
                </span>
                {review.status === 'open' || review.status === 'claimed' ? (
                  <Link href={`/review/${review.id}`}>waits for review</Link>
                ) : (
                  <span className="soft">
                    {review.status.replace('_', ' ')}
                    {review.decidedBy !== null && ` by ${review.decidedBy}`}
                  </span>
                )}
              </div>
              <Markdown text={review.summary} />
              <Evidence evidence={review.evidence} />
              {review.note !== null && (
                <blockquote className="round-note">
                  <Markdown text={review.note} />
                </blockquote>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
