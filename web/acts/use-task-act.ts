import { useState } from 'react';
import { useIsOffline } from '../app/live-notice.tsx';
import { useConnection } from '../board/connection.tsx';
import { useBoard } from '../board/use-board.ts';
import { toast } from '../parts/toasts.tsx';
import { sayOffline } from '../parts/use-action.ts';
import { sayRefusal } from './say-refusal.ts';
import type { SeenTask, TaskAct } from './task-acts.ts';

export interface TaskActing {
  /** Whether one is under way. */
  readonly busy: boolean;
  /** Does it: the board shows it at once. Resolves to whether the server did it; if not, it was said who was faster, or why. */
  run(act: TaskAct, task: SeenTask, text?: string): Promise<boolean>;
}

/** Acts on tasks. What is refused goes back to how it was, and names who changed the task meanwhile. */
export function useTaskAct(): TaskActing {
  const { page, live } = useConnection();
  const reviews = useBoard((board) => board.reviews);
  const [busy, setBusy] = useState(false);
  const isOffline = useIsOffline();
  return {
    busy,
    async run(act, task, text = '') {
      if (isOffline) return sayOffline();
      setBusy(true);
      const review = reviews?.find(({ taskId }) => taskId === task.id);
      const takeBack = live.expect(task.id, act.shows(text));
      try {
        await act.run(page.rpc, { task, review, text });
        toast(act.done(task.id));
        return true;
      } catch (error) {
        takeBack();
        await sayRefusal(page.rpc, task, error);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
