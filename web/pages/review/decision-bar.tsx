import { useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { QueuedReview } from '../../../client/page/index.ts';
import { sayRefusal } from '../../acts/say-refusal.ts';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay, useMe } from '../../app/use-me.ts';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { useShortcuts } from '../../keys/shortcuts.ts';
import { Button } from '../../parts/button.tsx';
import { durationWords } from '../../parts/time-words.ts';
import { toast } from '../../parts/toasts.tsx';
import { useDraft } from '../../parts/use-draft.ts';

/** `isOver`: nobody need decide any more; false: it waits for more approvals. */
export type OnDecided = (isOver: boolean) => void;

/** The decision, always at hand. What was written stays until the server has it, also while another review is looked at. */
export function DecisionBar({ review, onDecided }: { review: QueuedReview; onDecided: OnDecided }) {
  const [isNoting, setNoting] = useState(false);
  const draft = useDraft(review.id);
  const { decide, isBusy } = useDecide(review, (isOver) => {
    draft.drop();
    onDecided(isOver);
  });
  const off = useWhyOff(review);
  const isOff = off !== undefined || isBusy;
  const request = useRef<HTMLButtonElement>(null);
  const approve = () => {
    if (!isOff) void decide('approve');
  };
  useShortcuts([
    { keys: 'a', does: 'Approve the review', group: 'On this page', run: approve },
    { keys: 'r', does: 'Request changes', group: 'On this page', run: () => setNoting(off === undefined) },
  ]);
  const close = () => {
    flushSync(() => setNoting(false));
    request.current?.focus();
  };
  return (
    <section className="decision-bar stack" aria-label="Decision">
      {isNoting ? (
        <NoteForm draft={draft} isOff={isOff} onSend={(note) => decide('request_changes', note)} onClose={close} />
      ) : (
        <div className="row wrap">
          <Button primary disabled={isOff} title={off} aria-keyshortcuts="a" onClick={approve}>
            Approve
          </Button>
          <Button ref={request} disabled={isOff} title={off} aria-keyshortcuts="r" onClick={() => setNoting(true)}>
            Request changes
          </Button>
          <span className="soft small grow">
            {off ?? (draft.text === '' ? `It decides about revision ${review.revision}.` : 'What you wrote is kept.')}
          </span>
          <span className="quiet small decision-keys" aria-hidden="true">
            <kbd>a</kbd> approve <kbd>r</kbd> request <kbd>j</kbd> <kbd>k</kbd> move
          </span>
        </div>
      )}
    </section>
  );
}

function useDecide(review: QueuedReview, onDecided: OnDecided) {
  const { page, queries, trpc } = useConnection();
  const [isBusy, setBusy] = useState(false);
  const { id, revision, taskId, author } = review;
  // The task as it was when the review was opened: who has changed it since was faster.
  const version = useBoard((board) => board.tasks.get(taskId)?.version);
  const seen = useRef(version);
  seen.current ??= version;
  const decide = async (decision: 'approve' | 'request_changes', note?: string) => {
    setBusy(true);
    try {
      const decided = await page.rpc.reviews.decide.mutate({ id, revision, decision, ...(note === undefined ? {} : { note }) });
      toast(doneWords(decision, { taskId, revision, author, status: decided.task.status }));
      onDecided(decided.review.status !== 'open' && decided.review.status !== 'claimed');
    } catch (error) {
      // Somebody else was faster, or it is not for this person; the queue is read anew.
      await sayRefusal(page.rpc, { id: taskId, version: seen.current ?? Number.POSITIVE_INFINITY }, error);
      setBusy(false);
    } finally {
      void queries.invalidateQueries(trpc.reviews.list.pathFilter());
    }
  };
  return { decide, isBusy };
}

interface Decided {
  readonly taskId: string;
  readonly revision: number;
  readonly author: string;
  readonly status: string;
}

function doneWords(decision: 'approve' | 'request_changes', { taskId, revision, author, status }: Decided): string {
  if (decision === 'request_changes') return `Sent ${taskId} back. It is kept for ${author} for a while.`;
  return status === 'done'
    ? `Approved revision ${revision}. ${taskId} is done.`
    : `Approved revision ${revision} of ${taskId}. It needs more approvals.`;
}

/** Why nothing can be decided here; undefined: it can. Whether this person may is said by the server. */
function useWhyOff({ holder }: QueuedReview): string | undefined {
  const me = useMe();
  const may = useMay('agent');
  const isOffline = useIsOffline();
  if (!may) return 'You may look and not decide. A lead can give you another role.';
  if (isOffline) return 'The server is out of reach.';
  if (holder === null || holder.agent === me.agent) return undefined;
  return `${holder.agent} has it in hand, for ${durationWords(holder.leaseRemainingMs)} unless it gives more signs of life.`;
}

interface NoteFormProps {
  readonly draft: ReturnType<typeof useDraft>;
  readonly isOff: boolean;
  readonly onSend: (note: string) => Promise<void>;
  readonly onClose: () => void;
}

function NoteForm({ draft: { text, write }, isOff, onSend, onClose }: NoteFormProps) {
  const id = useId();
  const note = text.trim();
  const send = () => {
    if (note !== '' && !isOff) void onSend(note);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="field">
        <label htmlFor={id}>What should change</label>
        <textarea
          id={id}
          className="input"
          value={text}
          // The form was just asked for.
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus
          onChange={(event) => write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onClose();
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send();
          }}
        />
      </div>
      <div className="row wrap">
        <Button primary type="submit" disabled={isOff || note === ''}>
          Send back
        </Button>
        <Button plain onClick={onClose}>
          Not now
        </Button>
        <span className="quiet small decision-keys" aria-hidden="true">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> sends
        </span>
      </div>
    </form>
  );
}
