import { useMe } from '../../app/use-me.ts';
import { durationWords } from '../../parts/time-words.ts';
import { Section } from './section.tsx';

/** The numbers that the server goes by. They are set where it is started. */
export function Timings() {
  const { leases, server } = useMe();
  const rows = [
    ['Lease, unless a task says otherwise', durationWords(leases.ttlDefaultSeconds * 1_000)],
    [
      'Lease, shortest and longest',
      `${durationWords(leases.ttlMinSeconds * 1_000)} to ${durationWords(leases.ttlMaxSeconds * 1_000)}`,
    ],
    ['Heartbeat of a session', `each ${exact(leases.heartbeatMs)}`],
    ['After its end, a lease keeps others out for', exact(leases.reclaimDelayMs)],
    ['Storage', `${server.engine}, journal ${server.journal}, synchronous ${server.synchronous}`],
    ['Nodes', server.shared ? 'several may serve this board' : 'this one alone'],
    ['Version', server.version],
  ] as const;
  return (
    <Section title="Timings" about="What the server goes by. They are set where it is started, and the same for everybody.">
      <dl className="settings-facts">
        {rows.map(([what, value]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

const exact = (ms: number) => (ms < 60_000 ? `${ms / 1_000} s` : durationWords(ms));
