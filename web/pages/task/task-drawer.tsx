import { Drawer } from '../../parts/dialog.tsx';
import { TaskView } from './task-view.tsx';

/** A task over any page. */
export function TaskDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  return (
    <Drawer title={`Task ${id}`} onClose={onClose}>
      <TaskView id={id} />
    </Drawer>
  );
}
