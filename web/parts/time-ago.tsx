import { useCoarseSeconds } from './now.ts';
import { absoluteTime, durationWords } from './time-words.ts';

/** How long ago a moment was; the moment itself on hover. `suffix`: what stands behind it. */
export function TimeAgo({ at, suffix = ' ago' }: { at: string; suffix?: string }) {
  const now = useCoarseSeconds(5) * 1_000;
  const ms = now - Date.parse(at);
  return (
    <time dateTime={at} title={absoluteTime(at)} className="nowrap">
      {ms < 5_000 && suffix === ' ago' ? 'just now' : `${durationWords(ms)}${suffix}`}
    </time>
  );
}
