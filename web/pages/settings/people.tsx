import { useState } from 'react';
import { OwnName } from '../../app/own-name.tsx';
import { useMe } from '../../app/use-me.ts';
import type { SeenAgent } from '../../board/board.ts';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { Button } from '../../parts/button.tsx';
import { AgentName } from '../../parts/sigil.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { durationWords } from '../../parts/time-words.ts';
import { useAction } from '../../parts/use-action.ts';
import { MakeLink } from './make-link.tsx';
import { Section } from './section.tsx';
import { SignOutPerson } from './sign-out-person.tsx';
import { useOff } from './use-off.ts';

const ROLES = ['viewer', 'agent', 'reviewer', 'lead'] as const;

/** The people of this project: a link for another one, their roles, and where they are signed in. */
export function People() {
  const agents = useBoard((board) => board.agents);
  const [isLinking, setLinking] = useState(false);
  const me = useMe();
  const off = useOff('lead');
  const people = [...(agents?.values() ?? [])].filter(({ kind, status }) => kind === 'human' && status !== 'retired');
  return (
    <Section
      title="People"
      about="Each signs in with a link of their own, which works once. A viewer looks; a reviewer decides reviews; a lead may do all of this."
      tools={
        <Button primary disabled={off !== undefined} title={off} onClick={() => setLinking(true)}>
          Make a link
        </Button>
      }
    >
      {agents === undefined ? (
        <Skeleton lines={3} />
      ) : people.length === 0 ? (
        <p className="panel-body soft">Nobody has been given a link yet. Make one for each person who should see this board.</p>
      ) : (
        <ul className="list" aria-label="People">
          {people.map((person) => (
            <Person key={person.name} person={person} />
          ))}
        </ul>
      )}
      {me.agent === null && (
        <div className="panel-body stack settings-own">
          <p className="soft">
            You are signed in with the server's own key. Under a name of your own, agents can ask you and write to you.
          </p>
          <OwnName />
        </div>
      )}
      {isLinking && <MakeLink onClose={() => setLinking(false)} />}
    </Section>
  );
}

function Person({ person }: { person: SeenAgent }) {
  const me = useMe();
  const { page } = useConnection();
  const action = useAction();
  const off = useOff('lead');
  const offOut = useOff('admin');
  const [isLeaving, setLeaving] = useState(false);
  const isMe = me.agent === person.name;
  const change = (role: (typeof ROLES)[number]) =>
    action.run(() => page.rpc.agents.update.mutate({ name: person.name, role }), `${person.name} is ${role} now.`);
  return (
    <li className="row wrap settings-row">
      <span className="grow settings-who">
        <AgentName name={person.name} />
        {isMe && <span className="quiet"> you</span>}
      </span>
      <span className="quiet settings-seen">{seenWords(person)}</span>
      <select
        className="input settings-role"
        aria-label={`Role of ${person.name}`}
        value={person.role}
        disabled={off !== undefined || isMe || action.busy}
        title={isMe ? 'Another lead changes your role.' : off}
        onChange={({ target }) => {
          const role = ROLES.find((one) => one === target.value);
          if (role !== undefined) void change(role);
        }}
      >
        {ROLES.map((role) => (
          <option key={role}>{role}</option>
        ))}
      </select>
      <Button small disabled={offOut !== undefined} title={offOut} onClick={() => setLeaving(true)}>
        Sign out
      </Button>
      {isLeaving && <SignOutPerson name={person.name} onClose={() => setLeaving(false)} />}
    </li>
  );
}

function seenWords({ presence: { lastSeenMs } }: SeenAgent): string {
  return lastSeenMs === null ? 'not seen yet' : `seen ${durationWords(lastSeenMs)} ago`;
}
