import type { Review } from '../../../client/page/index.ts';
import { Markdown } from '../../parts/markdown.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import type { TaskDetail } from '../task/task-detail.ts';

/** What was said about the revisions before this one, the last first: whether it was heard is part of the decision. */
export function EarlierRounds({ task, review }: { task: TaskDetail; review: Pick<Review, 'id' | 'revision'> }) {
  const before = task.reviews.filter(({ id, revision, note }) => id !== review.id && revision < review.revision && note !== null);
  if (before.length === 0) return null;
  return (
    <section className="task-part" aria-label="Rounds before">
      <h2>Asked for before</h2>
      <ol className="stack">
        {before.map(({ id, revision, decidedBy, note, createdAt }) => (
          <li key={id} className="round-note stack">
            <p className="row wrap small soft">
              Revision {revision}
              {decidedBy !== null && (
                <>
                  , decided by <AgentName name={decidedBy} />
                </>
              )}
              <span className="quiet">
                handed in <TimeAgo at={createdAt} />
              </span>
            </p>
            <Markdown text={note ?? ''} />
          </li>
        ))}
      </ol>
    </section>
  );
}
