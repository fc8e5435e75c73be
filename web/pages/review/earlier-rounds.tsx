import type { Review } from '../../../client/page/index.ts';
import { Markdown } from '../../parts/markdown.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { type GlyphName, Mark, type Tone } from '../../parts/status-mark.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import type { TaskDetail } from '../task/task-detail.ts';

const DECISIONS: Readonly<Record<Review['status'], { word: string; tone: Tone; glyph: GlyphName }>> = {
  open: { word: 'Open', tone: 'validating', glyph: 'ring' },
  claimed: { word: 'In hand', tone: 'validating', glyph: 'ring' },
  approved: { word: 'Approved', tone: 'done', glyph: 'check' },
  changes_requested: { word: 'Changes requested', tone: 'blocked', glyph: 'octagon' },
  superseded: { word: 'Overtaken', tone: 'cancelled', glyph: 'bar' },
};

/** What was decided about the revisions before this one, the last first: whether it was heard is part of the decision. */
export function EarlierRounds({ task, review }: { task: TaskDetail; review: Pick<Review, 'id' | 'revision'> }) {
  const before = task.reviews.filter(({ id, revision }) => id !== review.id && revision < review.revision);
  if (before.length === 0) return null;
  return (
    <section className="task-part" aria-label="Earlier rounds">
      <h2>Earlier rounds</h2>
      <ol className="stack">
        {before.map((round) => (
          <Round key={round.id} round={round} />
        ))}
      </ol>
    </section>
  );
}

function Round({ round: { revision, status, decidedBy, note, createdAt } }: { round: Review }) {
  const { word, tone, glyph } = DECISIONS[status];
  return (
    <li className="round-note stack">
      <p className="row wrap small soft">
        <span>Revision {revision}</span>
        <Mark tone={tone} glyph={glyph}>
          {word}
        </Mark>
        {decidedBy !== null && (
          <>
            by <AgentName name={decidedBy} />
          </>
        )}
        <span className="quiet">
          handed in <TimeAgo at={createdAt} />
        </span>
      </p>
      {note !== null && <Markdown text={note} />}
    </li>
  );
}
