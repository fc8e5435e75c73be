import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { BoardTask } from '../../board/board.ts';
import { type Column, columnsOf, type Grouping } from './columns.ts';

interface Columns {
  readonly columns: readonly Column[];
  /** The card that is dragged, as it is now. */
  readonly dragged: BoardTask | null;
  /** Notes the column that the pointer is in. */
  readonly point: (status: string | null) => void;
}

/** The columns. Nothing moves in the one that the pointer is in, and in none while a card is dragged. */
export function useColumns(tasks: ReadonlyMap<string, BoardTask> | undefined, { grouping, label }: Cut): Columns {
  const [pointed, point] = useState<string | null>(null);
  const draggedId = useDragged();
  const isDragging = draggedId !== null;
  const last = useRef<readonly Column[]>([]);
  const columns = useMemo(() => {
    const all = [...(tasks?.values() ?? [])];
    const shown = label === '' ? all : all.filter((task) => task.labels.includes(label));
    const held = last.current.filter(({ status }) => isDragging || status === pointed);
    return columnsOf(shown, grouping, held);
  }, [tasks, label, grouping, isDragging, pointed]);
  useEffect(() => {
    last.current = columns;
  }, [columns]);
  return { columns, dragged: (draggedId !== null && tasks?.get(draggedId)) || null, point };
}

interface Cut {
  readonly grouping: Grouping;
  /** Only the cards with it; empty: all. */
  readonly label: string;
}

/** The id of the card that is dragged. The page listens for it: a card that somebody else moves meanwhile is no more to say that it was dropped. */
function useDragged(): string | null {
  const [dragged, setDragged] = useState<string | null>(null);
  useEffect(
    () =>
      monitorForElements({
        onDragStart: ({ source }) => setDragged(String(source.data['task'])),
        onDrop: () => setDragged(null),
      }),
    [],
  );
  return dragged;
}
