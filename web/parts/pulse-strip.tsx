/** Of so many heartbeat intervals the server tells. */
const INTERVALS_MAX = 60;
/** How the server writes an interval in which the agent was on time. */
const BEAT = '|';

/** The last heartbeat intervals of an agent, the newest to the right: whether it was on time. Its text says the same. */
export function PulseStrip({ name, pulse = '' }: { name: string; pulse: string | undefined }) {
  const beats = [...pulse].map((one) => one === BEAT);
  const words = pulseWords(name, beats);
  const blank = INTERVALS_MAX - beats.length;
  return (
    <span className="pulse-strip" role="img" aria-label={words} title={words}>
      {Array.from({ length: INTERVALS_MAX }, (_, place) => (
        // A place in the strip is all that such a bar is.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <i key={place} className={place < blank ? '' : beats[place - blank] === true ? 'good' : 'off'} />
      ))}
    </span>
  );
}

function pulseWords(name: string, beats: readonly boolean[]): string {
  if (beats.length === 0) return `${name} has given no sign of life yet`;
  const missed = beats.filter((isBeat) => !isBeat).length;
  const last = beats.lastIndexOf(true);
  const since = beats.length - 1 - last;
  const intervals = beats.length === 1 ? 'the last heartbeat interval' : `the last ${beats.length} heartbeat intervals`;
  if (missed === 0) return `${name} was on time in ${intervals}`;
  const silent =
    since === 0 ? '' : since === beats.length ? ', all of them' : `, among them the last ${since === 1 ? 'one' : since}`;
  return `${name} missed ${missed} of ${intervals}${silent}`;
}
