import { useState } from 'react';
import type { Task } from '../../../client/page/index.ts';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { errorWords } from '../../parts/states.tsx';
import { BULK_ACTS, type BulkKind, doTo, dryRun } from './bulk-rules.ts';

interface Outcome {
  readonly done: number;
  readonly failed: readonly { id: string; why: string }[];
}

/** What can be done to the tasks that are selected: first how many it would be, then done one by one, with what became of each. */
export function BulkBar({ tasks, onDone }: { tasks: readonly Task[]; onDone: () => void }) {
  const [kind, setKind] = useState<BulkKind>('cancel');
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const { page } = useConnection();
  const may = useMay('agent');
  const isOffline = useIsOffline();
  if (!may || (tasks.length === 0 && outcome === null)) return null;
  const act = { kind, text: text.trim() };
  const { able, leftOut } = dryRun(act, tasks);
  const { verb, asks } = BULK_ACTS[kind];
  const isReady = able.length > 0 && (act.text !== '' || kind === 'assign') && (kind !== 'priority' || /^[0-3]$/.test(act.text));
  const run = async () => {
    setBusy(true);
    const failed: { id: string; why: string }[] = [];
    for (const task of able) {
      await doTo(task, act, page.rpc).catch((error: unknown) => failed.push({ id: task.id, why: errorWords(error).message }));
    }
    setOutcome({ done: able.length - failed.length, failed });
    setBusy(false);
    onDone();
  };
  return (
    <form
      className="bulk-bar"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      {tasks.length > 0 && (
        <div className="row wrap">
          <strong>{tasks.length} selected</strong>
          <ActChoice kind={kind} onKind={setKind} />
          <input
            className="input bulk-text"
            aria-label={asks}
            placeholder={asks}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button primary type="submit" disabled={busy || isOffline || !isReady}>
            {verb} {able.length}
          </Button>
          <Button plain onClick={onDone}>
            Select none
          </Button>
        </div>
      )}
      {leftOut.size > 0 && (
        <p className="soft" aria-live="polite">
          {able.length} of {tasks.length} would change; left out:{' '}
          {[...leftOut].map(([why, count]) => `${count} ${why}`).join(', ')}.
        </p>
      )}
      {outcome !== null && <OutcomeNote outcome={outcome} onClose={() => setOutcome(null)} />}
    </form>
  );
}

/** What became of each. */
function OutcomeNote({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  const { done, failed } = outcome;
  return (
    <div role="status" className="stack">
      <p>
        {done} done{failed.length > 0 && `, ${failed.length} not`}.{' '}
        <Button small plain onClick={onClose}>
          Close
        </Button>
      </p>
      {failed.map((one) => (
        <p key={one.id} className="soft">
          <code>{one.id}</code> {one.why}
        </p>
      ))}
    </div>
  );
}

function ActChoice({ kind, onKind }: { kind: BulkKind; onKind: (kind: BulkKind) => void }) {
  return (
    <select
      className="input bulk-act"
      aria-label="What to do"
      value={kind}
      // The options are the keys of the table.
      onChange={(event) => onKind(event.target.value as BulkKind)}
    >
      {Object.entries(BULK_ACTS).map(([name, one]) => (
        <option key={name} value={name}>
          {one.verb}
        </option>
      ))}
    </select>
  );
}
