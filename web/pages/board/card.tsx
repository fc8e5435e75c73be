import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { memo, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { useMay } from '../../app/use-me.ts';
import type { BoardTask } from '../../board/board.ts';
import { useBoard } from '../../board/use-board.ts';
import { Flash } from '../../parts/flash.tsx';
import { HandoffSeam } from '../../parts/handoff-seam.tsx';
import { LeaseRing } from '../../parts/lease-ring.tsx';
import { HealthMark } from '../../parts/status-mark.tsx';
import { useTaskHref } from '../../parts/task-link.tsx';
import type { CardKeys } from './use-card-focus.ts';

interface CardProps {
  readonly task: BoardTask;
  /** Whether it is the one card that Tab comes to. */
  readonly isActive: boolean;
  /** Draws the card again when it is gone to. */
  readonly turn: number;
  readonly keys: CardKeys;
}

/** The arrow keys move as h, j, k and l do; they work where single keys are switched off. */
const ARROWS: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** A task on the board: what it is, who has it, and how it is. */
export const Card = memo(function Card({ task, isActive, keys }: CardProps) {
  const element = useRef<HTMLAnchorElement>(null);
  const may = useMay('agent');
  const href = useTaskHref(task.id);
  const { id } = task;
  useEffect(() => {
    if (element.current === null || !may) return;
    return draggable({ element: element.current, getInitialData: () => ({ task: id }) });
  }, [id, may]);
  useEffect(() => {
    if (keys.wish !== id) return;
    keys.wish = null;
    element.current?.focus();
    element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  useEffect(
    () => () => {
      if (keys.held === id) keys.wish = id;
    },
    [keys, id],
  );
  return (
    <Link
      ref={element}
      href={href}
      className="card"
      data-card={task.id}
      tabIndex={isActive ? 0 : -1}
      onFocus={() => keys.at(id)}
      onBlur={() => {
        keys.held = null;
      }}
      onKeyDown={(event) => {
        const step = event.altKey || event.metaKey || event.ctrlKey ? undefined : ARROWS[event.key];
        if (step === undefined) return;
        event.preventDefault();
        keys.step(...step);
      }}
    >
      <CardFace task={task} />
    </Link>
  );
});

/** What a card shows. */
function CardFace({ task }: { task: BoardTask }) {
  return (
    <>
      {task.status === 'validating' && <Seam id={task.id} />}
      <span className="grow stack" style={{ gap: 4 }}>
        <span className="row">
          <code className="quiet">{task.id}</code>
          {task.priority < 2 && <span className="chip">P{task.priority}</span>}
          <Flash of={task.health.state} className="card-health">
            <HealthMark state={task.status === 'blocked' && task.health.state === 'blocked' ? 'ok' : task.health.state} />
          </Flash>
        </span>
        <span className="card-title">{task.title}</span>
        <span className="row wrap" style={{ gap: 4 }}>
          {task.labels.map((label) => (
            <span key={label} className="chip">
              {label}
            </span>
          ))}
          {task.assignee !== null && task.holder === null && <span className="quiet small">for {task.assignee}</span>}
          {task.status === 'todo' && task.dependsOn.length > 0 && <After ids={task.dependsOn} />}
        </span>
      </span>
      {task.holder !== null && (
        <span className="card-holder">
          <LeaseRing task={task} />
          <span className="small clip">{task.holder.agent}</span>
        </span>
      )}
    </>
  );
}

/** Which tasks must be done first. Those that are not on the board were done long ago. */
function After({ ids }: { ids: readonly string[] }) {
  const open = useBoard((board) => ids.filter((id) => (board.tasks.get(id)?.status ?? 'done') !== 'done').join(', '));
  return open === undefined || open === '' ? null : <span className="quiet small">after {open}</span>;
}

function Seam({ id }: { id: string }) {
  const review = useBoard((board) => board.reviews.find(({ taskId }) => taskId === id));
  if (review === undefined) return null;
  return <HandoffSeam author={review.author} reviewer={review.holder?.agent ?? null} />;
}
