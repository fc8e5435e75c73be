import { Button } from '../../parts/button.tsx';
import { copyText } from '../../parts/copy-text.ts';
import { toast } from '../../parts/toasts.tsx';
import type { TaskDetail } from './task-detail.ts';

/** The task as programs see it, and the call that reads it. */
export function TaskRaw({ task }: { task: TaskDetail }) {
  const curl = `curl -s ${location.origin}/v1/tasks/${task.id} -H "Authorization: Bearer $BATON_TOKEN"`;
  const copy = async (text: string, what: string) => {
    if (await copyText(text)) toast(`Copied ${what}.`);
  };
  return (
    <details className="task-part">
      <summary>Raw</summary>
      <div className="row wrap" style={{ margin: '8px 0' }}>
        <Button small onClick={() => void copy(curl, 'the call')}>
          Copy as curl
        </Button>
        <Button small onClick={() => void copy(JSON.stringify(task, null, 2), 'the JSON')}>
          Copy JSON
        </Button>
        <Button small onClick={() => void copy(`${location.origin}/dashboard/tasks/${task.id}`, 'the address')}>
          Copy link
        </Button>
      </div>
      <pre className="plain-text">{JSON.stringify(task, null, 2)}</pre>
    </details>
  );
}
