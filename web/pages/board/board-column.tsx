import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { useMay } from '../../app/use-me.ts';
import type { BoardTask } from '../../board/board.ts';
import { useBoard } from '../../board/use-board.ts';
import { StatusMark } from '../../parts/status-mark.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { Card } from './card.tsx';
import type { Column, Row } from './columns.ts';
import { whyNot } from './moves.ts';
import type { CardFocus } from './use-card-focus.ts';

const CARD_GUESS_PX = 92;
const HEAD_GUESS_PX = 28;

interface ColumnProps {
  readonly column: Column;
  readonly dragged: BoardTask | null;
  readonly focus: CardFocus;
  /** The pointer came into it, or left it. */
  readonly onPoint: (status: string | null) => void;
  readonly onDrop: (task: BoardTask, to: string) => void;
}

/** One column. Only the cards that can be seen are there, however many there are. */
export function BoardColumn({ column, dragged, focus, onPoint, onDrop }: ColumnProps) {
  const { status, tasks, rows, isRail } = column;
  const place = useRef<HTMLElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const isLead = useMay('lead');
  const isOver = useDropTarget({ place, status, isLead, onDrop });
  const why = dragged === null || dragged.status === status ? null : whyNot(dragged, status, { isLead });
  const oldest = tasks.map(({ statusSince }) => statusSince).toSorted()[0];
  return (
    <section
      ref={place}
      className={isRail ? 'column rail' : 'column'}
      data-column={status}
      data-over={isOver}
      data-dim={why !== null}
      aria-label={`${status}, ${tasks.length}`}
      onPointerEnter={() => onPoint(status)}
      onPointerLeave={() => onPoint(null)}
    >
      <header className="column-head">
        <h2>
          <StatusMark status={status} />
        </h2>
        <span className="count">{tasks.length}</span>
        {oldest !== undefined && status !== 'done' && status !== 'cancelled' && (
          <span className="quiet small column-age" title="The longest that a task has been here">
            <TimeAgo at={oldest} suffix="" />
          </span>
        )}
      </header>
      {why !== null && <p className="column-why">{why}</p>}
      <Cards rows={rows} box={box} focus={focus} />
    </section>
  );
}

interface CardsProps extends Pick<ColumnProps, 'focus'> {
  readonly rows: readonly Row[];
  readonly box: React.RefObject<HTMLDivElement | null>;
}

/** What scrolls is here and not above, so that it is on the page before the virtual list looks for it. */
function Cards({ rows, box, focus }: CardsProps) {
  const { active, turn, keys } = focus;
  const activeAt = rows.findIndex(({ key }) => key === active);
  const cards = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (rows[index]?.kind === 'head' ? HEAD_GUESS_PX : CARD_GUESS_PX),
    getItemKey: (index) => rows[index]?.key ?? index,
    // The card that Tab comes to is drawn wherever it is: a key that goes there finds it.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return activeAt === -1 || seen.includes(activeAt) ? seen : [...seen, activeAt].toSorted((a, b) => a - b);
    },
    overscan: 6,
    gap: 8,
  });
  return (
    // Scrolled by the keyboard through its cards; without cards there is nothing to scroll.
    <div className="column-cards" ref={box}>
      <div style={{ height: cards.getTotalSize(), position: 'relative' }}>
        {cards.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          return (
            row !== undefined && (
              <div
                key={key}
                data-index={index}
                ref={cards.measureElement}
                className="card-place"
                style={{ transform: `translateY(${start}px)` }}
              >
                {row.kind === 'card' ? (
                  <Card task={row.task} isActive={row.key === active} turn={row.key === active ? turn : 0} keys={keys} />
                ) : (
                  <h3 className="group-head">
                    <span className="clip">{row.name}</span> <span className="count">{row.count}</span>
                  </h3>
                )}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

interface DropTarget extends Pick<ColumnProps, 'onDrop'> {
  readonly place: React.RefObject<HTMLElement | null>;
  readonly status: string;
  readonly isLead: boolean;
}

/** Takes the cards that may come here; says whether one is held over it. */
function useDropTarget({ place, status, isLead, onDrop }: DropTarget): boolean {
  const [isOver, setOver] = useState(false);
  const drop = useRef(onDrop);
  drop.current = onDrop;
  const known = useRef<ReadonlyMap<string, BoardTask> | undefined>(undefined);
  known.current = useBoard((board) => board.tasks);
  useEffect(() => {
    if (place.current === null) return;
    const taskOf = (data: Record<string, unknown>) => known.current?.get(String(data['task']));
    return dropTargetForElements({
      element: place.current,
      canDrop: ({ source }) => {
        const task = taskOf(source.data);
        return task !== undefined && whyNot(task, status, { isLead }) === null;
      },
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const task = taskOf(source.data);
        if (task !== undefined) drop.current(task, status);
      },
    });
  }, [place, status, isLead]);
  return isOver;
}
