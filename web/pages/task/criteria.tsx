import { CodeSpans } from '../../parts/sentence.tsx';
import { Mark } from '../../parts/status-mark.tsx';
import type { TaskDetail } from './task-detail.ts';

/** What must be so for the task to be accepted, with what the last submission answered to each. */
export function Criteria({ task }: { task: TaskDetail }) {
  const answers = task.reviews[0]?.answers ?? [];
  if (task.acceptance.length === 0) return null;
  return (
    <section className="task-part" aria-label="Acceptance">
      <h2>Acceptance</h2>
      <ol className="stack">
        {task.acceptance.map((criterion, index) => {
          const answer = answers.find((one) => one.criterion === index);
          return (
            // Two may say the same, and none moves among them.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={index} className="stack" style={{ gap: 2 }}>
              <span className="row" style={{ alignItems: 'flex-start' }}>
                {answer === undefined ? (
                  <Mark tone="todo" glyph="hollow">
                    Open
                  </Mark>
                ) : (
                  <Mark tone={answer.met ? 'done' : 'failed'} glyph={answer.met ? 'check' : 'cross'}>
                    {answer.met ? 'Met' : 'Not met'}
                  </Mark>
                )}
                <span>
                  <CodeSpans text={criterion} />
                </span>
              </span>
              {answer !== undefined && answer.note !== '' && <span className="soft small">{answer.note}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
