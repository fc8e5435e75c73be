import { useQuery } from '@tanstack/react-query';
import { useConnection } from '../../board/connection.tsx';
import { useBoard } from '../../board/use-board.ts';
import { Skeleton } from '../../parts/states.tsx';
import { InFlight } from './in-flight.tsx';
import { JustFinished } from './just-finished.tsx';
import { NeedsYou } from './needs-you.tsx';
import { Trouble } from './trouble.tsx';
import './now.css';

/** Who works on what, what is stuck and why, and what waits on this person: the first page. */
export function NowPage() {
  const { trpc } = useConnection();
  const attention = useQuery(trpc.attention.list.queryOptions({}));
  const isRead = useBoard(() => true) ?? false;
  return (
    <div className="page">
      <div className="page-head">
        <h1>Now</h1>
        <NowLine />
      </div>
      <NeedsYou attention={attention} />
      {isRead ? (
        <div className="now-columns">
          <InFlight />
          <div className="stack now-side">
            <Trouble />
            <JustFinished />
          </div>
        </div>
      ) : (
        <Skeleton lines={8} />
      )}
    </div>
  );
}

/** One line of the server's own numbers. */
function NowLine() {
  const { trpc } = useConnection();
  const { data } = useQuery(trpc.summary.queryOptions({}));
  if (data === undefined) return null;
  const { tasks, claimable, reviews, agents } = data;
  return (
    <p className="soft">
      {tasks.doing} in flight, {claimable} ready to claim, {reviews.waiting} in review, {agents.online} of{' '}
      {agents.online + agents.late + agents.offline} agents online
    </p>
  );
}
