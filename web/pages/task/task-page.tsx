import { TaskView } from './task-view.tsx';

/** A task as a page. */
export function TaskPage({ id }: { id: string }) {
  return (
    <div className="page">
      <TaskView id={id} />
    </div>
  );
}
