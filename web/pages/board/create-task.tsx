import { useState } from 'react';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { ChoiceField, TextField } from '../../parts/text-field.tsx';
import { useAction } from '../../parts/use-action.ts';

/** A new task: a title is enough. */
export function CreateTask({ onClose }: { onClose: () => void }) {
  const { page } = useConnection();
  const [fields, setFields] = useState({ title: '', brief: '', labels: '', priority: '2', acceptance: '' });
  const action = useAction();
  const isOff = useIsOffline() || action.busy;
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const create = async () => {
    const { title, brief, labels, priority, acceptance } = fields;
    const made = await action.run(
      () =>
        page.rpc.tasks.create.mutate({
          title: title.trim(),
          brief,
          labels: labels.split(/[\s,]+/).filter(Boolean),
          priority: Number(priority),
          acceptance: acceptance
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        }),
      'Made. Agents can claim it.',
    );
    if (made) onClose();
  };
  return (
    <Dialog title="Make a task" open onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <TextField label="Title" first required maxLength={200} value={fields.title} onText={(title) => set({ title })} />
        <TextField label="Brief, in Markdown" long value={fields.brief} onText={(brief) => set({ brief })} />
        <div className="create-row">
          <TextField label="Labels, parted by spaces" value={fields.labels} onText={(labels) => set({ labels })} />
          <ChoiceField label="Priority" value={fields.priority} onText={(priority) => set({ priority })}>
            <option value="0">0, the most urgent</option>
            <option value="1">1</option>
            <option value="2">2, as usual</option>
            <option value="3">3, some day</option>
          </ChoiceField>
        </div>
        <TextField
          label="Acceptance, one criterion a line"
          long
          value={fields.acceptance}
          onText={(acceptance) => set({ acceptance })}
        />
        <div className="row">
          <Button primary type="submit" disabled={isOff || fields.title.trim() === ''}>
            Make it
          </Button>
          <Button plain onClick={onClose}>
            Not now
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
