import { useId, useState } from 'react';
import { ACTS, actsOf, type TaskAct } from '../../acts/task-acts.ts';
import { useTaskAct } from '../../acts/use-task-act.ts';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import { AgentChoice } from '../../parts/agent-choice.tsx';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/text-field.tsx';
import type { TaskDetail } from './task-detail.ts';

/** What can be done to the task in the state that it is in. Each asks for its why before it acts. */
export function TaskActions({ task }: { task: TaskDetail }) {
  const [asked, setAsked] = useState<TaskAct | null>(null);
  const acting = useTaskAct();
  const isLead = useMay('lead');
  const may = useMay('agent');
  const isOff = useIsOffline() || acting.busy;
  // A decision needs what was handed in before one's eyes; it is made where that is, in Review.
  const acts = may ? actsOf(task, { isLead }).filter((act) => act !== ACTS.approve && act !== ACTS.requestChanges) : [];
  if (acts.length === 0) return null;
  const send = async (act: TaskAct, words: string) => {
    if (await acting.run(act, task, words)) setAsked(null);
  };
  return (
    <div className="task-part stack">
      <div className="row wrap">
        {acts.includes(ACTS.answer) &&
          task.blocked?.options.map((option) => (
            <Button key={option} small disabled={isOff} onClick={() => void send(ACTS.answer, option)}>
              {option}
            </Button>
          ))}
        {acts.map((act) => (
          <Button
            key={act.verb}
            small
            danger={act.danger === true}
            disabled={isOff}
            aria-expanded={asked?.verb === act.verb}
            onClick={() => setAsked(asked?.verb === act.verb ? null : act)}
          >
            {act.verb}
          </Button>
        ))}
      </div>
      {asked !== null && (
        <AskForm
          key={asked.verb}
          act={asked}
          isOff={isOff}
          onSend={(text) => void send(asked, text)}
          onCancel={() => setAsked(null)}
        />
      )}
    </div>
  );
}

interface AskFormProps {
  readonly act: TaskAct;
  readonly isOff: boolean;
  readonly onSend: (text: string) => void;
  readonly onCancel: () => void;
}

/** What an act asks for before it acts. */
function AskForm({ act, isOff, onSend, onCancel }: AskFormProps) {
  const [text, setText] = useState('');
  const id = useId();
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(text.trim());
      }}
    >
      {act.picksAgent === true ? (
        <div className="field">
          <label htmlFor={id}>{act.asks}</label>
          <AgentChoice id={id} value={text} onChange={setText} />
        </div>
      ) : (
        <TextField label={act.asks ?? ''} long first value={text} onText={setText} />
      )}
      <div className="row">
        <Button small primary type="submit" disabled={isOff || text.trim() === ''}>
          {act.verb}
        </Button>
        <Button small plain onClick={onCancel}>
          Not now
        </Button>
      </div>
    </form>
  );
}
