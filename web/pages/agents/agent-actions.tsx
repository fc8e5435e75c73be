import { useState } from 'react';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import type { SeenAgent } from '../../board/board.ts';
import { useConnection } from '../../board/connection.tsx';
import { useShortcuts } from '../../keys/shortcuts.ts';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useAction } from '../../parts/use-action.ts';

type Asked = 'pause' | 'drain' | 'retire';
const ASKS: Readonly<Record<Asked, { verb: string; about: string }>> = {
  pause: { verb: 'Pause', about: 'It keeps what it holds and claims nothing more.' },
  drain: { verb: 'Drain', about: 'It is asked to finish what it holds, and claims nothing more.' },
  retire: { verb: 'Retire', about: 'For good: its tokens stop working and its name is never used again.' },
};

/** What a lead can do to an agent. Each asks for its why, which the agent and the log get. */
export function AgentActions({ agent }: { agent: SeenAgent }) {
  const { page } = useConnection();
  const [asked, setAsked] = useState<Asked | null>(null);
  const action = useAction();
  const isLead = useMay('lead');
  const isOff = useIsOffline() || action.busy;
  const { name, status } = agent;
  const isPaused = status === 'paused';
  const resume = () => action.run(() => page.rpc.agents.resume.mutate({ name }), `${name} may claim again.`);
  useShortcuts(
    isLead && status !== 'retired'
      ? [
          {
            keys: 'p',
            does: isPaused ? `Resume ${name}` : `Pause ${name}`,
            group: 'On this page',
            run: () => (isPaused ? void resume() : setAsked('pause')),
          },
        ]
      : [],
  );
  if (!isLead || status === 'retired') return null;
  const send = async (what: Asked, reason: string) => {
    const act =
      what === 'retire'
        ? page.rpc.agents.retire.mutate({ name, reason })
        : page.rpc.agents.pause.mutate({ name, reason, drain: what === 'drain' });
    if (await action.run(() => act, `${name}: done.`)) setAsked(null);
  };
  return (
    <div className="stack">
      <div className="row wrap">
        {/* One button for both, which keeps the focus when it says the other. */}
        <Button
          small
          disabled={isOff}
          aria-expanded={isPaused ? undefined : asked === 'pause'}
          onClick={() => (isPaused ? void resume() : setAsked('pause'))}
        >
          {isPaused ? 'Resume' : ASKS.pause.verb}
        </Button>
        {!isPaused && (
          <Button small disabled={isOff} aria-expanded={asked === 'drain'} onClick={() => setAsked('drain')}>
            {ASKS.drain.verb}
          </Button>
        )}
        <Button small danger disabled={isOff} aria-expanded={asked === 'retire'} onClick={() => setAsked('retire')}>
          Retire
        </Button>
      </div>
      {asked !== null && (
        <ReasonForm
          key={asked}
          asked={asked}
          isOff={isOff}
          onSend={(reason) => void send(asked, reason)}
          onCancel={() => setAsked(null)}
        />
      )}
    </div>
  );
}

interface ReasonFormProps {
  readonly asked: Asked;
  readonly isOff: boolean;
  readonly onSend: (reason: string) => void;
  readonly onCancel: () => void;
}

/** What it means, and why. */
function ReasonForm({ asked, isOff, onSend, onCancel }: ReasonFormProps) {
  const [reason, setReason] = useState('');
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(reason.trim());
      }}
    >
      <p className="soft">{ASKS[asked].about}</p>
      <TextField label="Why" first value={reason} onText={setReason} />
      <div className="row">
        <Button small primary type="submit" disabled={isOff || reason.trim() === ''}>
          {ASKS[asked].verb}
        </Button>
        <Button small plain onClick={onCancel}>
          Not now
        </Button>
      </div>
    </form>
  );
}
