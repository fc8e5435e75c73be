import type { Offer } from '../../../client/page/index.ts';
import { useIsOffline } from '../../app/live-notice.tsx';
import { useMay } from '../../app/use-me.ts';
import { useConnection } from '../../board/connection.tsx';
import { Button } from '../../parts/button.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { forPeople } from '../../parts/server-words.ts';
import { AgentName } from '../../parts/sigil.tsx';
import { TaskLink } from '../../parts/task-link.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { durationWords } from '../../parts/time-words.ts';
import { useAction } from '../../parts/use-action.ts';

/** Messages to the person's role: one of them takes each, and answers or acknowledges it. */
export function Offers({ offers }: { offers: readonly Offer[] }) {
  if (offers.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="offers">
      <header className="panel-head">
        <h2 id="offers">
          To your role <span className="count">{offers.length}</span>
        </h2>
      </header>
      <ul className="list">
        {offers.map((offer) => (
          <OfferRow key={offer.message.id} offer={offer} />
        ))}
      </ul>
    </section>
  );
}

function OfferRow({ offer }: { offer: Offer }) {
  const { message, takenBy, leaseRemainingMs } = offer;
  const { page } = useConnection();
  const action = useAction();
  const isOff = useIsOffline() || action.busy;
  const may = useMay('agent');
  const take = () => action.run(() => page.rpc.messages.take.mutate({ id: message.id }), 'It is yours for five minutes.');
  const acknowledge = () => action.run(() => page.rpc.inbox.ack.mutate({ ids: [message.id] }), 'Acknowledged.');
  return (
    <li className="stack">
      <div className="row wrap">
        {message.from === 'system' ? <span className="soft">Batonpass</span> : <AgentName name={message.from} />}
        <span className="quiet small">
          to any {offer.role}, <TimeAgo at={message.sentAt} />
        </span>
        {message.taskId !== null && <TaskLink id={message.taskId} />}
      </div>
      {message.subject !== null && <h3>{message.subject}</h3>}
      <Markdown text={message.from === 'system' ? forPeople(message.body) : message.body} />
      {may && (
        <div className="row wrap">
          {takenBy === null ? (
            <Button small disabled={isOff} onClick={take}>
              Take it
            </Button>
          ) : (
            <Button small disabled={isOff} onClick={acknowledge}>
              Acknowledge
            </Button>
          )}
          {leaseRemainingMs !== null && <span className="quiet small">yours for {durationWords(leaseRemainingMs)}</span>}
        </div>
      )}
    </li>
  );
}
