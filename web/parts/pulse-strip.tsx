import { PULSES_MAX, type Pulse } from '../board/pulse-log.ts';

/** The last looks at an agent, the newest to the right: whether it was online, late or offline. Its text says the same. */
export function PulseStrip({ name, pulses }: { name: string; pulses: readonly Pulse[] }) {
  const good = pulses.filter((pulse) => pulse === 'good').length;
  const words =
    pulses.length === 0 ? `${name} was not looked at yet` : `${name} was online in ${good} of the last ${pulses.length} looks`;
  const blank = PULSES_MAX - pulses.length;
  return (
    <span className="pulse-strip" role="img" aria-label={words} title={words}>
      {Array.from({ length: PULSES_MAX }, (_, place) => (
        // A place in the strip is all that such a bar is.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <i key={place} className={pulses[place - blank] ?? ''} />
      ))}
    </span>
  );
}
