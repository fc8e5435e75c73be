import { useState } from 'react';
import { Link } from 'wouter';
import type { LiveEvent } from '../../../client/page/index.ts';
import { useConnection } from '../../board/connection.tsx';
import { useBoard, useRecentEvents } from '../../board/use-board.ts';
import { Button } from '../../parts/button.tsx';
import { Mark } from '../../parts/status-mark.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { useAction } from '../../parts/use-action.ts';

/** Steps of a first task, each by the event that proves it. The heartbeat writes none: presence says that. */
const STEPS = [
  { type: 'agent.registered', does: 'Registered', waits: 'Waiting to be registered' },
  { type: 'session.started', does: 'Session started', waits: 'Waits for the program to start its session' },
  { type: 'task.claimed', does: 'First task claimed', waits: 'Waits for the first claim' },
  { type: null, does: 'Heartbeat seen', waits: 'Waits for a sign of life under a claim' },
  { type: 'task.submitted', does: 'First work handed in', waits: 'Waits for the first submission' },
] as const;

/** Ticks what the server has seen of a new agent, as it sees it. */
export function HandShake({ name, onAnother }: { name: string; onAnother: () => void }) {
  const seen = useFirstEvents(name);
  const alive = useSignOfLife(name, seen);
  const task = seen.get('task.claimed')?.taskId;
  const isDone = seen.has('task.submitted');
  return (
    <section className="panel" aria-label="Hand-shake">
      <div className="panel-head">
        <h2 className="grow">3. What the server has seen</h2>
      </div>
      <ol className="list" aria-live="polite">
        {STEPS.map(({ type, does, waits }) => {
          const at = type === null ? alive : (seen.get(type)?.at ?? null);
          return (
            <li key={does} className="row hand-shake-step">
              <Mark tone={at === null ? 'todo' : 'done'} glyph={at === null ? 'hollow' : 'check'} bare>
                {at === null ? waits : does}
              </Mark>
              {type === 'task.claimed' && task !== undefined && <TaskLink id={task} />}
              {at !== null && (
                <span className="quiet hand-shake-at">
                  <TimeAgo at={at} />
                </span>
              )}
            </li>
          );
        })}
      </ol>
      <div className="panel-body row wrap">
        {isDone ? (
          <p className="grow">
            {name} works. See it at <Link href={`/agents/${encodeURIComponent(name)}`}>its page</Link>.
          </p>
        ) : (
          <Practice name={name} />
        )}
        <Button small onClick={onAnother}>
          Connect another
        </Button>
      </div>
    </section>
  );
}

/** The first event of each type that is of this agent; kept, since the newest events move on. */
function useFirstEvents(name: string): ReadonlyMap<string, LiveEvent> {
  const recent = useRecentEvents();
  const [seen, setSeen] = useState<ReadonlyMap<string, LiveEvent>>(new Map());
  const known = firstOf(seen, recent, name);
  if (known !== seen) setSeen(known);
  return known;
}

function firstOf(old: ReadonlyMap<string, LiveEvent>, events: readonly LiveEvent[], name: string) {
  const fresh = events.filter(({ type, agent, actor }) => (agent === name || actor === name) && !old.has(type));
  if (fresh.length === 0) return old;
  const next = new Map(old);
  for (const event of fresh) if (!next.has(event.type)) next.set(event.type, event);
  return next;
}

/** When a sign of life was first seen under a claim; kept, since an agent that is done may go. */
function useSignOfLife(name: string, seen: ReadonlyMap<string, LiveEvent>): string | null {
  const agent = useBoard((board) => board.agents.get(name));
  const [at, setAt] = useState<string | null>(null);
  const isAlive = agent !== undefined && agent.presence.connection === 'online' && agent.presence.lastSeenMs !== null;
  if (at === null && isAlive && seen.has('task.claimed')) setAt(new Date().toISOString());
  return at;
}

/** Something to claim, where the board has nothing for a newcomer. */
function Practice({ name }: { name: string }) {
  const { page } = useConnection();
  const action = useAction();
  const [id, setId] = useState<string | null>(null);
  const make = () =>
    action.run(async () => {
      const task = await page.rpc.tasks.create.mutate({
        title: `Say hello from ${name}`,
        brief: 'A task to try the connection with. It needs no review.',
        labels: ['practice'],
        assignee: name,
        reviewer: 'none',
        priority: 0,
      });
      setId(task.id);
    });
  if (id !== null) {
    return (
      <p className="grow soft">
        <TaskLink id={id} /> is for {name} alone, and needs no review.
      </p>
    );
  }
  return (
    <p className="grow soft">
      Nothing to claim yet?{' '}
      <Button small disabled={action.busy} onClick={make}>
        Make a practice task
      </Button>
    </p>
  );
}
