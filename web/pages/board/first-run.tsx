import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { Mark } from '../../parts/status-mark.tsx';
import { firstSteps } from './first-steps.ts';

/** What an empty board teaches: three steps, each ticked off when the server has seen it. It goes when all are done. */
export function FirstRun() {
  const { trpc } = useConnection();
  // The board that a page holds forgets what ended a day ago; the server counts all that there ever was.
  const { data: ever } = useQuery(trpc.summary.queryOptions({}));
  const steps = useBoard((board) => (ever === undefined ? undefined : firstSteps(board, ever.tasks)));
  if (steps === undefined || steps.every(({ done }) => done)) return null;
  const first = [
    `curl -s ${location.origin}/v1/tasks -H "Authorization: Bearer $BATON_TOKEN" \\`,
    `  -H 'Content-Type: application/json' -d '{"title":"Say hello"}'`,
  ].join('\n');
  return (
    <section className="panel panel-body stack" aria-label="First steps">
      <h2>First steps</h2>
      <ol className="stack">
        {steps.map(({ done, what }) => (
          <li key={what} className="row">
            <Mark tone={done ? 'done' : 'todo'} glyph={done ? 'check' : 'hollow'}>
              {done ? 'Seen' : 'Not yet'}
            </Mark>
            {what}
          </li>
        ))}
      </ol>
      <p className="soft">
        <Link href="/connect">Connect an agent</Link> in a minute; press <kbd>c</kbd> for a task, or let a program make one:
      </p>
      <pre className="plain-text">{first}</pre>
    </section>
  );
}
