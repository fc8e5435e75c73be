import { useId, useState } from 'react';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { useAction } from '../../parts/use-action.ts';
import type { TaskDetail } from './task-detail.ts';

/** What was said about the task. Who is named with an @ gets it in the inbox. */
export function Discussion({ task }: { task: TaskDetail }) {
  const { page } = useConnection();
  const [text, setText] = useState('');
  const action = useAction();
  const may = useMay('agent');
  const isOffline = useIsOffline();
  const id = useId();
  if (!may && task.comments.length === 0) return null;
  const send = async () => {
    const said = await action.run(() => page.rpc.tasks.comment.mutate({ id: task.id, body: text.trim() }));
    if (said) setText('');
  };
  return (
    <section className="task-part" aria-label="Discussion">
      <h2>Discussion</h2>
      <ol className="stack">
        {task.comments.map((comment) => (
          <li key={comment.id}>
            <div className="row">
              <AgentName name={comment.author} />
              <span className="quiet small">
                <TimeAgo at={comment.at} />
              </span>
            </div>
            <Markdown text={comment.body} />
          </li>
        ))}
      </ol>
      {may && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <div className="field">
            <label htmlFor={id}>Comment; @name tells that agent</label>
            <textarea id={id} className="input" value={text} onChange={(event) => setText(event.target.value)} />
          </div>
          <div className="row">
            <Button small type="submit" disabled={action.busy || isOffline || text.trim() === ''}>
              Comment
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
