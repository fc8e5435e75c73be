import { Link } from 'wouter';
import { useConnection } from '../board/connection.tsx';
import { useBoard } from '../board/use-board.ts';
import { Button } from '../parts/button.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { useAction } from '../parts/use-action.ts';
import { useMay, useMe } from './use-me.ts';

/** What is so on the whole board for as long as it is so: a pause, a demo, that this person may only look. */
export function StandingNotices() {
  const me = useMe();
  return (
    <>
      {me.server.demo && (
        <p className="notice info">
          <strong>This is a demo.</strong> The agents are simulated and the board is thrown away when the server ends.
        </p>
      )}
      {me.role === 'viewer' && (
        <p className="notice">You may look at everything and change nothing. A lead can give you another role.</p>
      )}
      <PausedNotice />
      <TruncatedNotice />
    </>
  );
}

/** A page holds so much and no more. */
function TruncatedNotice() {
  const read = useBoard(({ truncated, tasks }) => (truncated ? tasks.size : null));
  if (read == null) return null;
  return (
    <p className="notice">
      <strong>There is more than one page holds.</strong> The board and Now show {read} tasks; <Link href="/tasks">Tasks</Link>{' '}
      finds all of them.
    </p>
  );
}

function PausedNotice() {
  const project = useBoard((board) => board.project);
  const { page } = useConnection();
  const isLead = useMay('lead');
  const action = useAction();
  if (project?.paused == null) return null;
  const { by, reason, since } = project.paused;
  const resume = async () => {
    await action.run(() => page.rpc.projects.resume.mutate({ name: project.name }), 'The project goes on.');
    // The button goes with the notice; the focus must not go with the button.
    document.getElementById('main')?.focus();
  };
  return (
    <p className="notice warn">
      <strong>{project.name} is paused.</strong> {by} paused it <TimeAgo at={since} />: {reason} Nothing is claimed until it is
      resumed.
      {isLead && (
        <Button small disabled={action.busy} onClick={resume}>
          Resume
        </Button>
      )}
    </p>
  );
}
