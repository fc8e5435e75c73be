import { useId, useRef, useState } from 'react';
import { actsOf, type TaskAct } from '../../acts/task-acts.ts';
import { useTaskAct } from '../../acts/use-task-act.ts';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import type { BoardTask } from '../../board/board.ts';
import { useBoard } from '../../board/use-board.ts';
import { AgentChoice } from '../../parts/agent-choice.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { StatusMark } from '../../parts/status-mark.tsx';
import { STATUSES } from './columns.ts';
import { whyNot } from './moves.ts';

export interface Asked {
  readonly task: BoardTask;
  /** Where it was dropped; null: the person chooses. */
  readonly to: string | null;
}

/** A move before it is made: where to, and what whoever comes next should know. */
export function MoveDialog({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const task = useBoard((board) => board.tasks.get(asked.task.id)) ?? asked.task;
  const isLead = useMay('lead');
  // While an act is under way the board shows what will come of it; the dialog stays with what the act began from.
  const began = useRef(task);
  const acting = useTaskAct();
  if (!acting.busy) began.current = task;
  const moves = actsOf(began.current, { isLead });
  const [picked, setPicked] = useState<TaskAct | null>(moves.find(({ to }) => to === asked.to) ?? null);
  // Somebody else may have moved it: what no longer goes is not offered. What was written stays.
  const chosen = picked !== null && moves.includes(picked) ? picked : null;
  const [text, setText] = useState('');
  const isOff = useIsOffline() || acting.busy;
  const id = useId();
  const make = async (act: TaskAct) => {
    if (await acting.run(act, task, text.trim())) onClose();
  };
  return (
    <Dialog title={`Move ${task.id}`} about={task.title} open onClose={onClose}>
      {chosen === null ? (
        <>
          <div className="row wrap">
            {moves.map((move) => (
              <Button key={move.verb} disabled={isOff} onClick={() => setPicked(move)}>
                {move.verb}
              </Button>
            ))}
            {moves.length === 0 && <p>There is nothing that a person can do with it as it is.</p>}
          </div>
          <Elsewhere task={began.current} isLead={isLead} />
        </>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void make(chosen);
          }}
        >
          {chosen.asks !== null && (
            <div className="field">
              <label htmlFor={id}>{chosen.asks}</label>
              {chosen.picksAgent === true ? (
                <AgentChoice id={id} value={text} onChange={setText} />
              ) : (
                <textarea id={id} className="input" autoFocus value={text} onChange={(event) => setText(event.target.value)} />
              )}
            </div>
          )}
          <div className="row">
            <Button primary type="submit" disabled={isOff || (chosen.asks !== null && text.trim() === '')}>
              {chosen.verb}
            </Button>
            <Button plain onClick={onClose}>
              Not now
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** Where it cannot go from here, and why: what a card that is dragged is told by the columns. */
function Elsewhere({ task, isLead }: { task: BoardTask; isLead: boolean }) {
  const barred = STATUSES.filter((status) => status !== task.status).flatMap((status) => {
    const why = whyNot(task, status, { isLead });
    return why === null ? [] : [{ status, why }];
  });
  return (
    <section className="stack" aria-label="Where it cannot go">
      <h3>Where it cannot go</h3>
      <ul className="stack">
        {barred.map(({ status, why }) => (
          <li key={status} className="row wrap">
            <StatusMark status={status} />
            <span className="soft">{why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
