import { useState } from 'react';
import { VersionConflict } from '../../../client/page/index.ts';
import { whoWasFaster } from '../../acts/who-was-faster.ts';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { errorWords } from '../../parts/states.tsx';
import { ChoiceField, TextField } from '../../parts/text-field.tsx';
import { toast } from '../../parts/toasts.tsx';
import type { TaskDetail } from './task-detail.ts';

/** The fields of a task in a form. What is sent is based on the version that was seen; who was faster is said by name. */
export function TaskEdit({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const { page } = useConnection();
  const [seen, setSeen] = useState(task);
  const [fields, setFields] = useState(() => fieldsOf(task));
  const [problem, setProblem] = useState<string | null>(null);
  const [isLate, setLate] = useState(false);
  const [busy, setBusy] = useState(false);
  const isOff = useIsOffline() || busy;
  const save = async () => {
    setBusy(true);
    setProblem(null);
    setLate(false);
    try {
      await page.rpc.tasks.update.mutate({
        id: seen.id,
        ifMatch: seen.version,
        ...patchOf(fields),
      });
      toast(`Changed ${seen.id}.`);
      onClose();
    } catch (error) {
      const { message, hint } = errorWords(error);
      if (!(error instanceof VersionConflict)) return setProblem(`${message} ${hint}`);
      const who = await whoWasFaster(page.rpc, seen).catch(() => '');
      setProblem(`${who === '' ? message : `Not saved: ${who}`} What you wrote is still here.`);
      setLate(true);
    } finally {
      setBusy(false);
    }
  };
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onText: (text: string) => setFields({ ...fields, [name]: text }),
  });
  return (
    <form
      className="task-edit stack"
      aria-label={`Edit ${seen.id}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <EditFields field={field} />
      {problem !== null && (
        <p role="alert" style={{ color: 'var(--failed)' }}>
          {problem}
        </p>
      )}
      {isLate && task.version !== seen.version && (
        <BaseOn
          version={task.version}
          onBase={() => {
            setSeen(task);
            setLate(false);
            setProblem(`Above stands ${task.id} as it is now, version ${task.version}. Save puts what you wrote in its place.`);
          }}
        />
      )}
      <div className="row">
        <Button primary type="submit" disabled={isOff || fields.title.trim() === ''}>
          Save
        </Button>
        <Button plain onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  );
}

function BaseOn({ version, onBase }: { version: number; onBase: () => void }) {
  return (
    <div className="row">
      <Button small onClick={onBase}>
        Base it on version {version}
      </Button>
    </div>
  );
}

type Fields = ReturnType<typeof fieldsOf>;

function EditFields({ field }: { field: (name: keyof Fields) => { value: string; onText: (text: string) => void } }) {
  return (
    <>
      <TextField label="Title" {...field('title')} />
      <TextField label="Brief, in Markdown" long {...field('brief')} />
      <div className="task-edit-row">
        <ChoiceField label="Priority" {...field('priority')}>
          <option value="0">0, the most urgent</option>
          <option value="1">1</option>
          <option value="2">2, as usual</option>
          <option value="3">3, some day</option>
        </ChoiceField>
        <TextField label="Labels, parted by spaces" {...field('labels')} />
        <TextField label="Reviewer: any, none or a name" {...field('reviewer')} />
        <TextField label="For this agent alone" {...field('assignee')} />
      </div>
      <TextField label="Acceptance, one criterion a line" long {...field('acceptance')} />
      <TextField label="Depends on, as T-1 T-2" {...field('dependsOn')} />
    </>
  );
}

/** The task as its form has it. */
function fieldsOf(task: TaskDetail) {
  return {
    title: task.title,
    brief: task.brief,
    priority: String(task.priority),
    labels: task.labels.join(' '),
    acceptance: task.acceptance.join('\n'),
    dependsOn: task.dependsOn.join(' '),
    reviewer: task.reviewer,
    assignee: task.assignee ?? '',
  };
}

/** What the form says, as the server wants it. */
function patchOf(fields: Fields) {
  return {
    title: fields.title.trim(),
    brief: fields.brief,
    priority: Number(fields.priority),
    labels: words(fields.labels),
    acceptance: fields.acceptance
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
    dependsOn: words(fields.dependsOn),
    reviewer: fields.reviewer.trim(),
    assignee: fields.assignee.trim() === '' ? null : fields.assignee.trim(),
  };
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
