import { useId, useRef, useState } from 'react';
import { Link } from 'wouter';
import { ACTS, type SeenTask, type TaskAct } from '../../acts/task-acts.ts';
import { useTaskAct } from '../../acts/use-task-act.ts';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { Button } from '../../parts/button.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useDraft } from '../../parts/use-draft.ts';
import type { Need } from './needs-you.tsx';

/** What this person can do about a thing that waits on them, in place. */
export function NeedActions({ need }: { need: Need }) {
  const acting = useTaskAct();
  const id = need.taskId ?? '';
  const task = useBoard((board) => board.tasks.get(id)) ?? { id, version: 0, blocked: null };
  const may = useMay('agent');
  const isOff = useIsOffline() || acting.busy;
  if (!may) return null;
  const given = { need, task, isOff, act: (act: TaskAct, text = '') => acting.run(act, task, text) };
  switch (need.kind) {
    case 'question':
    case 'blocked':
      return <AnswerActions {...given} />;
    case 'review':
    case 'review_stuck':
      return <ReviewActions {...given} />;
    case 'message':
    case 'message_undelivered':
      return <MessageActions {...given} />;
    case 'task_failed':
    case 'dependency_broken':
      return <EndedActions {...given} />;
    case 'holder_silent':
      return <SilentActions {...given} />;
    default:
      // What waits for more than one act is done on the task or the board.
      return null;
  }
}

interface Given {
  readonly need: Need;
  /** Its task, as the board has it. */
  readonly task: SeenTask;
  readonly isOff: boolean;
  readonly act: (act: TaskAct, text?: string) => Promise<boolean>;
}

/** The answer to a question: one of those proposed, or another. */
function AnswerActions({ need, task, isOff, act }: Given) {
  const [isOpen, setOpen] = useState(false);
  const answer = (text: string) => act(ACTS.answer, text);
  return (
    <div className="stack">
      <div className="row wrap">
        {task.blocked?.options.map((option) => (
          <Button key={option} small disabled={isOff} onClick={() => answer(option)}>
            {option}
          </Button>
        ))}
        <Button small data-key="r" disabled={isOff} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Reply
        </Button>
      </div>
      {isOpen && (
        <TextForm need={need} label="Your answer" verb="Answer" isOff={isOff} onSend={answer} onCancel={() => setOpen(false)} />
      )}
    </div>
  );
}

function ReviewActions({ need, isOff, act }: Given) {
  const isRead = useBoard((board) => board.reviews.some(({ id }) => id === need.reviewId));
  const [isOpen, setOpen] = useState(false);
  if (isRead !== true) return null;
  return (
    <div className="stack">
      <div className="row wrap">
        <Button small primary data-key="a" disabled={isOff} onClick={() => act(ACTS.approve)}>
          Approve
        </Button>
        <Button small data-key="r" disabled={isOff} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Request changes
        </Button>
        <Link className="button small plain" href={`/review/${need.reviewId}`}>
          Look at it
        </Link>
      </div>
      {isOpen && (
        <TextForm
          need={need}
          label="What should change"
          verb="Send back"
          isOff={isOff}
          onSend={(note) => act(ACTS.requestChanges, note)}
          onCancel={() => setOpen(false)}
        />
      )}
    </div>
  );
}

function MessageActions({ need, ...given }: Given) {
  const { page } = useConnection();
  const action = useAction();
  const isOff = given.isOff || action.busy;
  const [isOpen, setOpen] = useState(false);
  const id = need.messageId ?? '';
  const acknowledge = () => page.rpc.inbox.ack.mutate({ ids: [id] });
  const reply = (body: string) =>
    action.run(async () => {
      await page.rpc.messages.send.mutate({ replyTo: id, body });
      await acknowledge();
    }, `Sent to ${need.from}.`);
  return (
    <div className="stack">
      <div className="row wrap">
        {need.kind === 'message' && (
          <Button small data-key="r" disabled={isOff} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            Reply
          </Button>
        )}
        <Button small data-key="a" disabled={isOff} onClick={() => action.run(acknowledge, 'Acknowledged.')}>
          Acknowledge
        </Button>
      </div>
      {isOpen && (
        <TextForm need={need} label="Your reply" verb="Send" isOff={isOff} onSend={reply} onCancel={() => setOpen(false)} />
      )}
    </div>
  );
}

/** A task that ended badly, or waits for one that did: another try, or the end. */
function EndedActions({ need, task, isOff, act }: Given) {
  const [isOpen, setOpen] = useState(false);
  const chosen = need.kind === 'task_failed' ? ACTS.reopen : ACTS.cancel;
  return (
    <div className="stack">
      <div className="row wrap">
        {chosen === ACTS.reopen ? (
          <Button small data-key="a" disabled={isOff} aria-expanded={isOpen} onClick={() => setOpen(true)}>
            Reopen
          </Button>
        ) : (
          <Button small danger disabled={isOff} aria-expanded={isOpen} onClick={() => setOpen(true)}>
            Cancel {task.id}
          </Button>
        )}
      </div>
      {isOpen && (
        <TextForm
          need={need}
          label="Why"
          verb={chosen.verb}
          isOff={isOff}
          onSend={(reason) => act(chosen, reason)}
          onCancel={() => setOpen(false)}
        />
      )}
    </div>
  );
}

function SilentActions({ need, isOff, act }: Given) {
  const isLead = useMay('lead');
  const [isOpen, setOpen] = useState(false);
  if (!isLead) return null;
  const { verb, asks } = ACTS.takeAway;
  return (
    <div className="stack">
      <div className="row">
        <Button small danger disabled={isOff} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {verb}
        </Button>
      </div>
      {isOpen && (
        <TextForm
          need={need}
          label={asks}
          verb={verb}
          isOff={isOff}
          onSend={(reason) => act(ACTS.takeAway, reason)}
          onCancel={() => setOpen(false)}
        />
      )}
    </div>
  );
}

interface TextFormProps {
  readonly need: Need;
  readonly label: string;
  readonly verb: string;
  readonly isOff: boolean;
  readonly onSend: (text: string) => Promise<boolean>;
  readonly onCancel: () => void;
}

/** A few lines of text and a button. What was written stays until it was sent. */
function TextForm({ need, label, verb, isOff, onSend, onCancel }: TextFormProps) {
  const project = useBoard((board) => board.project.name);
  const { text, write, drop } = useDraft(`${project} ${need.id} ${label}`);
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const words = text.trim();
  const close = () => {
    const row = form.current?.closest<HTMLElement>('[data-item]');
    const isHere = row?.contains(document.activeElement) === true;
    onCancel();
    if (isHere) row.focus();
  };
  const send = async () => {
    if (words === '' || isOff || !(await onSend(words))) return;
    drop();
    close();
  };
  return (
    <form
      className="stack need-form"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <textarea
          id={id}
          className="input"
          value={text}
          // The form was just asked for.
          // biome-ignore lint/a11y/noAutofocus: see above
          autoFocus
          onChange={(event) => write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') close();
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send();
          }}
        />
      </div>
      <div className="row">
        <Button small primary type="submit" disabled={isOff || words === ''}>
          {verb}
        </Button>
        <Button small plain onClick={close}>
          Not now
        </Button>
        <span className="quiet need-keys">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> sends
        </span>
      </div>
    </form>
  );
}
